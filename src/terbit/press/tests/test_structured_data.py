"""Structured data: what we say follows schema.org's types, and leads to real pages."""

from __future__ import annotations

import pytest
from tools.testing.schema_org import problems

from terbit.newsroom import verbs
from terbit.newsroom.models import PolicyPage, Topic
from terbit.press.tests.desk import Desk
from terbit.press.tests.pages import a_picture, draft_at, draft_of, json_ld, tree


@pytest.fixture
def desk(fresh_desk: Desk) -> Desk:
    return fresh_desk


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
        assert problems(said) == []


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
    assert problems(said) == []


def test_a_storys_picture_is_listed_in_three_shapes_and_a_link_to_it_shows_the_widest(desk: Desk) -> None:
    """field.md G5, G7."""
    story = desk.story("Beras mahal", lead_picture=a_picture(1600, 1200))
    html = draft_of(story).html["open"]
    images = json_ld(html)["image"]
    assert [(image["width"], image["height"]) for image in images] == [
        ("1200 px", "1200 px"),
        ("1200 px", "900 px"),
        ("1200 px", "675 px"),
    ]
    assert tree(html).xpath("//meta[@property='og:image']/@content") == [images[2]["url"]]
    assert tree(html).xpath("//meta[@name='robots']/@content") == ["max-image-preview:large"]


def test_a_picture_too_small_for_any_shape_is_listed_as_it_is(desk: Desk) -> None:
    html = draft_of(desk.story("Beras mahal", lead_picture=a_picture(60, 40))).html["open"]
    (image,) = json_ld(html)["image"]
    assert (image["width"], image["height"]) == ("60 px", "40 px")
    assert tree(html).xpath("//meta[@property='og:image']/@content") == [image["url"]]
