from __future__ import annotations

import pytest

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, HouseSettings
from terbit.newsroom.refusals import FourEyes, NotAllowed
from terbit.newsroom.tests.conftest import NOON


def test_the_writer_does_not_publish_the_own_story_whatever_the_role(desk):
    for writer in (desk.cast.edi, desk.cast.adi):
        with pytest.raises(FourEyes):
            verbs.publish(desk.draft(by=writer), by=writer, now=NOON)
    assert not Article.objects.public().exists()


def test_a_reporter_publishes_nothing_at_all(desk):
    with pytest.raises(NotAllowed):
        verbs.publish(desk.draft(by=desk.cast.tono), by=desk.cast.rara, now=NOON)


def test_whoever_last_changed_the_words_does_not_publish_them(desk):
    draft = desk.draft()
    verbs.rewrite(draft, by=desk.cast.edi, now=NOON, headline="Judul dari meja")
    with pytest.raises(FourEyes):
        verbs.publish(draft, by=desk.cast.edi, now=NOON)
    verbs.publish(draft, by=desk.cast.esti, now=NOON)


def test_saving_without_changing_a_word_makes_nobody_an_author(desk):
    draft = desk.draft()
    verbs.rewrite(draft, by=desk.cast.edi, now=NOON, section=desk.ekonomi)
    assert verbs.publish(draft, by=desk.cast.edi, now=NOON).section == desk.ekonomi


def test_the_rule_holds_for_later_versions_of_a_public_story(desk):
    story = desk.story()
    verbs.rewrite(story, by=desk.cast.edi, now=NOON, headline="Judul dari meja")
    with pytest.raises(FourEyes):
        verbs.publish(story, by=desk.cast.edi, now=NOON)
    assert Article.objects.public().get().headline == "Harga beras naik di tujuh kota"


def test_four_eyes_stand_above_wagtails_own_ways(desk):
    draft = desk.draft(by=desk.cast.edi)
    with pytest.raises(FourEyes):
        draft.latest_revision.publish(user=desk.cast.edi)
    with pytest.raises(FourEyes):
        draft.latest_revision.publish(user=desk.cast.edi, skip_permission_checks=True)


def test_a_small_house_may_switch_the_rule_off(desk):
    house = HouseSettings.load()
    house.four_eyes = False
    house.save()
    assert verbs.publish(desk.draft(by=desk.cast.edi), by=desk.cast.edi, now=NOON).live
