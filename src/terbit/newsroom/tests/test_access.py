from __future__ import annotations

from datetime import timedelta

import pytest

from terbit.gate import Access, Monthly, Policy, Rolling, Terms
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, HouseSettings, Section
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
