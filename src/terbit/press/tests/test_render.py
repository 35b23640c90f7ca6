from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from jinja2 import UndefinedError

from terbit.press import render
from terbit.press.render import environment


@pytest.fixture
def theme(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A theme of a few lines in place of the house's own."""
    (tmp_path / "templates").mkdir()
    settings.TERBIT_THEME_DIR = tmp_path
    render.forget()
    yield tmp_path
    render.forget()


def printed(theme: Path, source: str, language: str = "id", **given: object) -> str:
    (theme / "templates" / "page.html").write_text(source)
    return environment(language).get_template("page.html").render(given)


def test_what_is_printed_is_escaped(theme: Path) -> None:
    assert printed(theme, "{{ words }}", words="<script>") == "&lt;script&gt;"


def test_an_undefined_name_is_an_error_and_never_an_empty_place(theme: Path) -> None:
    with pytest.raises(UndefinedError):
        printed(theme, "{{ nothing }}")


class House:
    zone = "Asia/Makassar"


AT = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)


def test_dates_follow_the_pages_language_and_the_houses_zone(theme: Path) -> None:
    source = "{{ at|long_date('minute') }} | {{ at|short_date('day') }} | {{ at|machine_date('day') }}"
    assert (
        printed(theme, source, at=AT, house=House())
        == "Minggu, 22 November 2026, 20.05 WITA | 22 November 2026 | 2026-11-22"
    )
    assert printed(theme, source, "en", at=AT) == "Sunday, 22 November 2026, 19:05 WIB | 22 November 2026 | 2026-11-22"


def test_an_unknown_date_prints_nothing(theme: Path) -> None:
    assert printed(theme, "[{{ at|long_date('unknown') }}{{ none|long_date }}]", at=AT, none=None) == "[]"


def test_words_are_english_where_there_is_no_catalogue_and_values_go_in_by_name(theme: Path) -> None:
    assert printed(theme, '{{ _("%(n)s left", n=2) }} {% trans %}Read on{% endtrans %}') == "2 left Read on"


def test_files_of_the_theme_have_their_collected_address(theme: Path) -> None:
    assert printed(theme, '{{ static("terbit.css") }}').startswith("/static/terbit")


def test_account_pages_have_the_same_filters() -> None:
    jinja = engines["jinja2"].env
    assert {"long_date", "short_date", "machine_date"} <= jinja.filters.keys()
    assert jinja.autoescape is True
    assert "static" in jinja.globals
