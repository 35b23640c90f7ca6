from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, transaction

from terbit.dispatch.write import last_number, number_of
from terbit.gate import Access
from terbit.newsroom import verbs
from terbit.press import marks, worker
from terbit.press.models import Mark, Printed, Refusal
from terbit.press.pages.article import ArticleKind
from terbit.press.printing import Former
from terbit.press.tests.desk import (
    PARAGRAPHS,
    Desk,
    marked,
    open_desk,
    page,
    paragraphs,
    printed,
    terms_at_the_kiosk,
    text,
)
from terbit.press.verify import verify
from terbit.press.worker import Budget, drain, next_jobs, run_once, unmark


def test_what_is_marked_is_printed_and_the_marks_are_gone(desk: Desk) -> None:
    story = desk.story("Beras mahal", publication="koran")
    done = drain()
    assert done.pages >= 3
    assert marked() == set()
    assert PARAGRAPHS[3] in text(story.path, "quiet")
    assert PARAGRAPHS[3] not in text(story.path, "join")
    assert "Beras mahal" in text("/", "open")


def test_nothing_to_do_costs_nothing(desk: Desk) -> None:
    number = last_number()
    assert run_once() == worker.Batch()
    assert last_number() == number


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_database_does_not_answer_at_the_start_waits_for_it(caplog: pytest.LogCaptureFixture) -> None:
    open_desk().story("Beras mahal")
    stop, tried = threading.Event(), list[str]()

    class Bell:
        def wait(self, _: float) -> bool:
            stop.set()
            return False

    def look() -> None:
        tried.append("look")
        if len(tried) == 1:
            raise OperationalError("database is locked")

    worker.work(stop, Bell(), first=(look, lambda: tried.append("then")))  # type: ignore[arg-type]
    assert tried == ["look", "look", "then"]
    assert marked() == set()
    (line,) = [line for line in caplog.records if hasattr(line, "fault")]
    assert line.fault == "database_away" and "database is locked" in line.getMessage()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_comes_out_the_same_is_not_written_again() -> None:
    desk = open_desk()
    story = desk.story("Beras mahal")
    drain()
    before = {key: number_of(key) for key in (story.path, "/")}
    marks.mark_everything("test")
    done = drain()
    assert done.pages >= Printed.objects.count()
    assert done.changed == 0
    assert {key: number_of(key) for key in (story.path, "/")} == before


@pytest.mark.django_db(transaction=True)
def test_bodies_that_stay_the_same_are_not_compressed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_desk()
    story = desk.story("Beras mahal", publication="koran")
    drain()
    before = page(story.path)
    compressed: list[bytes] = []
    from terbit.press import printing

    make_body = printing.make_body
    monkeypatch.setattr(printing, "make_body", lambda text: compressed.append(text) or make_body(text))
    verbs.change_policy(by=desk.adi, now=desk.tick(), units=3)
    drain()
    after = page(story.path)
    assert before is not None and after is not None
    changed = {kind for kind in after.bodies if after.bodies[kind] != before.bodies[kind]}
    assert "quiet" not in changed
    assert text(story.path, "quiet").encode() not in compressed


def test_a_batch_ends_after_its_pages_and_says_that_work_is_left(desk: Desk) -> None:
    for number in range(6):
        desk.story(f"Cerita {number}")
    done = run_once(Budget(pages=2, milliseconds=10_000))
    assert (done.pages, done.left) == (2, True)


def test_a_batch_ends_after_its_time_but_prints_one_page_at_least(desk: Desk) -> None:
    desk.story("Beras mahal")
    assert run_once(Budget(pages=25, milliseconds=0)).pages == 1


def test_a_storys_own_page_comes_first_the_newest_before_others(desk: Desk) -> None:
    older, newer = desk.story("Beras mahal"), desk.story("Hujan turun")
    assert [job.key for job in next_jobs(2)] == [newer.path, older.path]


