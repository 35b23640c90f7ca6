"""The story's page: who gets which words, in which order, and what it says to machines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import override_settings

from terbit.gate import OPEN_KINDS, TEASER_KINDS, Access
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Contributor, Precision
from terbit.press.pages import article as article_page
from terbit.press.tests.desk import NOON, PARAGRAPHS, Desk, a_partner, paragraphs
from terbit.press.tests.pages import a_picture, draft_of, json_ld, tree, words

PLANTED = "Kalimat ini ditanam di tengah naskah dan tidak boleh dibaca siapa pun yang belum berhak membacanya."


@pytest.fixture
def desk(fresh_desk: Desk) -> Desk:
    return fresh_desk


@pytest.fixture
def metered(desk: Desk) -> Article:
    return desk.story("Beras mahal", publication="koran", texts=[*PARAGRAPHS[:3], PLANTED, PARAGRAPHS[3]])


def make_cover(desk: Desk, story: Article) -> None:
    edition = desk.edition()
    verbs.enter_edition(edition, story, by=desk.ayu, now=desk.tick())
    verbs.move_cover(edition, story, by=desk.ayu, now=desk.tick())


def test_a_free_story_is_whole_in_both_of_its_bodies(desk: Desk) -> None:
    draft = draft_of(desk.story("Pasar pindah"))
    assert set(draft.html) == set(OPEN_KINDS)
    assert all(PARAGRAPHS[3] in html for html in draft.html.values())
    assert (draft.paid_text, draft.terms.gated) == ("", False)


def test_a_metered_story_stands_whole_in_the_open_bodies_only(metered: Article) -> None:
    draft = draft_of(metered)
    assert set(draft.html) == {*OPEN_KINDS, *TEASER_KINDS}
    for kind, html in draft.html.items():
        assert (PLANTED in html) is (kind in OPEN_KINDS), kind
    assert PLANTED in draft.paid_text
    assert PLANTED not in draft.public_text


def test_a_teaser_gives_everything_above_the_body_and_the_public_part(metered: Article) -> None:
    for kind in TEASER_KINDS:
        html = draft_of(metered).html[kind]
        assert words(html, "//article//h1") == "Beras mahal"
        assert "Ringkasan beras mahal untuk semua." in words(html, "//article")
        assert words(html, "//article//div[contains(@class, 'body')]").startswith("Harga beras di pasar induk naik")


def test_a_cover_story_has_no_body_for_readers_without_a_subscription(desk: Desk, metered: Article) -> None:
    make_cover(desk, metered)
    draft = draft_of(metered)
    assert set(draft.html) == {"quiet", "join", "confirm", "subscribe"}
    assert PLANTED in draft.html["quiet"]
    for kind in ("join", "confirm", "subscribe"):
        assert PLANTED not in draft.html[kind]
    assert "Koran, 22 November 2026" in words(draft.html["subscribe"], "//section[contains(@class, 'step')]")


def test_a_registered_story_asks_for_an_account_and_no_more(desk: Desk) -> None:
    story = desk.story("Beras mahal", texts=[*PARAGRAPHS[:3], PLANTED])
    verbs.override_access(story, Access.REGISTERED, reason="Uji coba", by=desk.ayu, now=desk.tick())
    draft = draft_of(story)
    assert set(draft.html) == {"open", "quiet", "join", "confirm"}
    assert PLANTED not in draft.html["join"]
    step = "//section[contains(@class, 'step')]"
    assert tree(draft.html["join"]).xpath(f"{step}//a/@href")[0].startswith("/akun/daftar/?next=/artikel/beras-mahal")


@pytest.mark.parametrize(
    ("kind", "links"),
    [
        ("join", ["/akun/daftar/", "/akun/masuk/", "/langganan/"]),
        ("confirm", ["/akun/konfirmasi/kirim/"]),
        ("offer", ["/akun/"]),
        ("subscribe", ["/langganan/"]),
        ("later", [""]),
    ],
)
def test_each_teaser_leads_to_its_one_next_step(metered: Article, kind: str, links: list[str]) -> None:
    step = tree(draft_of(metered).html[kind]).xpath("//section[contains(@class, 'step')]")[0]
    hrefs = [link.get("href") for link in step.iter("a")]
    assert hrefs[0].startswith(links[0] or metered.path)
    assert [href.split("?")[0] for href in hrefs] == [link or metered.path for link in links]
    assert len(step.xpath(".//*[contains(@class, 'main')]")) == 1
    for href in hrefs:
        assert href in {"/akun/", metered.path} or href.endswith(f"?next={metered.path}")


def test_the_offer_is_one_button_that_posts_to_the_storys_own_address(metered: Article) -> None:
    for kind, html in draft_of(metered).html.items():
        forms = tree(html).xpath("//main//form")
        assert len(forms) == (1 if kind == "offer" else 0), kind
        for form in forms:
            assert (form.get("method"), form.get("action")) == ("post", metered.path)
            assert len(form.xpath(".//button")) == 1
            assert not form.xpath(".//input")


def test_a_subscriber_is_offered_nothing(metered: Article) -> None:
    html = draft_of(metered).html
    assert "meter.js" in html["open"] and "meter.js" in html["offer"]
    assert "meter.js" not in html["quiet"]
    assert 'class="sale"' in html["open"]
    assert 'class="sale"' not in html["quiet"]


def test_the_page_is_read_in_this_order(desk: Desk) -> None:
    editor = Contributor.objects.create(name="Ayu Wirasti", slug="ayu-wirasti")
    story = desk.story(
        "Beras mahal",
        kicker="Pangan",
        dateline="Muara Sela",
        credit="Antara, AFP",
        partner=a_partner(),
        origin_url="https://berita.example/beras",
        bylines=[(desk.reporter, "reporter"), (editor, "editor")],
    )
    text = words(draft_of(story).html["open"], "//article")
    order = [
        "Pangan",
        "Beras mahal",
        "Ringkasan beras mahal",
        "Budi Santoso",
        "Ayu Wirasti",
        "Muara Sela",
        "22 November 2026",
        PARAGRAPHS[0],
        PARAGRAPHS[3],
        "Antara, AFP",
        "Kantor Berita",
    ]
    places = [text.find(piece) for piece in order]
    assert -1 not in places
    assert places == sorted(places)


def test_names_of_one_role_stand_together_under_its_label(desk: Desk) -> None:
    second = Contributor.objects.create(name="Citra Ayu", slug="citra-ayu")
    editor = Contributor.objects.create(name="Ayu Wirasti", slug="ayu-wirasti")
    bylines = [(desk.reporter, "reporter"), (editor, "editor"), (second, "reporter")]
    html = draft_of(desk.story("Beras mahal", language="id", bylines=bylines)).html["open"]
    lines = tree(html).xpath("//ul[contains(@class, 'byline')]/li")
    assert [" ".join(line.text_content().split()).split(" ", 1)[1] for line in lines] == [
        "Budi Santoso, Citra Ayu",
        "Ayu Wirasti",
    ]


def test_only_the_article_stands_in_the_article(metered: Article) -> None:
    for kind, html in draft_of(metered).html.items():
        article = tree(html).xpath("//article")
        assert len(article) == 1
        assert not article[0].xpath(".//nav | .//form | .//button | .//aside | .//section"), kind
        assert len(tree(html).xpath("//h1")) == 1


def test_a_story_without_the_rest_prints_no_empty_box(desk: Desk) -> None:
    story = desk.story("Beras mahal", standfirst="", bylines=[], kicker="", dateline="", credit="")
    Article.objects.filter(pk=story.pk).update(published_at=None, published_precision="unknown")
    html = draft_of(story).html["open"]
    for name in ("byline", "kicker", "standfirst", "when", "partner", "agencies", "lead", "read-also"):
        assert not tree(html).xpath(f"//main//*[contains(concat(' ', @class, ' '), ' {name} ')]"), name
    assert not tree(html).xpath("//figcaption | //figure | //time")


@pytest.mark.parametrize(
    ("at", "precision", "shown", "machine"),
    [
        (datetime(2026, 11, 20, 1, 5, tzinfo=UTC), Precision.MINUTE, "Jumat, 20 November 2026, 08.05 WIB", "2026-11-20T08:05+07:00"),
        (datetime(2026, 11, 19, 17, 0, tzinfo=UTC), Precision.DAY, "Jumat, 20 November 2026", "2026-11-20"),
        (datetime(2026, 11, 20, 1, 5, tzinfo=UTC), Precision.UNKNOWN, "", None),
        (None, Precision.MINUTE, "", None),
    ],
)  # fmt: skip
def test_a_date_says_no_more_than_is_known(
    desk: Desk, at: Any, precision: str, shown: str, machine: str | None
) -> None:
    story = desk.story("Beras mahal")
    Article.objects.filter(pk=story.pk).update(published_at=at, published_precision=precision)
    html = draft_of(story).html["open"]
    assert words(html, "//article//time") == shown
    assert tree(html).xpath("//article//time/@datetime") == ([machine] if machine else [])
    assert json_ld(html).get("datePublished") == machine
    assert "1970" not in html


def test_an_update_is_shown_where_it_differs_from_the_publication(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    rows = Article.objects.filter(pk=story.pk)
    rows.update(published_at=NOON, updated_at=NOON, published_precision="minute")
    assert len(tree(draft_of(story).html["open"]).xpath("//article//time")) == 1
    rows.update(updated_at=NOON.replace(hour=9))
    html = draft_of(story).html["open"]
    assert tree(html).xpath("//article//time/@datetime") == ["2026-11-22T12:00+07:00", "2026-11-22T16:00+07:00"]
    assert json_ld(html)["dateModified"] == "2026-11-22T16:00+07:00"
    rows.update(published_precision="day")
    assert len(tree(draft_of(story).html["open"]).xpath("//article//time")) == 1


def test_structured_data_says_which_part_is_paid_and_the_page_has_that_class(metered: Article) -> None:
    for kind, html in draft_of(metered).html.items():
        said = json_ld(html)
        assert said["isAccessibleForFree"] is False
        assert said["hasPart"] == {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"}
        assert tree(html).xpath("//*[contains(concat(' ', @class, ' '), ' paid ')]"), kind
        assert PLANTED not in str(said)


def test_structured_data_of_a_free_story(desk: Desk) -> None:
    agency = Contributor.objects.create(name="Antara", slug="antara", is_organisation=True)
    story = desk.story("Beras mahal", bylines=[(desk.reporter, "reporter"), (agency, "author")])
    said = json_ld(draft_of(story).html["open"])
    assert (said["@type"], said["headline"], said["inLanguage"]) == ("NewsArticle", "Beras mahal", "id")
    assert said["isAccessibleForFree"] is True and "hasPart" not in said
    assert [(author["@type"], author["name"]) for author in said["author"]] == [
        ("Person", "Budi Santoso"),
        ("Organization", "Antara"),
    ]
    assert said["url"].endswith("/artikel/beras-mahal") and said["url"].startswith("http")


def test_a_story_without_a_byline_is_the_houses_own(desk: Desk) -> None:
    said = json_ld(draft_of(desk.story("Beras mahal", bylines=[])).html["open"])
    assert said["author"] == [said["publisher"]]


def test_what_others_show_of_a_gated_story_is_public(desk: Desk) -> None:
    story = desk.story("Beras mahal", publication="koran", standfirst="", texts=[*PARAGRAPHS, PLANTED])
    html = draft_of(story).html["join"]
    said = tree(html).xpath("//meta[@name='description' or @property='og:description']/@content")
    assert said == [PARAGRAPHS[0]] * 2


def test_a_republished_story_names_its_origin_and_stays_out_of_search(desk: Desk) -> None:
    story = desk.story(
        "Beras mahal", partner=a_partner(), origin_url="https://berita.example/beras", credit="Kantor Berita"
    )
    html = draft_of(story).html["open"]
    assert tree(html).xpath("//div[@class='partner']//a/@href") == ["https://berita.example/beras"]
    assert tree(html).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_the_lead_picture_has_its_cuts_its_size_and_its_words(desk: Desk) -> None:
    picture = a_picture(1500, 1000, caption="Antrean beras", credit="Foto: Budi", alt="Orang berbaris")
    html = draft_of(desk.story("Beras mahal", publication="koran", lead_picture=picture)).html["join"]
    image = tree(html).xpath("//article//figure//img")[0]
    assert (image.get("width"), image.get("height"), image.get("alt")) == ("1200", "800", "Orang berbaris")
    srcset = tree(html).xpath("//article//figure//source/@srcset")[0]
    assert [cut.split()[1] for cut in srcset.split(", ")] == ["400w", "800w", "1200w"]
    assert words(html, "//figcaption") == "Antrean beras Foto: Budi"
    assert tree(html).xpath("//meta[@property='og:image']/@content")[0].startswith("http")


def test_a_translation_and_its_original_lead_to_each_other(desk: Desk) -> None:
    from terbit.newsroom.models import Section

    world = Section.objects.create(name="World", slug="world", language="en", position=1)
    story = desk.story("Beras mahal")
    english = desk.story("Rice is dear", language="en", section=world, translation_of=story)
    assert tree(draft_of(story).html["open"]).xpath("//link[@hreflang='en']/@href")[0].endswith(english.path)
    assert tree(draft_of(english).html["open"]).xpath("//link[@hreflang='id']/@href")[0].endswith(story.path)
    assert 'lang="en"' in draft_of(english).html["open"]


def test_a_read_also_line_leads_to_a_public_story_only(desk: Desk) -> None:
    other = desk.draft("Cerita lain")
    story = desk.story("Beras mahal", body=[*paragraphs(*PARAGRAPHS), ("read_also", other)])
    uses: set[str] = set()
    assert "read-also" not in draft_of(story, uses).html["open"]
    assert f"article/{other.pk}" in uses
    desk.publish(other)
    draft = draft_of(story)
    assert words(draft.html["open"], "//p[@class='read-also']/a") == "Cerita lain"
    assert "Cerita lain" in draft.linked_texts


def test_the_demo_bar_says_why_the_gate_answered_so(metered: Article) -> None:
    with override_settings(TERBIT_DEMO=True):
        html = draft_of(metered).html
    said = {kind: words(page, "//aside[@class='look-as']/p") for kind, page in html.items()}
    assert all(said.values())
    assert len(set(said.values())) == len(said)
    form = tree(html["join"]).xpath("//aside[@class='look-as']/form")[0]
    assert form.get("action") == "/akun/demo/sebagai"
    assert form.xpath(".//input[@name='next']/@value") == [metered.path]
    assert form.xpath(".//button/@value") == ["nobody", "unconfirmed", "two-left", "none-left", "entitled"]
    assert "look-as" not in draft_of(metered).html["join"]


@pytest.mark.parametrize(
    ("access", "asked", "step"),
    [
        ("", "join", True), ("", "offer", True), ("", "subscribe", True), ("", "quiet", False), ("", "open", False),
        ("free", "join", False), ("free", "offer", False), ("free", "subscribe", False),
        ("registered", "join", True), ("registered", "offer", False), ("registered", "subscribe", False),
        ("subscribers", "offer", True), ("subscribers", "open", True), ("subscribers", "quiet", False),
    ],
)  # fmt: skip
def test_a_preview_is_the_page_that_such_a_reader_would_get(
    metered: Article, access: str, asked: str, step: bool
) -> None:
    metered.access_override = access
    html = article_page.preview(metered, asked)
    assert bool(tree(html).xpath("//section[contains(@class, 'step')]")) is step
    assert (PLANTED in html) is not step


def test_a_story_that_was_never_saved_can_be_previewed(desk: Desk) -> None:
    unsaved = Article(headline="Konsep", language="id", body=[("paragraph", "<p>Baru mulai.</p>")])
    assert "Konsep" in article_page.preview(unsaved, "quiet")


def test_the_number_of_free_articles_is_the_policys(desk: Desk, metered: Article) -> None:
    uses: set[str] = set()
    assert "2" in words(draft_of(metered, uses).html["join"], "//section[contains(@class, 'step')]")
    assert "policy" in uses
    verbs.change_policy(by=desk.adi, now=desk.tick(), units=0)
    draft = draft_of(metered)
    assert "offer" not in draft.html
    assert "/langganan/" in draft.html["join"]
