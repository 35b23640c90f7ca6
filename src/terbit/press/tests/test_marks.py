from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from terbit.config import settings
from terbit.dispatch.wake import Bell
from terbit.newsroom import verbs
from terbit.newsroom.models import Article
from terbit.press import marks
from terbit.press.models import Mark, Printed
from terbit.press.printing import formers
from terbit.press.tests.desk import Desk, marked
from terbit.press.worker import drain


def test_publishing_marks_the_story_and_every_list_that_it_enters(desk: Desk) -> None:
    story = desk.story("Beras mahal", publication="koran")
    assert marked() >= {story.path, "/", "/rubrik/dunia"}
    assert "/rubrik/niaga" not in marked()


def test_a_storys_own_page_is_more_urgent_than_its_lists_and_those_than_the_rest(desk: Desk) -> None:
    story, other = desk.story("Beras mahal"), desk.story("Hujan turun")
    drain()
    desk.publish(verbs.rewrite(story, by=desk.budi, now=desk.tick(), headline="Beras murah"))
    urgency = dict(Mark.objects.values_list("key", "urgent"))
    assert urgency[story.path] == marks.OWN_PAGE
    assert urgency["/"] == marks.FRONT
    assert urgency["/rubrik/dunia"] == marks.LIST
    assert urgency["/feed/rss.xml"] == marks.MACHINE
    drain()
    desk.reporter.name = "Budi S."
    desk.reporter.save()
    assert dict(Mark.objects.values_list("key", "urgent"))[other.path] == marks.OTHER


def test_a_change_marks_the_pages_that_used_the_thing_and_no_others(desk: Desk) -> None:
    in_dunia, in_niaga = desk.story("Beras mahal"), desk.story("Saham naik", section=desk.niaga)
    drain()
    assert f"contributor/{desk.reporter.pk}" in formers([in_dunia.path])[in_dunia.path].uses
    other = type(desk.reporter).objects.create(name="Citra", slug="citra")
    drain()
    other.name = "Citra Dewi"
    other.save()
    assert not marked() & {in_dunia.path, in_niaga.path, "/"}
    drain()
    desk.reporter.name = "B. Santoso"
    desk.reporter.save()
    stories = {key for key in marked() if key.startswith("/artikel/")}
    assert stories == {in_dunia.path, in_niaga.path}
    lists = marked() - stories
    assert "/penulis/budi-santoso" in lists and not {"/", "/rubrik/dunia", "/penulis/citra"} & lists


def test_every_page_uses_the_theme(desk: Desk) -> None:
    desk.story("Beras mahal")
    drain()
    marks.mark(frozenset({"theme"}))
    assert marked() >= set(Printed.objects.values_list("key", flat=True))


def test_marking_again_raises_the_version_and_never_lowers_the_urgency(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    before = Mark.objects.get(key=story.path)
    marks.mark_everything("test")
    after = Mark.objects.get(key=story.path)
    assert (after.version, after.urgent) == (before.version + 1, before.urgent)


def test_a_mark_that_cannot_be_made_rolls_the_publishing_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = desk.draft("Beras mahal")

    def fail(*_: Any) -> None:
        raise RuntimeError("the press is out of order")

    monkeypatch.setattr(marks, "_mark_users", fail)
    with pytest.raises(RuntimeError, match="out of order"):
        desk.publish(draft)
    assert not Article.objects.get(pk=draft.pk).live
    assert marked() == set()


def test_a_change_that_is_rolled_back_leaves_no_mark(desk: Desk) -> None:
    draft = desk.draft("Beras mahal")
    with pytest.raises(RuntimeError), transaction.atomic():
        desk.publish(draft)
        assert marked()
        raise RuntimeError
    assert marked() == set()


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_woken_by_the_commit_and_not_before() -> None:
    bell = Bell(settings.press_socket)
    try:
        with transaction.atomic():
            marks.mark(frozenset({"house"}))
            assert not bell.wait(0.05)
        assert bell.wait(1)
    finally:
        bell.close()
        Path(settings.press_socket).unlink()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_not_there_is_no_hindrance() -> None:
    assert not Path(settings.press_socket).exists()
    marks.mark(frozenset({"house"}))
    assert marked()


def test_a_draft_marks_nothing(desk: Desk) -> None:
    verbs.rewrite(desk.draft("Beras mahal"), by=desk.budi, now=desk.tick(), headline="Beras murah")
    assert marked() == set()