def test_what_somebody_waits_for_is_not_held_up_by_the_rest_of_its_batch(desk: Desk) -> None:
    story, other = desk.story("Beras mahal"), desk.story("Hujan turun")
    drain()
    desk.reporter.name = "B. Santoso"
    desk.reporter.save()
    desk.publish(verbs.rewrite(story, by=desk.budi, now=desk.tick(), headline="Beras murah", bylines=[]))
    assert other.path in marked()
    assert [job.key for job in next_jobs(25)] == [story.path, "/"]
    assert run_once(Budget(pages=25, milliseconds=10_000)).urgent
    lists = [job.key for job in next_jobs(25)]
    assert "/rubrik/dunia" in lists and other.path not in lists
    assert run_once(Budget(pages=25, milliseconds=10_000)).urgent
    assert other.path in [job.key for job in next_jobs(25)]


def test_a_mark_that_was_raised_while_its_page_was_printed_stays(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    jobs = next_jobs(50)
    marks.mark(frozenset({f"article/{story.pk}"}))
    for job in jobs:
        unmark(job.marks)
    assert story.path in marked()
    assert Mark.objects.get(key=story.path).version > 1


def failing(headline: str) -> Any:
    real = ArticleKind.print

    def print_or_fail(self: ArticleKind, target: Any, uses: set[str]) -> Any:
        draft = real(self, target, uses)
        if draft is not None and any(headline in html for html in draft.html.values()):
            raise ZeroDivisionError("a printer that fails")
        return draft

    return print_or_fail


def test_a_printer_that_raises_holds_its_page_back_and_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ArticleKind, "print", failing("Beras mahal"))
    bad, good = desk.story("Beras mahal"), desk.story("Hujan turun")
    done = drain()
    assert done.held_back == 1
    assert page(bad.path) is None
    assert page(good.path) is not None
    refusal = Refusal.objects.get(key=bad.path)
    assert (refusal.rule, refusal.kind, refusal.subject, refusal.warning) == ("not_made", "article", bad.pk, False)
    assert "a printer that fails" in refusal.words
    assert marked() == set()


