from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, HouseSettings, Journal, Partner, Redirect, Section, State
from terbit.newsroom.refusals import PublishRefused, Refused
from terbit.newsroom.tests.conftest import NOON

HOUR = timedelta(hours=1)


def test_a_published_story_is_public_with_an_address_a_date_and_a_line_in_the_journal(desk):
    story = desk.story()
    assert (story.state, story.path, story.published_at) == (
        State.LIVE,
        "/artikel/harga-beras-naik-di-tujuh-kota",
        NOON,
    )
    assert story.updated_at is None
    assert list(Journal.objects.values_list("what", "by_name")) == [
        ("article.published", "Edi"),
        ("article.written", "Rara"),
    ]


@pytest.mark.parametrize(
    ("lacking", "code", "sentence"),
    [
        ({"headline": ""}, "headline_missing", "The story has no headline."),
        ({"headline": "   "}, "headline_missing", "The story has no headline."),
        ({"section": None}, "section_missing", "The story stands in no section."),
        ({"publication": None}, "publication_missing", "The story belongs to no publication."),
        ({"body": []}, "body_missing", "The story has no text."),
        ({"published_at": datetime(1970, 1, 1, tzinfo=UTC)}, "epoch_date", "1 January 1970"),
        (
            {"published_at": datetime(1969, 12, 31, 17, tzinfo=UTC)},
            "epoch_date",
            "1 January 1970",
        ),  # midnight in Jakarta
        ({"published_at": NOON + HOUR}, "future_date", "2 March 2026 13.00"),
    ],
)
def test_a_draft_may_lack_it_but_nobody_publishes_it_so(desk, lacking, code, sentence):
    draft = desk.draft(**lacking)
    with pytest.raises(PublishRefused) as refused:
        verbs.publish(draft, by=desk.cast.edi, now=NOON)
    assert refused.value.code == code
    assert sentence in str(refused.value)
    assert Article.objects.get().state is State.DRAFT


def test_a_story_is_not_updated_before_it_was_published(desk):
    draft = desk.draft(published_at=NOON, updated_at=NOON - HOUR)
    with pytest.raises(PublishRefused) as refused:
        verbs.publish(draft, by=desk.cast.edi, now=NOON + HOUR)
    assert refused.value.code == "updated_before_published"


def test_a_true_old_date_stays_and_an_unknown_one_is_not_made_up(desk):
    old = datetime(2019, 10, 2, tzinfo=UTC)
    assert desk.story(published_at=old, published_precision="day").published_at == old
    assert desk.story(headline="Tanpa tanggal", published_precision="unknown").published_at is None


def test_a_section_of_another_language_is_refused(desk):
    world = Section.objects.create(name="World", slug="world", language="en")
    with pytest.raises(PublishRefused) as refused:
        desk.story(section=world)
    assert refused.value.code == "section_of_other_language"


def test_a_partners_story_needs_to_say_where_it_comes_from(desk):
    partner = Partner.objects.create(name="Warta Dunia", slug="warta-dunia")
    with pytest.raises(PublishRefused) as refused:
        desk.story(partner=partner)
    assert "Warta Dunia" in str(refused.value)
    assert desk.story(partner=partner, credit="wd/ap").state is State.LIVE


def test_the_same_headline_twice_gets_a_number(desk):
    paths = [desk.story().path for _ in range(3)]
    assert paths == [f"/artikel/harga-beras-naik-di-tujuh-kota{end}" for end in ("", "-2", "-3")]


def test_a_human_who_takes_a_taken_address_is_told(desk):
    desk.story(slug="beras")
    with pytest.raises(Refused) as refused:
        verbs.change_slug(desk.story(), "beras", by=desk.cast.edi, now=NOON)
    assert refused.value.code == "slug_taken"
    assert "“beras”" in str(refused.value)


def test_the_same_address_in_another_language_is_another_address(desk):
    world = Section.objects.create(name="World", slug="world", language="en")
    desk.story(slug="beras")
    assert desk.story(slug="beras", language="en", section=world).path == "/en/artikel/beras"


