"""How well pages of invented sites are read: those that the rules were made with, and apart from them those set aside.

Where the public test data is absent, the demo house's stories alone are printed.
"""

from __future__ import annotations

from functools import cache

import pytest
from tools.text_pages import pages, sites
from tools.text_pages.evaluate import Result, evaluate

from terbit.wire.text.folder import learn
from terbit.wire.text.lines import lines_of
from terbit.wire.text.pages import read_page

PARTS = {"development": pages.development, "held out": pages.held_out}
EXACT = ("headline", "byline", "partner", "credit")


@cache
def result_of(part: str, as_folders: bool) -> Result:
    return evaluate(PARTS[part](), as_folders=as_folders)


@pytest.mark.parametrize("part", PARTS)
def test_over_a_folder_of_one_site_the_article_is_found_and_nothing_else(part: str) -> None:
    result = result_of(part, as_folders=True)
    assert result.recall >= 0.97 and result.precision >= 0.97, "\n".join(result.wrong)
    assert all(result.share(name) >= 0.95 for name in EXACT), "\n".join(result.wrong)
    assert result.furniture == 0, "\n".join(result.wrong)


def test_pages_by_themselves_are_read_as_well_where_the_rules_were_made() -> None:
    result = result_of("development", as_folders=False)
    assert result.recall >= 0.97 and result.precision >= 0.97, "\n".join(result.wrong)
    assert all(result.share(name) >= 0.95 for name in EXACT), "\n".join(result.wrong)
    assert result.furniture == 0, "\n".join(result.wrong)


def test_pages_by_themselves_are_read_nearly_as_well_where_they_were_not() -> None:
    result = result_of("held out", as_folders=False)
    assert result.recall >= 0.97 and result.precision >= 0.97
    assert all(result.share(name) >= 0.9 for name in EXACT)


@pytest.mark.parametrize("part", PARTS)
def test_no_date_is_ever_false(part: str) -> None:
    for as_folders in (True, False):
        assert not [
            line
            for line in result_of(part, as_folders).wrong
            if ": published: " in line and not line.endswith("got None")
        ]


def test_there_are_enough_sites_and_pages_and_some_are_set_aside() -> None:
    made, held = sites.development(), sites.held_out()
    assert len(made) >= 14 and len(held) * 5 >= len(made)
    assert len(pages.development()) + len(pages.held_out()) >= 48 or not pages.shared.DATA.exists()
    assert not {page.truth.id for page in pages.development()} & {page.truth.id for page in pages.held_out()}


def test_reading_twice_gives_the_same_story() -> None:
    for page in pages.development()[::7]:
        assert read_page(page.data, "page") == read_page(page.data, "page")


def test_a_story_saved_twice_is_no_furniture() -> None:
    page = pages.development()[0]
    lines = lines_of(page.data.decode())
    learned = learn([lines, lines, lines, lines])
    assert read_page(page.data, "page", learned).body == read_page(page.data, "page").body
