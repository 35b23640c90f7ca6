"""Structured data: every type and property that we say exists in schema.org's vocabulary, and leads to a real page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from terbit.newsroom import verbs
from terbit.newsroom.models import PolicyPage, Topic
from terbit.press.tests.desk import Desk, open_desk
from terbit.press.tests.pages import a_picture, draft_at, draft_of, json_ld, tree

SCHEMAS = Path(__file__).parents[5] / "shared/data/schema-org"


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


@cache
def properties(name: str) -> frozenset[str]:
    """Of a type and of everything that it is a kind of."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    parents = (part["$ref"].removeprefix("schema:") for part in schema.get("allOf", []))
    return frozenset(schema.get("properties", {})).union(*(properties(parent) for parent in parents))


def unknown(said: Any) -> Iterator[str]:
    """Properties that schema.org does not know of the types that they stand in."""
    if isinstance(said, list):
        for each in said:
            yield from unknown(each)
    elif isinstance(said, Mapping):
        known = properties(said["@type"]) | {"@type", "@context", "@id"}
        yield from (f"{said['@type']}.{name}" for name in said if name not in known)
        for value in said.values():
            yield from unknown(value)


def test_a_gated_story_says_so_names_what_is_gated_and_carries_its_corrections(desk: Desk) -> None:
    topic = Topic.objects.create(name="Pangan", slug="pangan", language="id")
    story = desk.story("Beras mahal", publication="koran", topics=[topic], lead_picture=a_picture())
    verbs.correct(story, by=desk.ayu, text="Harga itu per liter.", now=desk.tick())
    verbs.reply(story, by=desk.ayu, from_whom="Ketua RT", text="Itu tidak benar.", now=desk.tick())
    for html in draft_of(story).html.values():
        said = json_ld(html)
        assert said["isAccessibleForFree"] is False
        assert tree(html).xpath(f"//*[contains(@class, '{said['hasPart']['cssSelector'][1:]}')]")
        (correction,) = said["correction"]
        assert correction["text"] == "Harga itu per liter." and correction["datePublished"].endswith("+07:00")
        assert said["author"][0]["url"].endswith("/penulis/budi-santoso")
        assert said["keywords"] == ["Pangan"]
        if SCHEMAS.exists():
            assert list(unknown(said)) == []


def test_corrections_and_replies_stand_above_the_wall_outside_the_article(desk: Desk) -> None:
    story = desk.story("Beras mahal", publication="koran")
    said = verbs.correct(story, by=desk.ayu, text="Harga itu per liter.", now=desk.tick())
    for html in draft_of(story).html.values():
        (aside,) = tree(html).xpath("//aside[@class='after-publication']")
        assert "Harga itu per liter." in aside.text_content()
        assert aside.xpath(".//a/@href") == [said.path]
        assert not aside.xpath("ancestor::article | ancestor::*[contains(@class, 'paid')]")
    own = draft_at(said.path).html["open"]
    assert story.path in tree(own).xpath("//article//a/@href") and "WIB" in tree(own).xpath("//article//time")[0].text
    assert said.path in tree(draft_at("/koreksi").html["open"]).xpath("//article//a/@href")


def test_the_front_says_who_publishes_and_every_policy_leads_to_a_page(desk: Desk) -> None:
    PolicyPage.objects.get_or_create(slug="koreksi", language="id", defaults={"title": "Koreksi", "text": "<p>Ya.</p>"})
    said = json_ld(draft_at("/").html["open"])
    assert said["@type"] == "NewsMediaOrganization"
    for name in ("masthead", "publishingPrinciples", "correctionsPolicy", "ethicsPolicy"):
        assert draft_at("/" + said[name].split("/", 3)[3]), name
    assert said["correctionsPolicy"].endswith("/kebijakan/koreksi")
    if SCHEMAS.exists():
        assert list(unknown(said)) == []


def test_the_check_itself_finds_what_the_vocabulary_does_not_know() -> None:
    if SCHEMAS.exists():
        assert list(unknown({"@type": "NewsArticle", "headlnie": "x"})) == ["NewsArticle.headlnie"]
