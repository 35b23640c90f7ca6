"""On PostgreSQL a change that comes while a page is printed waits for the page, or the page is printed again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from terbit.gate import Access
from terbit.house.postgresql.base import DatabaseWrapper
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Contributor
from terbit.press import worker
from terbit.press.tests.desk import Desk, open_desk, terms_at_the_kiosk, text
from terbit.press.verify import verify
from terbit.press.worker import drain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
A_MOMENT = 0.5


@pytest.fixture
def without_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's transactions overlap: what the lock at their beginning prevents."""
    monkeypatch.setattr(DatabaseWrapper, "_take_turn", lambda self: None)


class Meanwhile:
    """Does `deed` in another transaction while the page at `path` is printed, after its rows were read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: str, deed: Callable[[], object]) -> None:
        self.waited = False
        self._path, self._deed, self._put_out = path, deed, worker.put_out
        self._thread = threading.Thread(target=self._run)
        monkeypatch.setattr(worker, "put_out", self._interrupted)

    def _run(self) -> None:
        try:
            self._deed()
        finally:
            connection.close()

    def _interrupted(self, made: object, former: object) -> bool:
        if made.target.key == self._path and not self._thread.ident:  # type: ignore[attr-defined]
            self._thread.start()
            self._thread.join(A_MOMENT)
            self.waited = self._thread.is_alive()
        return self._put_out(made, former)  # type: ignore[arg-type]

    def drain(self) -> None:
        """Print all, until the deed is done and printed too."""
        drain()
        self._thread.join(20)
        assert not self._thread.is_alive()
        drain()


def print_a_story_while_its_new_reporter_is_renamed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Its page names the reporter for the first time, so nothing says yet that the new name touches this page."""
    story = desk.story("Beras mahal")
    drain()
    siti = Contributor.objects.create(name="Siti", slug="siti")
    verbs.rewrite(story, by=desk.budi, now=desk.tick(), bylines=[(siti, "reporter")])
    desk.publish(story)

    def rename() -> None:
        siti.name = "Siti Aminah"
        siti.save()

    meanwhile = Meanwhile(monkeypatch, story.path, rename)
    meanwhile.drain()
    return meanwhile


def test_a_page_printed_while_its_reporter_is_renamed_has_the_new_name_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meanwhile = print_a_story_while_its_new_reporter_is_renamed(open_desk(), monkeypatch)
    assert meanwhile.waited
    assert verify() == []
    assert "Siti Aminah" in text("/artikel/beras-mahal", "open")


def test_without_the_lock_the_change_would_be_lost(monkeypatch: pytest.MonkeyPatch, without_turns: None) -> None:
    desk = open_desk()
    meanwhile = print_a_story_while_its_new_reporter_is_renamed(desk, monkeypatch)
    assert not meanwhile.waited
    assert {difference.key for difference in verify()} == {"/artikel/beras-mahal"}


def test_a_page_printed_while_its_story_changes_and_is_withdrawn_is_the_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_desk()
    story = desk.story("Beras mahal", publication="koran")
    meanwhile = Meanwhile(monkeypatch, story.path, lambda: desk.withdraw(story))
    meanwhile.drain()
    assert meanwhile.waited
    assert verify() == []
    assert "Sumber utama mencabut" in text(story.path, "open")


def test_access_that_becomes_stricter_while_its_page_is_printed_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_desk()
    story = desk.story("Beras mahal")
    shut = lambda: verbs.override_access(story, Access.SUBSCRIBERS, by=desk.ayu, reason="Uji.", now=desk.tick())
    Meanwhile(monkeypatch, story.path, shut).drain()
    terms = terms_at_the_kiosk(story.path)
    assert terms is not None and terms.access is Access.SUBSCRIBERS
    assert verify() == []


def test_two_that_change_the_same_rows_in_another_order_do_not_lock_each_other_out() -> None:
    """The desk's verbs, and the release that lets many stories out, would otherwise each hold what the other wants."""
    desk = open_desk()
    stories = [desk.story(f"Cerita {number}") for number in range(2)]
    meet = threading.Barrier(2)

    def change(those: list[Article]) -> None:
        try:
            meet.wait(10)
            with transaction.atomic():
                for one in those:
                    verbs.rewrite(one, by=desk.budi, now=desk.now, headline=f"{one.headline} lagi")
                    desk.publish(one)
                    threading.Event().wait(0.1)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(change, (stories, stories[::-1])))
    drain()
    assert verify() == []
