from __future__ import annotations

from datetime import UTC, datetime

import pytest

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Partner, PolicyPage, Section, Slot, Topic
from terbit.newsroom.refusals import NotAllowed, NotForThisFront
from terbit.newsroom.tests.conftest import NOON


def test_an_editor_puts_stories_first_on_a_front_in_their_order(desk, told):
    one, two = desk.story(), desk.story()
    told.heard.clear()
    verbs.curate([two, one], by=desk.cast.edi, now=NOON, language="id")
    assert [slot.article for slot in Slot.objects.all()] == [two, one]
    assert told.things == {"list/front/id"}
    verbs.curate([one], by=desk.cast.edi, now=NOON, language="id")
    assert [slot.article for slot in Slot.objects.all()] == [one]


def test_a_sections_front_is_curated_apart(desk, told):
    story = desk.story()
    verbs.curate([story], by=desk.cast.edi, now=NOON, language="id")
    told.heard.clear()
    verbs.curate([story], by=desk.cast.edi, now=NOON, section=desk.ekonomi)
    assert told.things == {f"list/section/{desk.ekonomi.pk}"}
    assert Slot.objects.count() == 2


def test_what_cannot_stand_on_a_front_is_refused(desk):
    with pytest.raises(NotForThisFront):
        verbs.curate([desk.story()], by=desk.cast.edi, now=NOON, language="en")
    with pytest.raises(NotAllowed):
        verbs.curate([], by=desk.cast.rara, now=NOON, language="id")


def test_a_withdrawn_story_leaves_its_place(desk, told):
    story = desk.story()
    verbs.curate([story], by=desk.cast.edi, now=NOON, language="id")
    verbs.withdraw(story, by=desk.cast.edi, ground="sara", reason="Alasan.", now=NOON)
    assert not Slot.objects.exists()


@pytest.fixture
def pangan(db) -> Topic:
    return Topic.objects.create(name="Pangan", slug="pangan")


def test_a_topic_has_an_address_and_its_stories_enter_its_list(desk, told, pangan):
    assert pangan.path == "/topik/pangan"
    told.heard.clear()
    story = desk.story(topics=[pangan])
    assert list(story.topics.all()) == [pangan]
    assert f"list/topic/{pangan.pk}" in told.things


def test_a_drafts_topics_stay_inside_until_they_are_published(desk, told, pangan):
    story = desk.story()
    told.heard.clear()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, topics=[pangan])
    assert not Article.objects.get(pk=story.pk).topics.exists()
    assert told.heard == []
    verbs.publish(story, by=desk.cast.edi, now=NOON)
    assert list(Article.objects.get(pk=story.pk).topics.all()) == [pangan]
    assert told.things == {f"article/{story.pk}", f"list/topic/{pangan.pk}"}


def test_leaving_a_topic_is_told_too(desk, told, pangan):
    story = desk.story(topics=[pangan])
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, topics=[])
    told.heard.clear()
    verbs.publish(story, by=desk.cast.edi, now=NOON)
    assert f"list/topic/{pangan.pk}" in told.things


def test_a_story_enters_the_lists_of_its_day_partner_contributor_and_publication(desk, told, contributor):
    partner = Partner.objects.create(name="Warta Dunia", slug="warta-dunia")
    late = datetime(2019, 10, 2, 18, tzinfo=UTC)  # 01.00 of the third in Jakarta
    told.heard.clear()
    desk.story(partner=partner, credit="wd", published_at=late, bylines=[(contributor, "reporter")])
    lists = {thing for thing in told.things if thing.startswith("list/")}
    assert lists == {
        "list/front/id",
        f"list/section/{desk.dunia.pk}",
        f"list/publication/{desk.site.pk}",
        f"list/partner/{partner.pk}",
        f"list/contributor/{contributor.pk}",
        "list/day/id/2019-10-03",
    }


def test_a_story_without_a_date_is_in_no_day_and_wanted_by_the_desk(desk, told):
    draft = desk.draft(published_precision="unknown")
    assert draft.date_wanted and draft.state_words == "draft, date wanted"
    told.heard.clear()
    story = verbs.publish(draft, by=desk.cast.edi, now=NOON)
    assert not story.date_wanted
    assert not any(thing.startswith("list/day/") for thing in told.things)


def test_a_policy_page_touches_other_pages_only_where_they_name_it(db, told):
    page = PolicyPage.objects.create(title="Privasi", slug="privasi", text="<p>a</p>", language="id")
    assert (page.path, told.things) == ("/kebijakan/privasi", {f"policy-page/{page.pk}", "house"})
    told.heard.clear()
    page.text = "<p>b</p><script>c</script>"
    page.save()
    assert (page.text, told.things) == ("<p>b</p>", {f"policy-page/{page.pk}"})
    page.title = "Data pribadi"
    page.save()
    assert "house" in told.things


def test_partners_stories_are_kept_from_search_engines_unless_the_house_says_otherwise(db):
    assert Partner.objects.create(name="Warta", slug="warta").indexing == "noindex"


def test_topics_of_two_languages_may_share_an_address(db, pangan):
    assert Topic.objects.create(name="Food", slug="pangan", language="en").path == "/en/topik/pangan"
    assert Section.objects.count() == 0
