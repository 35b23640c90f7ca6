"""Whatever a newsroom does, what readers get is what printing everything from nothing would give."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from tools.testing.grounds import ground

from terbit.gate import Access
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, HouseSettings, Partner, Picture, PolicyPage, Publication, Section, Topic
from terbit.press import marks
from terbit.press.pages import listings
from terbit.press.tests.desk import Desk, a_partner, open_desk
from terbit.press.tests.random_verbs import Newsroom, a_picture
from terbit.press.verify import compare, verify
from terbit.press.worker import drain


def a_seed() -> int:
    """A new one each time; a failing test says which, and SEED_OF_VERBS=… runs it again."""
    return int(os.environ.get("SEED_OF_VERBS", "0")) or random.SystemRandom().randrange(1, 10**9)


def run(desk: Desk, steps: int) -> None:
    seed = a_seed()
    print(f"seed {seed}")
    newsroom = Newsroom(desk, seed)
    newsroom.run(steps)
    drain()
    found = compare()
    print(f"{found.pages} pages after {newsroom.done}")
    assert [str(difference) for difference in found.differences] == [], f"seed {seed}"


def test_after_60_random_verbs_every_page_is_what_printing_from_nothing_gives(desk: Desk) -> None:
    run(desk, 60)


def test_also_where_lists_have_many_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "PER_PAGE", 2)
    run(desk, 60)


@pytest.mark.slow
def test_after_500_random_verbs_every_page_is_what_printing_from_nothing_gives(desk: Desk) -> None:
    run(desk, 500)


def rename(row: Any, column: str = "name") -> None:
    setattr(row, column, "Nama Baru")
    row.save()


def _make_rich_house() -> tuple[Desk, Article]:
    """One story that uses a thing of every kind, in an edition, printed."""
    desk = open_desk()
    story = desk.story(
        "Beras mahal",
        publication="koran",
        partner=a_partner(),
        credit="Antara",
        lead_picture=a_picture(desk, "satu"),
        topics=[Topic.objects.create(name="Pangan", slug="pangan", language="id")],
    )
    PolicyPage.objects.create(title="Janji", slug="janji", language="id", text="<p>Kami mengoreksi.</p>")
    verbs.enter_edition(desk.edition(), story, by=desk.ayu, now=desk.tick())
    drain()
    assert verify() == []
    return desk, story


rich_house = ground("rich_house", _make_rich_house)


#: Beginnings of the names of things, apart by spaces, and a change that only they tell of.
CHANGES: dict[str, Callable[[Desk, Article], object]] = {
    "article/": lambda desk, story: verbs.override_access(
        story, Access.SUBSCRIBERS, by=desk.ayu, reason="Uji.", now=desk.tick()
    ),
    "section/": lambda desk, story: Section.objects.create(name="Baru", slug="baru", language="id", position=9),
    "contributor/": lambda desk, story: rename(desk.reporter),
    "publication/ house": lambda desk, story: rename(Publication.objects.get(code="koran")),
    "partner/": lambda desk, story: rename(Partner.objects.get()),
    "edition/ list/edition/ article/": lambda desk, story: rename(desk.edition(), "title"),
    "picture/": lambda desk, story: rename(Picture.objects.get(), "caption"),
    "house": lambda desk, story: rename(HouseSettings.objects.get()),
    "policy": lambda desk, story: verbs.change_policy(by=desk.adi, now=desk.tick(), units=4),
    "list/front/": lambda desk, story: desk.story("Hujan turun"),
    "list/section/": lambda desk, story: desk.story("Hujan turun"),
    "list/topic/": lambda desk, story: desk.story("Hujan turun", topics=[Topic.objects.get()]),
    "list/contributor/": lambda desk, story: desk.story("Hujan turun"),
    "list/partner/": lambda desk, story: desk.story("Hujan turun", partner=Partner.objects.get(), credit="Antara"),
    "list/publication/": lambda desk, story: desk.story("Hujan turun", publication="koran"),
    "list/day/": lambda desk, story: desk.story("Hujan turun"),
    "topic/": lambda desk, story: rename(Topic.objects.get()),
    "correction/ list/corrections/ article/": lambda desk, story: verbs.correct(
        story, by=desk.ayu, text="Salah nama.", now=desk.tick()
    ),
    "reply/ list/corrections/ article/": lambda desk, story: verbs.reply(
        story, by=desk.ayu, from_whom="Ketua RT", text="Itu tidak benar.", now=desk.tick()
    ),
    "policy-page/": lambda desk, story: rename(PolicyPage.objects.get(slug="janji"), "text"),
    "list/edition/": lambda desk, story: verbs.enter_edition(
        desk.edition(), desk.story("Hujan turun"), by=desk.ayu, now=desk.tick()
    ),
}


@pytest.mark.parametrize("left_out", CHANGES)
def test_the_comparison_fails_when_the_marks_of_one_kind_of_thing_are_left_out(
    rich_house: tuple[Desk, Article], monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    mark = marks.mark

    def forgetful(things: frozenset[str]) -> None:
        mark(frozenset(thing for thing in things if not thing.startswith(tuple(left_out.split()))))

    monkeypatch.setattr(marks, "mark", forgetful)
    CHANGES[left_out](*rich_house)
    drain()
    assert verify() != []


@pytest.mark.parametrize("kind", CHANGES)
def test_and_does_not_fail_when_nothing_is_left_out(rich_house: tuple[Desk, Article], kind: str) -> None:
    CHANGES[kind](*rich_house)
    drain()
    assert verify() == []
