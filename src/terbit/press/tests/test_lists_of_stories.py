"""Fronts, sections and editions: which stories, in which order, and never more than fit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html as parser

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Edition, Section
from terbit.press.pages.cards import NEWEST
from terbit.press.tests.desk import NOON, PARAGRAPHS, Desk
from terbit.press.tests.pages import a_picture, draft_at, tree, words


@pytest.fixture
def desk(fresh_desk: Desk) -> Desk:
    return fresh_desk


def headlines(html: str) -> list[str]:
    return [" ".join(link.text_content().split()) for link in tree(html).xpath("//main//*[@class='headline']/a")]


def test_the_front_is_newest_first_and_a_story_without_a_date_is_last(desk: Desk) -> None:
    for name, at in (("Kedua", NOON), ("Ketiga", NOON - timedelta(days=1)), ("Pertama", NOON + timedelta(hours=1))):
        story = desk.story(name)
        Article.objects.filter(pk=story.pk).update(published_at=at)
    undated = desk.story("Tanpa tanggal")
    Article.objects.filter(pk=undated.pk).update(published_at=None, published_precision="unknown")
    assert headlines(draft_at("/").html["open"]) == ["Pertama", "Kedua", "Ketiga", "Tanpa tanggal"]


def test_an_empty_house_has_a_front_that_says_so(db: None) -> None:
    for key in ("/", "/en/"):
        html = draft_at(key).html["open"]
        assert words(html, "//main").endswith(".")
        assert not tree(html).xpath("//main//section")


def test_a_draft_and_a_withdrawn_story_stand_in_no_list(desk: Desk) -> None:
    desk.draft("Konsep")
    desk.withdraw(desk.story("Ditarik"))
    desk.story("Terbit")
    for key in ("/", "/rubrik/dunia"):
        assert headlines(draft_at(key).html["open"]) == ["Terbit"]


def many(desk: Desk, number: int) -> None:
    """So many stories of one section, a minute apart."""
    site = desk.story("Pertama").publication
    rows = [
        Article(
            headline=f"Cerita {at}",
            slug=f"cerita-{at}",
            language="id",
            section=desk.dunia,
            publication=site,
            live=True,
            published_at=NOON + timedelta(minutes=at),
        )
        for at in range(10, number + 9)
    ]
    Article.objects.bulk_create(rows)


def test_the_front_is_cut(desk: Desk) -> None:
    many(desk, NEWEST + 6)
    found = headlines(draft_at("/").html["open"])
    assert len(found) == NEWEST
    assert f"Cerita {NEWEST + 14}" in found and "Pertama" not in found


@pytest.mark.parametrize(("number", "newest", "numbered"), [(59, 59, 0), (60, 30, 1), (89, 59, 1), (90, 30, 2)])
def test_a_list_is_numbered_from_the_oldest_and_every_story_stands_on_one_page(
    desk: Desk, number: int, newest: int, numbered: int
) -> None:
    many(desk, number)
    pages = [headlines(draft_at(f"/rubrik/dunia/{page}").html["open"]) for page in range(numbered, 0, -1)]
    found = [headlines(draft_at("/rubrik/dunia").html["open"]), *pages]
    assert [len(page) for page in found] == [newest, *[30] * numbered]
    assert [name for page in found for name in page] == [f"Cerita {at}" for at in range(number + 8, 9, -1)] + [
        "Pertama"
    ]
    with pytest.raises(AssertionError, match="No page"):
        draft_at(f"/rubrik/dunia/{numbered + 1}")


def test_the_number_of_queries_does_not_grow_with_the_list(desk: Desk) -> None:
    def asked(key: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            draft_at(key)
        return len(queries)

    for number in range(7):
        desk.story(f"Cerita {number}", publication="koran", lead_picture=a_picture())
    few = asked("/"), asked("/rubrik/dunia")
    for number in range(7, 12):
        desk.story(f"Cerita {number}", publication="koran", lead_picture=a_picture())
    assert (asked("/"), asked("/rubrik/dunia")) == few


def test_the_front_shows_the_newest_edition_of_each_paper_and_its_cover(desk: Desk) -> None:
    story = desk.story("Laporan utama", publication="koran")
    for on in (date(2026, 11, 21), date(2026, 11, 22)):
        edition = desk.edition(on=on)
        verbs.enter_edition(edition, story, by=desk.ayu, now=desk.tick())
    verbs.move_cover(edition, story, by=desk.ayu, now=desk.tick())
    desk.edition("majalah")  # planned, and nothing of it is public
    html = draft_at("/").html["open"]
    assert tree(html).xpath("//div[@class='issue']/h2/a/@href") == ["/edisi/koran/2026-11-22"]
    assert "Laporan utama" in words(html, "//div[@class='issue']")


def test_an_edition_gives_its_cover_first_and_the_rest_in_its_order(desk: Desk) -> None:
    edition = desk.edition()
    stories = [desk.story(name, publication="koran") for name in ("Satu", "Dua", "Tiga")]
    for place, story in ((2, stories[0]), (1, stories[1]), (3, stories[2])):
        verbs.enter_edition(edition, story, by=desk.ayu, now=desk.tick(), position=place)
    assert headlines(draft_at("/edisi/koran/2026-11-22").html["open"]) == ["Dua", "Satu", "Tiga"]
    verbs.move_cover(edition, stories[2], by=desk.ayu, now=desk.tick())
    html = draft_at("/edisi/koran/2026-11-22").html["open"]
    assert headlines(html) == ["Tiga", "Dua", "Satu"]
    assert "Tiga" in words(html, "//section[@class='cover']")


def test_a_planned_edition_has_no_page(desk: Desk) -> None:
    edition = desk.edition()
    verbs.enter_edition(edition, desk.draft("Konsep", publication="koran"), by=desk.ayu, now=desk.tick())
    with pytest.raises(AssertionError, match="No page"):
        draft_at("/edisi/koran/2026-11-22")


def test_an_edition_whose_stories_are_all_withdrawn_says_so(desk: Desk) -> None:
    story = desk.story("Ditarik", publication="koran")
    verbs.enter_edition(desk.edition(), story, by=desk.ayu, now=desk.tick())
    desk.withdraw(story)
    assert Edition.objects.get().released_at
    html = draft_at("/edisi/koran/2026-11-22").html["open"]
    assert headlines(html) == [] and words(html, "//p[@class='nothing']")


def test_a_card_says_in_words_what_is_not_open_to_everybody(desk: Desk) -> None:
    desk.story("Bebas")
    metered = desk.story("Koran hari ini", publication="koran")
    cover = desk.story("Laporan utama", publication="koran")
    edition = desk.edition()
    verbs.move_cover(edition, cover, by=desk.ayu, now=desk.tick())
    cards = {words(card_, "//*[@class='headline']"): card_ for card_ in _cards(draft_at("/rubrik/dunia").html["open"])}
    assert "badge" not in cards["Bebas"]
    assert words(cards["Koran hari ini"], "//*[@class='badge']") == metered.publication.name
    assert words(cards["Laporan utama"], "//*[@class='badge']") not in {"", metered.publication.name}


def test_each_language_has_its_own_front_and_sections(desk: Desk) -> None:
    world = Section.objects.create(name="World", slug="world", language="en")
    desk.story("Beras mahal")
    desk.story("Rice is dear", language="en", section=world)
    assert headlines(draft_at("/").html["open"]) == ["Beras mahal"]
    english = draft_at("/en/").html["open"]
    assert headlines(english) == ["Rice is dear"]
    assert tree(english).xpath("//nav[@class='sections']//a/@href") == ["/en/rubrik/world"]
    assert tree(english).xpath("//div[@class='languages']/a/@href") == ["/"]


def test_links_in_lists_say_what_they_lead_to_and_nothing_paid_is_listed(desk: Desk) -> None:
    desk.story("Koran hari ini", publication="koran", standfirst="Ringkasnya.")
    for key in ("/", "/rubrik/dunia"):
        draft = draft_at(key)
        assert all(text not in draft.html["open"] for text in PARAGRAPHS)
        for link in tree(draft.html["open"]).xpath("//main//a[not(@aria-hidden)]"):
            assert link.text_content().strip(), key


def test_a_day_is_shown_without_an_hour(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    Article.objects.filter(pk=story.pk).update(
        published_at=datetime(2026, 11, 19, 17, 0, tzinfo=UTC), published_precision="day"
    )
    html = draft_at("/rubrik/dunia").html["open"]
    assert tree(html).xpath("//main//time/@datetime") == ["2026-11-20"]
    assert words(html, "//main//time") == "20 November 2026"


def _cards(html: str) -> list[str]:
    return [
        parser.tostring(card, encoding="unicode") for card in tree(html).xpath("//main//*[contains(@class, 'card')]")
    ]
