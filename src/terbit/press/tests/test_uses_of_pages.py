"""A page knows what it was made of: whatever changes it is among the things that it used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from tools.testing.grounds import ground

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Contributor, Edition, HouseSettings, Partner, Picture, Publication, Section
from terbit.newsroom.signals import changed
from terbit.press.pages import KINDS
from terbit.press.tests.desk import PARAGRAPHS, Desk, a_partner, open_desk, paragraphs
from terbit.press.tests.pages import a_picture, draft_at


@dataclass
class Paper:
    """A house in which every kind of row stands on some page."""

    desk: Desk
    story: Article
    other: Article
    edition: Edition
    lead: Picture
    inner: Picture
    logo: Picture
    house_logo: Picture
    partner: Partner


def make_paper() -> Paper:
    desk = open_desk()
    lead, inner, logo, house_logo = (a_picture(caption=f"Gambar {n}", credit="Budi", alt=f"Alt {n}") for n in range(4))
    house = HouseSettings.objects.get()
    house.logo = house_logo
    house.save()
    partner = a_partner()
    partner.logo = logo
    partner.save()
    other = desk.story("Cerita lain")
    story = desk.story(
        "Beras mahal",
        publication="koran",
        lead_picture=lead,
        partner=partner,
        credit="Kantor Berita",
        origin_url="https://berita.example/beras",
        body=[*paragraphs(*PARAGRAPHS), ("picture", {"picture": inner, "caption": ""}), ("read_also", other)],
    )
    edition = desk.edition()
    verbs.enter_edition(edition, story, by=desk.ayu, now=desk.tick())
    return Paper(desk, story, other, edition, lead, inner, logo, house_logo, partner)


paper = ground("paper", make_paper)


def rename(model: type[Any], pk: int, **values: Any) -> None:
    row = model.objects.get(pk=pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


STORY, OTHER, FRONT, SECTION = "/artikel/beras-mahal", "/artikel/cerita-lain", "/", "/rubrik/dunia"
EDITION = "/edisi/koran/2026-11-22"
Change = Callable[[Paper], object]

CHANGES: list[tuple[str, str, Change]] = [
    ("its headline", STORY, lambda p: rename(Article, p.story.pk, headline="Beras murah")),
    ("its writer's name", STORY, lambda p: rename(Contributor, p.desk.reporter.pk, name="Budi S.")),
    ("its section's name", STORY, lambda p: rename(Section, p.desk.dunia.pk, name="Mancanegara")),
    ("its partner's name", STORY, lambda p: rename(Partner, p.partner.pk, name="Berita Lain")),
    ("its partner's logo", STORY, lambda p: rename(Picture, p.logo.pk, alt="Logo baru")),
    ("its lead picture's caption", STORY, lambda p: rename(Picture, p.lead.pk, caption="Antrean")),
    ("a picture in its text", STORY, lambda p: rename(Picture, p.inner.pk, caption="Gudang")),
    ("a story that it leads to", STORY, lambda p: rename(Article, p.other.pk, headline="Cerita baru")),
    ("its publication's name", STORY, lambda p: rename(Publication, p.story.publication_id, name="Harian")),
    ("its edition's cover", STORY, lambda p: verbs.move_cover(p.edition, p.story, by=p.desk.ayu, now=p.desk.tick())),
    ("the number of free articles", STORY, lambda p: verbs.change_policy(by=p.desk.adi, now=p.desk.tick(), units=3)),
    ("the publications that free articles open", STORY, lambda p: rename(Publication, p.story.publication_id, metered=False)),
    ("the public part's length", STORY, lambda p: rename(HouseSettings, p.desk.house.pk, public_part_words=4)),
    ("the house's name", STORY, lambda p: rename(HouseSettings, p.desk.house.pk, name="Harian Kita")),
    ("the house's logo", STORY, lambda p: rename(HouseSettings, p.desk.house.pk, logo=None)),
    ("a new section in the menu", STORY, lambda p: Section.objects.create(name="Olahraga", slug="olahraga", language="id")),
    ("a new story on the front", FRONT, lambda p: p.desk.story("Banjir surut")),
    ("a story on the front", FRONT, lambda p: rename(Article, p.story.pk, headline="Beras murah")),
    ("a picture on the front", FRONT, lambda p: rename(Picture, p.lead.pk, alt="Antrean")),
    ("a withdrawn story", FRONT, lambda p: p.desk.withdraw(p.other)),
    ("a publication's kind", FRONT, lambda p: rename(Publication, p.story.publication_id, kind="site")),
    ("a new edition", FRONT, lambda p: verbs.enter_edition(p.desk.edition("majalah"), p.other, by=p.desk.ayu, now=p.desk.tick())),
    ("another cover story", FRONT, lambda p: verbs.move_cover(p.edition, p.story, by=p.desk.ayu, now=p.desk.tick())),
    ("the tagline", FRONT, lambda p: rename(HouseSettings, p.desk.house.pk, tagline="Kabar kota")),
    ("a new story in the section", SECTION, lambda p: p.desk.story("Banjir surut")),
    ("a story that leaves the section", SECTION, lambda p: rename(Article, p.story.pk, section=p.desk.niaga)),
    ("the section's own name", SECTION, lambda p: rename(Section, p.desk.dunia.pk, name="Mancanegara")),
    ("a story that becomes a cover", SECTION, lambda p: verbs.move_cover(p.edition, p.story, by=p.desk.ayu, now=p.desk.tick())),
    ("a paper's name on a card", SECTION, lambda p: rename(Publication, p.story.publication_id, name="Harian")),
    ("a site that becomes a daily", OTHER, lambda p: rename(Publication, p.other.publication_id, kind="daily")),
    ("a new story in the edition", EDITION, lambda p: verbs.enter_edition(p.edition, p.other, by=p.desk.ayu, now=p.desk.tick())),
    ("the edition's title", EDITION, lambda p: rename(Edition, p.edition.pk, title="Edisi khusus")),
    ("the name on the edition", EDITION, lambda p: rename(Publication, p.story.publication_id, name="Harian")),
    ("the cover of the edition", EDITION, lambda p: verbs.move_cover(p.edition, p.story, by=p.desk.ayu, now=p.desk.tick())),
    ("the masthead", "/tentang/redaksi", lambda p: rename(HouseSettings, p.desk.house.pk, masthead_text="<p>Ayu</p>")),
    ("the guidelines", "/pedoman-media-siber", lambda p: rename(HouseSettings, p.desk.house.pk, press_guidelines="<p>Satu</p>")),
    ("the wall's promise", "!wall/id", lambda p: verbs.change_policy(by=p.desk.adi, now=p.desk.tick(), units=3)),
    ("the 404's menu", "!404/id", lambda p: rename(Section, p.desk.dunia.pk, name="Mancanegara")),
]  # fmt: skip


@contextmanager
def telling() -> Iterator[set[str]]:
    """Gathers the things that the newsroom names meanwhile."""
    told: set[str] = set()

    def listen(sender: object, *, things: frozenset[str], **_: Any) -> None:
        told.update(things)

    changed.connect(listen)
    try:
        yield told
    finally:
        changed.disconnect(listen)


@pytest.mark.parametrize(("key", "change"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_a_page_is_named_by_whatever_changes_it(paper: Paper, key: str, change: Change) -> None:
    uses: set[str] = set()
    before = draft_at(key, uses)
    with telling() as told:
        change(paper)
    after = draft_at(key)
    assert (before.html, before.terms) != (after.html, after.terms), "this change does not show: the case tests nothing"
    own = {target.key for kind in KINDS for target in kind.targets(frozenset(told))}
    assert uses & told or key in own, f"the page used {sorted(uses)}, told were {sorted(told)}"


def test_a_translation_that_becomes_public_changes_its_original(paper: Paper) -> None:
    world = Section.objects.create(name="World", slug="world", language="en")
    uses: set[str] = set()
    before = draft_at(STORY, uses)
    with telling() as told:
        paper.desk.story("Rice is dear", language="en", section=world, translation_of=paper.story)
    assert before.html != draft_at(STORY).html
    assert STORY in {target.key for kind in KINDS for target in kind.targets(frozenset(told))}


def test_every_page_uses_the_house_and_the_theme(paper: Paper) -> None:
    for kind in KINDS:
        for target in kind.every():
            uses: set[str] = set()
            if kind.print(target, uses) is not None:  # an Atom feed without a story must not exist
                assert {"house", "theme"} <= uses, target


def test_only_pages_that_speak_of_free_articles_use_the_policy(paper: Paper) -> None:
    for key, speaks in ((STORY, True), (OTHER, False), (FRONT, False), (SECTION, False)):
        uses: set[str] = set()
        draft_at(key, uses)
        assert ("policy" in uses) is speaks, key


def test_a_page_printed_twice_is_the_same(paper: Paper) -> None:
    for kind in KINDS:
        for target in kind.every():
            assert kind.print(target, set()) == kind.print(target, set())
