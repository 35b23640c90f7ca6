from __future__ import annotations

from datetime import timedelta

import pytest

from terbit.gate import Access, Monthly, Policy, Rolling, Terms, policy_record
from terbit.newsroom import verbs
from terbit.newsroom.access import terms_of_many
from terbit.newsroom.models import Article, HouseSettings, Journal, Section
from terbit.newsroom.refusals import NotAllowed, Refused
from terbit.newsroom.tests.conftest import NOON


def edition_of(desk, publication, days=0):
    return verbs.plan_edition(publication, NOON.date() + timedelta(days=days), by=desk.cast.edi, now=NOON)


@pytest.mark.parametrize(
    ("code", "access"), [("site", Access.FREE), ("koran", Access.METERED), ("majalah", Access.METERED)]
)
def test_access_follows_from_the_publication(desk, code, access):
    story = desk.story(publication=getattr(desk, code))
    assert story.terms == Terms(story.pk, access, frozenset({code}))


def test_in_several_editions_the_strictest_decides_and_every_publication_opens(desk):
    story = desk.story()
    verbs.enter_edition(edition_of(desk, desk.koran), story, by=desk.cast.edi, now=NOON)
    verbs.enter_edition(edition_of(desk, desk.majalah), story, by=desk.cast.edi, now=NOON)
    assert story.terms == Terms(story.pk, Access.METERED, frozenset({"site", "koran", "majalah"}))


def test_a_cover_story_is_for_subscribers_as_long_as_it_is_the_cover(desk):
    edition = edition_of(desk, desk.koran)
    story, next_one = desk.story(publication=desk.koran), desk.story(publication=desk.koran)
    verbs.move_cover(edition, story, by=desk.cast.edi, now=NOON)
    assert Article.objects.get(pk=story.pk).terms.access is Access.SUBSCRIBERS
    verbs.move_cover(edition, next_one, by=desk.cast.edi, now=NOON)
    assert Article.objects.get(pk=story.pk).terms.access is Access.METERED
    assert Article.objects.get(pk=next_one.pk).terms.access is Access.SUBSCRIBERS


def test_a_cover_story_enters_its_edition_as_the_first(desk):
    edition = edition_of(desk, desk.koran)
    inside, cover = desk.story(publication=desk.koran), desk.story(publication=desk.koran)
    verbs.enter_edition(edition, inside, by=desk.cast.edi, now=NOON)
    verbs.move_cover(edition, cover, by=desk.cast.edi, now=NOON)
    assert [entry.article for entry in edition.entries.all()] == [cover, inside]


def test_an_override_beats_everything_and_says_who_and_why(desk):
    story = desk.story(publication=desk.koran)
    verbs.move_cover(edition_of(desk, desk.koran), story, by=desk.cast.edi, now=NOON)
    story = verbs.override_access(story, Access.FREE, by=desk.cast.edi, reason="Banjir besar.", now=NOON)
    assert story.terms.access is Access.FREE
    assert [reason.access for reason in story.access_reasons] == [Access.FREE, Access.SUBSCRIBERS, Access.METERED]
    assert "Banjir besar." in story.access_reasons[0].words and "Edi" in story.access_reasons[0].words
    story = verbs.override_access(story, None, by=desk.cast.edi, reason="", now=NOON)
    assert story.terms.access is Access.SUBSCRIBERS


def reasons(story):
    return [(reason.access, reason.words, reason.decides) for reason in Article.objects.get(pk=story.pk).access_reasons]


def test_the_desk_sees_which_edition_decides(desk):
    """A story of the site in the koran and in the majalah, whose stories are for subscribers."""
    story = desk.story()
    verbs.set_publication_access(desk.majalah, Access.SUBSCRIBERS, Access.SUBSCRIBERS, by=desk.cast.adi, now=NOON)
    verbs.enter_edition(edition_of(desk, desk.koran), story, by=desk.cast.edi, now=NOON)
    verbs.enter_edition(edition_of(desk, desk.majalah), story, by=desk.cast.edi, now=NOON)
    assert reasons(story) == [
        (Access.SUBSCRIBERS, "It stands in Majalah, 2 March 2026.", True),
        (Access.METERED, "It stands in Koran, 2 March 2026.", False),
        (Access.FREE, "It belongs to Situs.", False),
    ]


def test_the_desk_sees_that_the_cover_or_an_editor_decides(desk):
    story = desk.story(publication=desk.koran)
    verbs.move_cover(edition_of(desk, desk.koran), story, by=desk.cast.edi, now=NOON)
    cover = (Access.SUBSCRIBERS, "It is the cover story of Koran, 2 March 2026.", True)
    own = (Access.METERED, "It belongs to Koran.", False)
    assert reasons(story) == [cover, own]
    verbs.override_access(story, Access.FREE, by=desk.cast.edi, reason="Banjir besar.", now=NOON)
    assert reasons(story) == [(Access.FREE, "Edi set it by hand: Banjir besar.", True), (*cover[:2], False), own]


def test_a_story_without_a_place_says_so(desk):
    assert reasons(desk.draft(publication=None)) == [(Access.SUBSCRIBERS, "It belongs to no publication yet.", True)]


@pytest.mark.parametrize("access", list(Access))
@pytest.mark.parametrize("cover_access", list(Access))
def test_a_publication_says_who_may_read_its_stories_and_its_covers(desk, access, cover_access):
    inside, cover = desk.story(publication=desk.koran), desk.story(publication=desk.koran)
    verbs.move_cover(edition_of(desk, desk.koran), cover, by=desk.cast.edi, now=NOON)
    if cover_access < access:
        with pytest.raises(Refused) as refused:
            verbs.set_publication_access(desk.koran, access, cover_access, by=desk.cast.adi, now=NOON)
        assert refused.value.code == "policy_refused"
        access, cover_access = Access.METERED, Access.SUBSCRIBERS
    else:
        verbs.set_publication_access(desk.koran, access, cover_access, by=desk.cast.adi, now=NOON)
    found = [Article.objects.get(pk=story.pk).terms.access for story in (inside, cover)]
    assert found == [access, cover_access]


