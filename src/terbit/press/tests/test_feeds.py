"""Feeds: an independent reader understands them, and they say no more than everybody may read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import feedparser
import pytest

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Topic
from terbit.press.pages.feed_links import FORMATS
from terbit.press.proof import Galley, proof
from terbit.press.tests.desk import PARAGRAPHS, Desk, a_partner
from terbit.press.tests.pages import a_picture, draft_at, tree

LISTS = ("/feed", "/rubrik/dunia", "/topik/pangan", "/penulis/budi-santoso", "/mitra/kantor-berita", "/terbitan/koran")


@pytest.fixture
def desk(fresh_desk: Desk) -> Desk:
    return fresh_desk


def a_story(desk: Desk, headline: str = "Beras & mahal", **values: Any) -> Article:
    topic, _new = Topic.objects.get_or_create(name="Pangan", slug="pangan", language="id")
    given = {"publication": "koran", "topics": [topic], "lead_picture": a_picture()} | values
    return desk.story(headline, **given)


def read(key: str) -> Any:
    """As a feed reader gets it: bytes, with the media type."""
    draft = draft_at(key)
    headers = {"content-type": draft.content_type}
    found = feedparser.parse(draft.html["open"].encode(), response_headers=headers)
    assert not found.bozo, found.bozo_exception
    return found


@pytest.mark.parametrize("path", LISTS)
def test_an_independent_reader_understands_the_feeds_of_every_list(desk: Desk, path: str) -> None:
    story = a_story(desk, partner=a_partner(), credit="Antara")
    for file, version in (("rss.xml", "rss20"), ("atom.xml", "atom10")):
        found = read(f"{path}/{file}")
        assert found.version == version
        (entry,) = found.entries
        assert entry.title == "Beras & mahal" and entry.link.endswith(story.path)
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == story.published_at.replace(microsecond=0)
    said = json.loads(draft_at(f"{path}/feed.json").html["open"])
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in said["items"]] == [story.headline]
    assert said["feed_url"].endswith(f"{path}/feed.json")


def test_a_gated_story_gives_its_public_part_and_a_free_one_all_of_it(desk: Desk) -> None:
    a_story(desk)
    a_story(desk, "Hujan turun", publication="site")
    for file in FORMATS:
        text = draft_at(f"/feed/{file}").html["open"]
        assert text.count("mereka hanya menerima setengah") == 1, file
        assert all(paid in draft_at("/feed/rss.xml").html["open"] for paid in PARAGRAPHS)
        assert not any(paid in draft_at(f"/terbitan/koran/{file}").html["open"] for paid in PARAGRAPHS[1:])


def test_a_story_without_a_date_stands_in_no_feed_and_a_day_is_given_no_hour(desk: Desk) -> None:
    a_story(desk, "Tanpa tanggal")
    Article.objects.update(published_at=None, published_precision="unknown")
    day = a_story(desk, "Hari saja")
    Article.objects.filter(pk=day.pk).update(
        published_at=datetime(2026, 11, 19, 17, tzinfo=UTC), published_precision="day", updated_at=None
    )
    (entry,) = read("/feed/rss.xml").entries
    assert entry.title == "Hari saja" and "published" not in entry
    (item,) = json.loads(draft_at("/feed/feed.json").html["open"])["items"]
    assert "date_published" not in item and "date_modified" not in item


def test_feeds_are_cut_newest_first_and_the_same_story_gives_the_same_bytes(desk: Desk) -> None:
    for number in range(32):
        a_story(desk, f"Cerita {number}", lead_picture=None)
    dates = [entry.published_parsed for entry in read("/feed/rss.xml").entries]
    assert len(dates) == 30 and all(one > other for one, other in pairwise(dates))
    for file in FORMATS:
        assert draft_at(f"/feed/{file}").html == draft_at(f"/feed/{file}").html


@pytest.mark.parametrize("sign", ["\x01", pytest.param("\x00", marks=pytest.mark.sqlite("PostgreSQL keeps no NUL"))])
def test_words_that_no_xml_may_hold_do_not_break_a_feed(desk: Desk, sign: str) -> None:
    a_story(desk, "Beras\x0b mahal\ufffe", standfirst=f"Satu{sign} dua")
    assert [entry.title for entry in read("/feed/rss.xml").entries] == ["Beras mahal"]
    assert read("/feed/atom.xml").entries


def test_a_page_names_its_feeds_and_every_one_of_them_is_there(desk: Desk) -> None:
    a_story(desk, partner=a_partner(), credit="Antara")
    verbs.enter_edition(desk.edition(), Article.objects.get(), by=desk.ayu, now=desk.tick())
    for key in ("/", *LISTS[1:]):
        links = tree(draft_at(key).html["open"]).xpath("//link[@rel='alternate'][@type]")
        assert [link.get("type") for link in links] == [media for _name, media in FORMATS.values()], key
        for link in links:
            assert draft_at("/" + link.get("href").split("/", 3)[3]).content_type.startswith(link.get("type"))


def test_a_story_that_speaks_of_sponsors_stands_in_the_feeds(desk: Desk) -> None:
    """The proof of paid links looks closer at such a page, and a feed says its own encoding."""
    a_story(desk, "State-sponsored news")
    for path in LISTS[:2]:
        for file in FORMATS:
            draft = draft_at(f"{path}/{file}")
            assert "sponsored" in draft.html["open"]
            assert proof(Galley(draft, draft.html)) == []
