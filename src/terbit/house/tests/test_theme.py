"""The theme keeps its budget and its promises: small, no code in pages, readable in both lights."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

THEME = Path(settings.TERBIT_THEME_DIR)
STYLE = (THEME / "static" / "terbit.css").read_text()
TEMPLATES = sorted((THEME / "templates").rglob("*.html"))


def test_the_style_sheet_is_one_and_small() -> None:
    assert [file.name for file in (THEME / "static").glob("*.css")] == ["terbit.css"]
    assert len(gzip.compress(STYLE.encode(), 6)) <= 6 * 1024


def test_all_scripts_together_are_smaller_still() -> None:
    scripts = list((THEME / "static").glob("*.js"))
    assert sum(len(script.read_bytes()) for script in scripts) <= 3 * 1024


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(THEME).as_posix())
def test_no_template_has_code_or_style_in_it(template: Path) -> None:
    """So that pages can go out under a policy that lets nothing run but our own files."""
    text = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/ld+json"' in script
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", text)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("light", ["day", "night"])
@pytest.mark.parametrize(
    ("words", "ground"),
    [("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("ink", "tint"), ("soft", "tint"), ("accent", "tint"), ("on-accent", "accent")],
)  # fmt: skip
def test_words_stand_out_from_their_ground(light: str, words: str, ground: str) -> None:
    day, night = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    seen = colours(day) | (colours(night) if light == "night" else {})
    assert contrast(seen[words], seen[ground]) >= 4.5


def test_both_lights_name_the_same_colours() -> None:
    day, night = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    assert set(colours(day)) == set(colours(night))


def test_every_class_that_a_printed_template_uses_is_styled_or_known() -> None:
    no_style_of_their_own = {"paid", "cards", "responsible", "plain", "step-"}
    styled = set(re.findall(r"\.([a-z][a-z-]*)", STYLE))
    used = {
        name
        for template in [*(THEME / "templates" / "press").glob("*.html"), THEME / "templates" / "base.html"]
        for value in re.findall(r'class="([^"]*)"', template.read_text())
        for name in re.findall(r"[a-z][a-z-]+", re.sub(r"\{[%{].*?[%}]\}", " ", value))
    }
    assert used - styled <= no_style_of_their_own