def test_a_publication_that_says_nothing_follows_its_kind_again(desk):
    verbs.set_publication_access(desk.site, Access.REGISTERED, Access.SUBSCRIBERS, by=desk.cast.adi, now=NOON)
    verbs.set_publication_access(desk.site, None, Access.SUBSCRIBERS, by=desk.cast.adi, now=NOON)
    assert desk.story().terms.access is Access.FREE
    entries = Journal.objects.filter(what="publication.access_set").order_by("pk")
    usual = {"access": "", "cover_access": "subscribers"}
    assert [entry.detail for entry in entries] == [
        {"before": usual, "after": usual | {"access": "registered"}},
        {"before": usual | {"access": "registered"}, "after": usual},
    ]
    assert {(entry.by, entry.at, entry.object_name) for entry in entries} == {(desk.cast.adi, NOON, "Situs")}


def test_only_an_administrator_says_who_may_read_a_publication(desk):
    with pytest.raises(NotAllowed):
        verbs.set_publication_access(desk.koran, Access.FREE, Access.FREE, by=desk.cast.edi, now=NOON)


def test_the_terms_of_many_stories_are_those_of_each(desk, django_assert_num_queries):
    """By rows in a few queries, as the press asks when a publication changes; by the story itself, as a page does."""
    koran, majalah = edition_of(desk, desk.koran), edition_of(desk, desk.majalah)
    stories = [desk.story(publication=publication) for publication in (desk.site, desk.koran, desk.majalah) * 3]
    for story in stories[::2]:
        verbs.enter_edition(koran, story, by=desk.cast.edi, now=NOON)
    verbs.move_cover(majalah, stories[0], by=desk.cast.edi, now=NOON)
    verbs.override_access(stories[2], Access.FREE, by=desk.cast.edi, reason="Pemilu.", now=NOON)
    verbs.set_publication_access(desk.site, Access.REGISTERED, Access.SUBSCRIBERS, by=desk.cast.adi, now=NOON)
    draft = desk.draft()
    with django_assert_num_queries(4):
        found = terms_of_many([*(story.pk for story in stories), draft.pk])
    assert found == {story.pk: Article.objects.get(pk=story.pk).terms for story in stories}
    assert len({terms.access for terms in found.values()}) == len(Access)


def test_an_override_needs_a_reason(desk):
    with pytest.raises(Refused) as refused:
        verbs.override_access(desk.story(), Access.FREE, by=desk.cast.edi, reason=" ", now=NOON)
    assert refused.value.code == "override_reason_missing"


def test_an_override_is_not_undone_by_a_draft(desk):
    story = desk.story(publication=desk.koran)
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Baru")
    verbs.override_access(story, Access.FREE, by=desk.cast.edi, reason="Pemilu.", now=NOON)
    assert verbs.publish(story, by=desk.cast.edi, now=NOON).terms.access is Access.FREE


def test_a_story_that_belongs_nowhere_yet_is_shut(desk):
    assert desk.draft(publication=None).terms.access is Access.SUBSCRIBERS


def test_a_translation_is_the_originals_story(desk):
    world = Section.objects.create(name="World", slug="world", language="en")
    original = desk.story()
    translation = desk.story(headline="Rice is dearer", language="en", section=world, translation_of=original)
    assert translation.terms.story == original.pk == original.terms.story


def test_the_reference_policy_is_two_over_koran_and_majalah_once(desk):
    house = HouseSettings.load()
    assert (house.policy.units, house.policy.publications, house.policy.zone) == (
        2,
        {"koran", "majalah"},
        "Asia/Jakarta",
    )


def test_the_policy_changes_in_the_parts_that_are_given(desk):
    policy = verbs.change_policy(by=desk.cast.adi, now=NOON, units=5, renewal="monthly", publications=["koran"])
    assert policy == Policy(5, frozenset({"koran"}), Monthly(), "Asia/Jakarta")
    assert verbs.change_policy(by=desk.cast.adi, now=NOON, renewal="rolling", rolling_days=7).renewal == Rolling(7)


def test_a_change_of_policy_says_in_the_journal_what_it_was_and_what_it_is(desk):
    before = policy_record(HouseSettings.load().policy)
    verbs.change_policy(by=desk.cast.adi, now=NOON, units=3)
    verbs.change_policy(by=desk.cast.adi, now=NOON, units=3, publications=["koran", "majalah"])
    [entry] = Journal.objects.filter(what="policy.changed")
    assert entry.detail == {"before": before, "after": before | {"units": 3}}
    assert (entry.by, entry.at) == (desk.cast.adi, NOON)


@pytest.mark.parametrize(
    "wrong", [{"units": -1}, {"renewal": "weekly"}, {"rolling_days": 0}, {"zone": "Mars/Base"}, {"publications": ["x"]}]
)
def test_a_policy_that_cannot_be_is_refused_whole(desk, wrong):
    with pytest.raises(Refused) as refused:
        verbs.change_policy(by=desk.cast.adi, now=NOON, **({"units": 9} | wrong))
    assert refused.value.code == "policy_refused"
    assert HouseSettings.load().policy.units == 2


def test_only_an_administrator_changes_the_policy(desk):
    with pytest.raises(NotAllowed):
        verbs.change_policy(by=desk.cast.edi, now=NOON, units=9)
