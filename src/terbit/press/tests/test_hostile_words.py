"""Whatever a field holds, a page shows it as words: nothing runs, nothing breaks out, nothing stops the press."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from terbit.newsroom.models import Article
from terbit.press.tests.desk import Desk
from terbit.press.tests.pages import draft_at, draft_of, json_ld, tree, words

STRINGS = Path(__file__).parents[5] / "shared" / "data" / "bad-input" / "strings"
BREAKOUTS = (
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!--",
    "]]>",
    "{{ 7 * 7 }} {% raw %}",
    "%(n)s %s {left}",
    "\u2028\u2029 \u202e kanan ke kiri",
    "a" * 250,
)


@pytest.fixture
def desk(fresh_desk: Desk) -> Desk:
    return fresh_desk


def hostile() -> list[str]:
    if not STRINGS.exists():
        pytest.skip("the hostile strings are not at hand (shared/data/bad-input/strings)")
    naughty: list[str] = json.loads((STRINGS / "blns.json").read_text())
    vectors: Any = json.loads((STRINGS / "h5sc-xss-odd.json").read_text())
    return [text for text in [*naughty, *_texts(vectors)] if text.strip()]


def _texts(found: Any) -> list[str]:
    if isinstance(found, str):
        return [found]
    children = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [text for child in children for text in _texts(child)]


def full_of(desk: Desk, text: str) -> Article:
    """A public story with `text` wherever text can stand; stored past the desk's own checks, as an import might."""
    story = desk.story("Beras mahal", publication="koran", lead_picture=None)
    raw = [
        {"type": "paragraph", "value": f"<p>Kata pembuka. {text}</p>"},
        {"type": "subheading", "value": text[:200]},
        {"type": "quote", "value": {"text": text, "source": text[:200]}},
        {"type": "list", "value": {"ordered": False, "items": [{"type": "item", "id": "1", "value": text}]}},
        {"type": "table", "value": {"caption": text, "columns": [{"type": "text", "heading": text}], "rows": [{"values": [text]}]}},
        {"type": "embed", "value": {"url": "https://x.example/", "title": text[:200]}},
    ]  # fmt: skip
    values = {
        "kicker": text[:80],
        "headline": text[:255],
        "standfirst": text,
        "dateline": text[:120],
        "credit": text[:200],
    }
    Article.objects.filter(pk=story.pk).update(body=json.dumps(raw), **values)
    return Article.objects.get(pk=story.pk)


def check(html: str, text: str) -> None:
    page = tree(html)
    scripts = [script.get("src") or script.get("type") for script in page.iter("script")]
    assert all(script == "application/ld+json" or script.startswith(settings.STATIC_URL) for script in scripts), scripts
    for element in page.iter():
        if isinstance(element.tag, str):
            assert element.tag not in {"iframe", "object", "embed", "svg", "math", "base", "style"}, text
            assert not [name for name in element.attrib if name.startswith("on")], text
            for name in ("href", "src", "action"):
                assert (
                    not (element.get(name) or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))
                ), text
    assert len(page.xpath("//h1")) == 1, text
    json_ld(html)


@pytest.mark.parametrize("text", BREAKOUTS)
def test_words_stay_words(desk: Desk, text: str) -> None:
    story = full_of(desk, text)
    for html in draft_of(story).html.values():
        check(html, text)
        assert words(html, "//h1") == " ".join(text.split())
        assert json_ld(html)["headline"] == text
    check_list = draft_at("/rubrik/dunia").html["open"]
    assert " ".join(text.split()) in words(check_list, "//main")


def test_json_ld_cannot_end_its_script(desk: Desk) -> None:
    html = draft_of(full_of(desk, "</script><script>alert(1)</script><!--")).html["open"]
    start = html.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    said = html[start : html.index("</script>", start)]
    assert "<" not in said and ">" not in said and "&" not in said
    assert json.loads(said)["headline"].startswith("</script>")


def test_no_known_hostile_string_runs_or_stops_the_press(desk: Desk) -> None:
    story = full_of(desk, "mula")
    for text in hostile():
        body = json.dumps([{"type": "paragraph", "value": text}, {"type": "subheading", "value": text[:200]}])
        Article.objects.filter(pk=story.pk).update(headline=text[:255], standfirst=text, kicker=text[:80], body=body)
        for kind, html in draft_of(story).html.items():
            if kind in {"open", "join"}:
                check(html, text)