def test_a_page_that_fails_its_proof_keeps_its_last_good_version_until_it_is_mended(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    drain()
    good = text(story.path, "open")
    leaking = paragraphs(*PARAGRAPHS, "Kami mengirim tautan ke budi@mail.example untuk masuk.")
    desk.publish(verbs.rewrite(story, by=desk.budi, now=desk.tick(), body=leaking, headline="Beras murah"))
    drain()
    assert text(story.path, "open") == good
    assert [refusal.rule for refusal in Refusal.objects.filter(key=story.path)] == ["address_of_a_reader"]
    differences = verify()
    assert story.path in {difference.key for difference in differences}
    assert {difference.what for difference in differences} == {"held back"}
    mended = paragraphs(*PARAGRAPHS)
    desk.publish(verbs.rewrite(story, by=desk.budi, now=desk.tick(), body=mended))
    drain()
    assert "Beras murah" in text(story.path, "open")
    assert not Refusal.objects.exists()
    assert verify() == []


def test_a_page_that_never_went_out_is_tried_again_when_anything_it_used_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(ArticleKind, "print", failing("Beras mahal"))
        story = desk.story("Beras mahal")
        drain()
    assert page(story.path) is None
    desk.reporter.name = "B. Santoso"
    desk.reporter.save()
    drain()
    assert "B. Santoso" in text(story.path, "open")


def test_a_page_that_is_held_back_is_still_marked_by_what_its_last_good_version_used(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = desk.story("Beras mahal")
    drain()

    def fail(*_: Any) -> None:
        raise ZeroDivisionError("a printer that fails before it has read anything")

    with monkeypatch.context() as broken:
        broken.setattr(ArticleKind, "print", fail)
        marks.mark(frozenset({f"article/{story.pk}"}))
        drain()
    desk.reporter.name = "B. Santoso"
    desk.reporter.save()
    drain()
    assert "B. Santoso" in text(story.path, "open")


def test_where_access_became_stricter_a_page_that_fails_loses_its_paid_bodies(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    drain()
    assert page(story.path).bodies.keys() == {"open", "quiet"}  # type: ignore[union-attr]
    leaking = paragraphs(*PARAGRAPHS, "Kami mengirim tautan ke budi@mail.example untuk masuk.")
    desk.publish(verbs.rewrite(story, by=desk.budi, now=desk.tick(), body=leaking))
    drain()
    assert "open" in page(story.path).bodies  # type: ignore[union-attr]
    verbs.override_access(story, Access.SUBSCRIBERS, by=desk.ayu, reason="Hanya untuk pelanggan.", now=desk.tick())
    drain()
    left = page(story.path)
    assert left is not None
    assert set(left.bodies).isdisjoint({"open", "quiet"})
    assert terms_at_the_kiosk(story.path).access is Access.SUBSCRIBERS  # type: ignore[union-attr]
    desk.publish(verbs.rewrite(story, by=desk.budi, now=desk.tick(), body=paragraphs(*PARAGRAPHS)))
    drain()
    assert "quiet" in page(story.path).bodies  # type: ignore[union-attr]
    assert verify() == []


def test_a_page_that_cannot_be_written_does_not_keep_others_from_going_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = desk.story("Beras mahal"), desk.story("Hujan turun")
    real = worker.put_out

    def put_out(made: Any, before: Former) -> bool:
        if made.target.key == bad.path and made.draft is not None:
            raise ValueError("this row cannot be written")
        return real(made, before)

    monkeypatch.setattr(worker, "put_out", put_out)
    done = drain()
    assert done.held_back == 1
    assert page(good.path) is not None
    assert page(bad.path) is None
    assert Refusal.objects.get(key=bad.path).rule == "not_made"
    assert marked() == set()


def test_a_page_that_must_not_exist_any_more_is_dropped_with_all_that_is_known_of_it(desk: Desk) -> None:
    desk.story("Beras mahal")
    drain()
    extra = type(desk.dunia).objects.create(name="Olahraga", slug="olahraga", language="id", position=3)
    drain()
    assert page("/rubrik/olahraga") is not None
    extra.delete()
    drain()
    assert page("/rubrik/olahraga") is None
    assert not Printed.objects.filter(key="/rubrik/olahraga").exists()
    assert verify() == []


def test_a_changed_address_leads_to_the_new_one(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    drain()
    moved = verbs.change_slug(story, "harga-beras", by=desk.ayu, now=desk.tick())
    drain()
    old = page(story.path)
    assert old is not None and (old.status, old.location) == (308, moved.path)
    assert printed(story.path).kind == "redirect"
    assert verify() == []


WORKER = """
import itertools, os, signal, sys
import django
django.setup()
from terbit.press import worker

printed, real = itertools.count(1), worker.put_out

def put_out(*given):
    done = real(*given)
    if next(printed) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return done

worker.put_out = put_out
input()
raise SystemExit(worker.main())
"""


class Worker:
    """A worker in a process of its own. It loads at once, prints from `go()` on, and is killed within page `dies_at`."""

    def __init__(self, dies_at: int = 0) -> None:
        command = [sys.executable, "-W", "ignore", "-c", WORKER, str(dies_at)]
        self.process = subprocess.Popen(command, env=os.environ.copy(), stdin=subprocess.PIPE, stderr=subprocess.PIPE)

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def ended(self) -> tuple[int, str]:
        """Its exit code, and what it said."""
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said.decode()


@pytest.fixture
def two_workers() -> Iterator[tuple[Worker, Worker]]:
    both = Worker(dies_at=40), Worker()
    yield both
    for worker_of_two in both:
        worker_of_two.process.kill()
        worker_of_two.process.communicate()


def until(condition: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.005)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_loses_nothing(two_workers: tuple[Worker, Worker]) -> None:
    first, second = two_workers
    desk = open_desk()
    with transaction.atomic():
        for number in range(60):
            desk.story(f"Cerita {number}", publication="koran")
    total = len(marked())
    first.go()
    assert first.ended()[0] == -signal.SIGKILL
    left, out = marked(), set(Printed.objects.filter(number__gt=0).values_list("key", flat=True))
    assert left
    assert out
    assert left.isdisjoint(out)
    assert len(left | out) == total
    second.go()
    until(lambda: not marked())
    second.process.terminate()
    code, said = second.ended()
    assert code == 0, said
    assert verify() == []
