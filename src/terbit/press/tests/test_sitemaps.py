"""Sitemaps and robots.txt: valid, stable by month, without what must not be listed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from terbit.newsroom.models import Article
from terbit.press.news_day import move_news_day
from terbit.press.pages import sitemap
from terbit.press.tests.desk import NOON, Desk, a_partner, marked
from terbit.press.tests.pages import draft_at

NEWS_SPACE = "http://www.google.com/schemas/sitemap-news/0.9"
SCHEMA = Path(__file__).parents[4] / "tests/schemas/sitemaps/sitemap.xsd"


@pytest.fixture
def desk(fresh_desk: Desk) -> Desk:
    return fresh_desk


def locations(key: str) -> list[str]:
    root: Any = etree.fromstring(draft_at(key).html["open"].encode())
    return ["/" + place.split("/", 3)[3] for place in root.xpath("//*[local-name()='loc']/text()")]


def dated(story: Article, at: datetime | None, precision: str = "minute") -> Article:
    Article.objects.filter(pk=story.pk).update(published_at=at, published_precision=precision, updated_at=None)
    return Article.objects.get(pk=story.pk)


def test_stories_stand_in_the_sitemap_of_their_month_in_the_houses_zone(desk: Desk) -> None:
    october = dated(desk.story("Oktober"), datetime(2026, 10, 31, 16, 59, tzinfo=UTC))
    november = dated(desk.story("November"), datetime(2026, 10, 31, 17, 0, tzinfo=UTC))
    undated = dated(desk.story("Entah"), None, "unknown")
    assert locations("/sitemap/2026-10.xml") == [october.path]
    assert locations("/sitemap/2026-11.xml") == [november.path]
    assert locations("/sitemap/undated.xml") == [undated.path]
    months = ["/sitemap/2026-10.xml", "/sitemap/2026-11.xml", "/sitemap/undated.xml"]
    assert locations("/sitemap.xml") == ["/sitemap/pages.xml", *months, "/sitemap-news.xml"]


def test_what_is_withdrawn_or_a_partners_is_not_listed_unless_the_partner_wishes_it(desk: Desk) -> None:
    partner = a_partner()
    theirs = dated(desk.story("Mitra", partner=partner, credit="Antara"), NOON)
    own = dated(desk.story("Kita"), NOON)
    dated(desk.withdraw(desk.story("Ditarik")), NOON)
    assert locations("/sitemap/2026-11.xml") == [own.path]
    partner.indexing = "index"
    partner.save()
    assert locations("/sitemap/2026-11.xml") == [theirs.path, own.path]


def test_the_news_sitemap_goes_by_the_stored_day_and_marks_itself_when_it_moves(desk: Desk) -> None:
    today = dated(desk.story("Hari ini"), NOON)
    yesterday = dated(desk.story("Kemarin"), NOON - timedelta(days=1))
    dated(desk.story("Lusa"), NOON - timedelta(days=2))
    dated(desk.story("Entah"), None, "unknown")
    assert locations("/sitemap-news.xml") == []
    assert move_news_day(NOON) and "/sitemap-news.xml" in marked()
    assert locations("/sitemap-news.xml") == [today.path, yesterday.path]
    assert not move_news_day(NOON + timedelta(hours=11))
    assert move_news_day(NOON + timedelta(hours=12))
    assert locations("/sitemap-news.xml") == [today.path]


def test_robots_txt_names_the_sitemaps_and_shuts_no_page_of_the_press(desk: Desk) -> None:
    draft = draft_at("/robots.txt")
    text = draft.html["open"]
    assert draft.content_type.startswith("text/plain")
    assert "/sitemap.xml" in text and "Disallow: /akun/" in text and "Disallow: /\n" not in text


def test_every_sitemap_follows_the_schema(desk: Desk) -> None:
    dated(desk.story("Beras mahal"), NOON)
    dated(desk.story("Hari saja"), NOON, "day")
    move_news_day(NOON)
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for key in ("/sitemap/2026-11.xml", "/sitemap/pages.xml", "/sitemap-news.xml"):
        root: Any = etree.fromstring(draft_at(key).html["open"].encode())
        for news in root.findall(f".//{{{NEWS_SPACE}}}news"):  # its schema is another's
            news.getparent().remove(news)
        schema.assertValid(root)


def test_the_news_sitemap_says_of_each_story_whose_it_is_in_which_language_when_and_what(desk: Desk) -> None:
    """field.md G6."""
    dated(desk.story("Beras & mahal"), NOON)
    dated(desk.story("Mitra", partner=a_partner(), credit="Antara"), NOON)
    move_news_day(NOON)
    root: Any = etree.fromstring(draft_at("/sitemap-news.xml").html["open"].encode())
    (news,) = root.iter(f"{{{NEWS_SPACE}}}news")
    said = {etree.QName(element).localname: element.text for element in news.iter() if element.text.strip()}
    assert said == {
        "name": desk.house.name,
        "language": "id",
        "publication_date": "2026-11-22T12:00:00+07:00",
        "title": "Beras & mahal",
    }


def test_the_news_sitemap_lists_no_more_than_its_most(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemap.MOST_NEWS == 1000
    monkeypatch.setattr(sitemap, "MOST_NEWS", 2)
    stories = [dated(desk.story(f"Cerita {hour}"), NOON + timedelta(hours=hour)) for hour in range(3)]
    move_news_day(NOON)
    assert locations("/sitemap-news.xml") == [stories[2].path, stories[1].path]
