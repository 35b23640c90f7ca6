"""What changed is told inside the transaction: to the right listeners, and with their refusal everything is undone."""

from __future__ import annotations

import pytest
from django.db import connection

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Contributor, HouseSettings, Journal
from terbit.newsroom.signals import changed
from terbit.newsroom.tests.conftest import NOON


def test_a_draft_tells_nobody(desk, told):
    verbs.rewrite(desk.draft(), by=desk.cast.rara, now=NOON, headline="Lain")
    assert told.heard == []


def test_publishing_names_the_story_and_every_list_it_enters(desk, told):
    draft = desk.draft(publication=desk.koran)
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    verbs.enter_edition(edition, draft, by=desk.cast.edi, now=NOON)
    told.heard.clear()
    verbs.publish(draft, by=desk.cast.edi, now=NOON)
    lists = {"list/front/id", f"list/section/{desk.dunia.pk}", f"list/edition/{edition.pk}"}
    assert {f"article/{draft.pk}"} | lists <= told.things


def test_a_change_of_words_names_the_story_and_no_list(desk, told):
    story = desk.story()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Harga beras turun")
    told.heard.clear()
    verbs.publish(story, by=desk.cast.edi, now=NOON)
    assert told.things == {f"article/{story.pk}"}


def test_moving_to_another_section_names_the_old_and_the_new(desk, told):
    story = desk.story()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, section=desk.ekonomi)
    told.heard.clear()
    verbs.publish(story, by=desk.cast.edi, now=NOON)
    assert {f"list/section/{desk.dunia.pk}", f"list/section/{desk.ekonomi.pk}", "list/front/id"} <= told.things


def test_a_withdrawal_names_every_list_that_the_story_leaves(desk, told):
    story = desk.story()
    told.heard.clear()
    verbs.withdraw(story, by=desk.cast.edi, ground="child", reason="Identitas anak.", now=NOON)
    assert told.things == {
        f"article/{story.pk}",
        "list/front/id",
        f"list/section/{desk.dunia.pk}",
        f"list/publication/{desk.site.pk}",
        "list/day/id/2026-03-02",
    }


def test_moving_a_cover_names_both_stories(desk, told):
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    one, other = desk.story(publication=desk.koran), desk.story(publication=desk.koran)
    verbs.move_cover(edition, one, by=desk.cast.edi, now=NOON)
    told.heard.clear()
    verbs.move_cover(edition, other, by=desk.cast.edi, now=NOON)
    assert {
        f"article/{one.pk}",
        f"article/{other.pk}",
        f"edition/{edition.pk}",
        f"list/edition/{edition.pk}",
    } <= told.things


def test_a_story_that_leaves_an_edition_is_named_with_it(desk, told):
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    story = desk.story(publication=desk.koran)
    verbs.enter_edition(edition, story, by=desk.cast.edi, now=NOON)
    told.heard.clear()
    verbs.leave_edition(edition, story, by=desk.cast.edi, now=NOON)
    assert told.things == {f"article/{story.pk}", f"list/edition/{edition.pk}"}


def test_small_things_tell_about_themselves(desk, told, contributor):
    assert f"contributor/{contributor.pk}" in told.things
    told.heard.clear()
    verbs.rename_section(desk.dunia, "Mancanegara", by=desk.cast.adi, now=NOON)
    assert f"section/{desk.dunia.pk}" in told.things


def test_a_byline_of_a_public_story_tells_about_the_story(desk, told, contributor):
    story = desk.story()
    told.heard.clear()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, bylines=[(contributor, "reporter")])
    assert told.heard == []
    verbs.publish(story, by=desk.cast.edi, now=NOON)
    assert told.things == {f"article/{story.pk}", f"list/contributor/{contributor.pk}"}


def test_the_policy_is_named_only_when_it_changed(desk, told):
    house = HouseSettings.load()
    house.tagline = "Kabar pagi"
    house.save()
    assert told.things == {"house"}
    verbs.change_policy(by=desk.cast.adi, now=NOON, units=3)
    assert "policy" in told.things


def test_a_listener_that_refuses_undoes_the_publishing(desk):
    draft = desk.draft()
    changed.connect(_refuse)
    try:
        with pytest.raises(RuntimeError):
            verbs.publish(draft, by=desk.cast.edi, now=NOON)
    finally:
        changed.disconnect(_refuse)
    assert not Article.objects.public().exists()
    assert not Journal.objects.filter(what="article.published").exists()


def test_a_listener_that_refuses_undoes_the_change_of_a_small_thing(desk, contributor):
    changed.connect(_refuse)
    try:
        contributor.name = "Nama lain"
        with pytest.raises(RuntimeError):
            contributor.save()
    finally:
        changed.disconnect(_refuse)
    assert Contributor.objects.get().name == "Rara Lestari"


def _refuse(sender: type, **_: object) -> None:
    assert connection.in_atomic_block
    raise RuntimeError("no")
