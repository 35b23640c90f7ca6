"""Pages that stand for a story that is gone, moved or shut; and those that the law asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from terbit.gate import OPEN_KINDS, TEASER_KINDS
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, HouseSettings
from terbit.press.pages import KINDS
from terbit.press.pages.redirect import RedirectKind
from terbit.press.pages.registry import Draft, Target
from terbit.press.tests.desk import PARAGRAPHS, Desk
from terbit.press.tests.pages import draft_at, draft_of, tree, words


@pytest.fixture
def desk(fresh_desk: Desk) -> Desk:
    return fresh_desk


def test_a_withdrawn_story_leaves_its_headline_a_date_and_the_reason(desk: Desk) -> None:
    story = desk.withdraw(desk.story("Beras mahal", publication="koran"))
    draft = draft_of(story)
    assert (draft.status, draft.terms.gated, set(draft.html)) == (410, False, set(OPEN_KINDS))
    text = words(draft.html["open"], "//article")
    assert "Beras mahal" in text and "Sumber utama mencabut keterangannya." in text
    assert tree(draft.html["open"]).xpath("//article//time/@datetime")[0].startswith("2026-11-22T")
    assert not any(paragraph[:40] in draft.html["open"] for paragraph in PARAGRAPHS)


@pytest.mark.parametrize("ground", ["child", "victim"])
def test_a_headline_that_may_name_whom_the_withdrawal_protects_goes_too(desk: Desk, ground: str) -> None:
    story = desk.story("Anak itu bernama Bunga")
    verbs.withdraw(story, by=desk.ayu, ground=ground, reason="Demi masa depan anak.", now=desk.tick())
    draft = draft_of(story)
    main = tree(draft.html["open"])
    assert "Anak itu bernama Bunga" not in draft.html["open"]
    assert len(main.xpath("//h1")) == 1


def test_an_old_address_leads_to_the_present_one(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    verbs.change_slug(story, "harga-beras", by=desk.ayu, now=desk.tick())
    draft = draft_at("/artikel/beras-mahal")
    assert (draft.status, draft.location) == (308, "/artikel/harga-beras")
    assert tree(draft.html["open"]).xpath("//a/@href") == ["/artikel/harga-beras"]


def test_an_address_that_a_story_came_back_to_is_its_own(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    for slug in ("harga-beras", "beras-mahal"):
        story = verbs.change_slug(story, slug, by=desk.ayu, now=desk.tick())
    assert draft_at("/artikel/beras-mahal").status == 200
    assert draft_at("/artikel/harga-beras").location == "/artikel/beras-mahal"
    assert RedirectKind().print(Target("redirect", "/artikel/beras-mahal", story.pk), set()) is None


def test_what_must_not_exist_is_not_printed(desk: Desk) -> None:
    draft = desk.draft("Konsep")
    for kind in KINDS:
        for key in (draft.path, "/artikel/tidak-ada", "/rubrik/tidak-ada", "!404/xx", "/en/tidak"):
            assert kind.print(Target(kind.name, key, draft.pk), set()) is None, (kind.name, key)


def test_the_plain_wall_has_a_body_for_every_step_and_says_nothing_wrong(desk: Desk) -> None:
    draft = draft_at("!wall/id")
    assert set(draft.html) == {*OPEN_KINDS, *TEASER_KINDS}
    for kind, html in draft.html.items():
        assert len(tree(html).xpath("//h1")) == 1, kind
        assert tree(html).xpath("//main//*[contains(@class, 'main')]"), kind
    form = tree(draft.html["offer"]).xpath("//main//form")[0]
    assert (form.get("method"), form.get("action")) == ("post", None)  # the address that the reader asked for


@pytest.mark.parametrize(("key", "status"), [("!404/id", 404), ("!404/en", 404), ("!503/id", 503), ("!503/en", 503)])
def test_notices_have_a_heading_a_sentence_and_a_way_on(desk: Desk, key: str, status: int) -> None:
    draft = draft_at(key)
    assert (draft.status, draft.language) == (status, key[-2:])
    html = draft.html["open"]
    assert len(tree(html).xpath("//h1")) == 1
    assert tree(html).xpath("//main//a/@href") == ["/" if draft.language == "id" else "/en/"]
    assert 'rel="canonical"' not in html


FOOT = ("tentang/redaksi", "pedoman-media-siber", "koreksi", "arsip", "feed/rss.xml")


def every_document() -> Iterator[Draft]:
    """Every page for people: no feeds, no sitemaps."""
    for kind in KINDS:
        for target in kind.every():
            draft = kind.print(target, set())
            if draft is not None and draft.content_type.startswith("text/html"):
                yield draft


def test_every_page_leads_to_the_masthead_and_the_guidelines_and_names_who_answers(desk: Desk) -> None:
    house = HouseSettings.objects.get()
    house.legal_name, house.address, house.responsible_person = (
        "PT Layar Pagi",
        "Jalan Lada 1\nMuara Sela",
        "Ayu Wirasti",
    )
    house.save()
    desk.withdraw(desk.story("Ditarik"))
    desk.story("Beras mahal", publication="koran")
    for draft in every_document():
        prefix = "" if draft.language == "id" else "/en"
        for html in draft.html.values():
            foot = tree(html).xpath("//footer")[0]
            links = foot.xpath(".//a/@href")
            assert {f"{prefix}/{path}" for path in FOOT} <= set(links), draft.key
            text = " ".join(foot.text_content().split())
            assert "PT Layar Pagi" in text and "Jalan Lada 1, Muara Sela" in text and "Ayu Wirasti" in text


def test_the_masthead_shows_what_is_known_and_no_label_without_a_value(desk: Desk) -> None:
    html = draft_at("/tentang/redaksi").html["open"]
    assert not tree(html).xpath("//dt | //dd | //dl")
    house = HouseSettings.objects.get()
    house.responsible_person, house.contact_email = "Ayu Wirasti", "redaksi@layarpagi.example"
    house.save()
    html = draft_at("/tentang/redaksi").html["open"]
    assert len(tree(html).xpath("//dt")) == len(tree(html).xpath("//dd")) == 2
    assert tree(html).xpath("//dd/a/@href") == ["mailto:redaksi@layarpagi.example"]


def test_the_guidelines_stand_in_both_languages(desk: Desk) -> None:
    indonesian, english = (draft_at(f"{prefix}/pedoman-media-siber").html["open"] for prefix in ("", "/en"))
    assert "Dewan Pers" in words(indonesian, "//article")
    assert words(indonesian, "//article") != words(english, "//article")
    assert tree(indonesian).xpath("//article//h2")


def test_every_page_has_one_heading_a_language_a_title_and_a_skip_link(desk: Desk) -> None:
    desk.story("Beras mahal", publication="koran")
    Article.objects.update(kicker="Pangan")
    for draft in every_document():
        for html in draft.html.values():
            page = tree(html)
            assert page.get("lang") == draft.language
            assert len(page.xpath("//h1")) == 1, draft.key
            assert page.xpath("//title")[0].text
            assert page.xpath("//a[@class='skip']/@href") == [f"#{page.xpath('//main/@id')[0]}"]
            assert page.xpath("//meta[@name='viewport']")