@pytest.mark.parametrize("slug", ["", "dua kata", "a/b", "../x", "a?b"])
def test_what_cannot_be_an_address_is_refused(desk, slug):
    with pytest.raises(Refused) as refused:
        verbs.change_slug(desk.story(), slug, by=desk.cast.edi, now=NOON)
    assert refused.value.code == "not_a_slug"


def test_an_old_address_leads_to_the_story_for_ever_and_belongs_to_nobody_else(desk):
    story = verbs.change_slug(desk.story(slug="beras"), "harga-beras", by=desk.cast.edi, now=NOON)
    story = verbs.change_slug(story, "beras-naik", by=desk.cast.edi, now=NOON)
    assert set(Redirect.objects.values_list("old_path", "article")) == {
        ("/artikel/beras", story.pk),
        ("/artikel/harga-beras", story.pk),
    }
    assert desk.story(headline="Beras").path == "/artikel/beras-2"


def test_a_story_may_go_back_to_its_old_address(desk):
    story = verbs.change_slug(desk.story(slug="beras"), "harga-beras", by=desk.cast.edi, now=NOON)
    verbs.change_slug(story, "beras", by=desk.cast.edi, now=NOON)
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/artikel/harga-beras"]


def test_a_draft_that_was_never_public_leaves_no_old_address(desk):
    verbs.change_slug(desk.draft(slug="beras"), "harga-beras", by=desk.cast.edi, now=NOON)
    assert not Redirect.objects.exists()
    assert Article.objects.get().get_latest_revision_as_object().slug == "harga-beras"


def test_publishing_other_words_dates_the_update_and_the_same_words_do_not(desk):
    story = desk.story()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, section=desk.ekonomi)
    assert verbs.publish(story, by=desk.cast.edi, now=NOON + HOUR).updated_at is None
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Harga beras turun")
    assert verbs.publish(story, by=desk.cast.edi, now=NOON + 2 * HOUR).updated_at == NOON + 2 * HOUR


def test_a_newer_draft_of_a_public_story_stays_inside(desk):
    story = desk.story()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Belum untuk pembaca")
    assert Article.objects.public().get().headline == "Harga beras naik di tujuh kota"


def test_an_old_draft_does_not_bring_back_what_is_the_houses(desk):
    story = desk.story(slug="beras")
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Kata baru")
    verbs.change_slug(story, "harga-beras", by=desk.cast.edi, now=NOON)
    Article.objects.filter(pk=story.pk).update(owner=desk.cast.tono)
    story = verbs.publish(story, by=desk.cast.edi, now=NOON + HOUR)
    assert (story.headline, story.slug, story.owner) == ("Kata baru", "harga-beras", desk.cast.tono)
    assert story.published_at == NOON


def test_scripts_never_reach_the_row(desk):
    body = [
        (
            "paragraph",
            '<p onclick="x()">Teks <script>x()</script><b style="a">tebal</b> <a href="javascript:x()">ini</a></p>',
        ),
        ("list", {"ordered": False, "items": ['<img src=x onerror="x()">Satu']}),
    ]
    raw = desk.story(body=body).body.raw_data
    assert raw[0]["value"] == "<p>Teks <b>tebal</b> <a>ini</a></p>"
    assert raw[1]["value"]["items"][0]["value"] == "Satu"


def test_scripts_never_reach_the_houses_own_pages(desk):
    house = HouseSettings.load()
    house.how_to_subscribe = "<h2>Harga</h2><p>Telepon<script>x()</script></p>"
    house.save()
    assert HouseSettings.load().how_to_subscribe == "<h2>Harga</h2><p>Telepon</p>"


def test_an_edition_is_out_with_its_first_public_story(desk):
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    draft = desk.draft(publication=desk.koran)
    verbs.enter_edition(edition, draft, by=desk.cast.edi, now=NOON)
    edition.refresh_from_db()
    assert edition.released_at is None
    verbs.publish(draft, by=desk.cast.edi, now=NOON + HOUR)
    edition.refresh_from_db()
    assert edition.released_at == NOON + HOUR
