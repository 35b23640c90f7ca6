"""The worker: prints what is marked, the most urgent and newest first, in small batches, for ever.

Each batch is one transaction: it reads marks and rows, prints, and writes dispatch. Between the reading and the writing
nobody may change a row that a page has read, else a page could go out that is older than its mark. On SQLite that
follows from `transaction_mode: IMMEDIATE`, on PostgreSQL from the lock with which every transaction of the house begins
(docs/decisions/0010): there is one writer, and it is this batch. So a batch is short (others wait for it), and after one
that leaves work behind the worker steps aside, so that a waiting editor gets in.

A mark goes in the same transaction as its page enters dispatch, and only in the version that was read. A crash, or
`kill -9`, at any point therefore loses nothing: either the page is out and unmarked, or neither.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone

from terbit.config import settings
from terbit.dispatch.wake import Bell
from terbit.dispatch.write import last_number
from terbit.press.batch import batch
from terbit.press.files import lay_all_files
from terbit.press.making import Made, make_page
from terbit.press.marks import FRONT, OTHER, mark_refused
from terbit.press.models import Mark
from terbit.press.news_day import move_news_day
from terbit.press.pages.registry import Target
from terbit.press.printing import Former, formers, put_out
from terbit.press.proof import Finding
from terbit.press.staging import release_what_is_due, restage, seconds_until_next, stage_some

log: Final = logging.getLogger("terbit.press")

POLL_SECONDS: Final = 0.5
_SHORTEST_PAUSE: Final = 0.001
STEP_ASIDE_SECONDS: Final = 0.025
"""SQLite's waiters ask again every 25 ms or less during their first 128 ms: within that time one of them gets in."""
HURRIED_BATCHES: Final = 3
"""So many urgent batches in a row go without stepping aside: an article and its front, not an import."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long others may wait for one batch: whichever ends first. At least one page is printed."""

    pages: int = 25
    milliseconds: float = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch did: pages looked at, changed for readers, held back by the proof.

    `urgent` where it printed what somebody waits for; `left` where marks are left.
    """

    pages: int = 0
    changed: int = 0
    held_back: int = 0
    milliseconds: float = 0
    number: int = 0
    urgent: bool = False
    left: bool = False

    def __str__(self) -> str:
        return (
            f"{self.pages} pages, {self.changed} changed, {self.held_back} held back, {self.milliseconds:.0f} ms, "
            f"dispatch {self.number}{', more to print' if self.left else ''}"
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One key to print: its marks (one for each kind that claims it), and what is known of it from before."""

    key: str
    marks: tuple[Mark, ...]
    former: Former

    @property
    def targets(self) -> frozenset[Target]:
        claims = {Target(mark.kind, mark.key, mark.subject) for mark in self.marks}
        if (printed := self.former.printed) is not None:
            claims.add(Target(printed.kind, printed.key, printed.subject))
        return frozenset(claims)


def run_once(budget: Budget = Budget()) -> Batch:
    """Print one batch. Raises OperationalError or InterfaceError where the database does not answer; nothing is lost.

    Should a batch fail for any other reason, its pages are tried one by one; the one that fails alone is held back, and
    its mark goes, so that the others go on.
    """
    if not Mark.objects.exists():
        return Batch()
    try:
        return _print_batch(budget)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("A batch failed; its pages are printed one by one")
        return _one_by_one(budget)


def drain(budget: Budget = Budget(pages=200, milliseconds=1000)) -> Batch:
    """Print until nothing is marked; for setting up a house, for tests, and wherever nobody else waits to write."""
    began, total = time.perf_counter(), Batch()
    while (done := run_once(budget)).pages:
        total = Batch(total.pages + done.pages, total.changed + done.changed, total.held_back + done.held_back)
    return Batch(total.pages, total.changed, total.held_back, _milliseconds_since(began), last_number())


def _print_batch(budget: Budget) -> Batch:
    began = time.perf_counter()
    pages = changed = held_back = 0
    alone = not connection.in_atomic_block
    with transaction.atomic():
        jobs = next_jobs(budget.pages)
        with batch((target for job in jobs for target in job.targets), keep=alone):
            for job in jobs:
                if pages and _milliseconds_since(began) >= budget.milliseconds:
                    break
                made = make_page(job.key, job.targets)
                changed += put_out(made, job.former)
                held_back += made.refused
                pages += 1
                unmark(job.marks)
    urgent = any(mark.urgent for job in jobs for mark in job.marks)
    return Batch(pages, changed, held_back, _milliseconds_since(began), last_number(), urgent, Mark.objects.exists())


def next_jobs(most: int) -> list[Job]:
    """The next keys in printing order: a changed story's own page, then lists, then the rest; newest first.

    What somebody waits for is never put into one batch with the rest, since all of a batch comes out at its end: a story
    and its front go before the other lists, those before other stories.
    """
    order = Mark.objects.order_by("-urgent", "-marked_at", "-subject", "key").values_list("key", "urgent")
    chosen = list(order[:most])
    keys = list(dict.fromkeys(key for key, urgent in chosen if _company(urgent) == _company(chosen[0][1])))
    marks: dict[str, list[Mark]] = {key: [] for key in keys}
    for mark in Mark.objects.filter(key__in=keys):
        marks[mark.key].append(mark)
    former = formers(keys)
    return [Job(key, tuple(marks[key]), former[key]) for key in keys]


def _company(urgent: int) -> int:
    """Which marks go together: 2 a story and its front, 1 lists and feeds, 0 other stories."""
    return (urgent >= FRONT) + (urgent > OTHER)


def unmark(marks: Iterable[Mark]) -> None:
    """Take away the marks as they were read; one that a later change has raised stays."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM press_mark WHERE id = %s AND version = %s", [(mark.pk, mark.version) for mark in marks]
        )


def _one_by_one(budget: Budget) -> Batch:
    began = time.perf_counter()
    jobs = next_jobs(budget.pages)
    outcomes = list(_each(jobs))
    changed, held_back = outcomes.count("changed"), outcomes.count("held back")
    return Batch(len(jobs), changed, held_back, _milliseconds_since(began), last_number(), left=Mark.objects.exists())


def _each(jobs: list[Job]) -> Iterator[str]:
    for job in jobs:
        try:
            with transaction.atomic():
                made = make_page(job.key, job.targets)
                changed = put_out(made, job.former)
                unmark(job.marks)
            yield "held back" if made.refused else "changed" if changed else "same"
        except (OperationalError, InterfaceError):
            raise
        except Exception as problem:
            log.exception("The page %s could not go out", job.key)
            _give_up(job, problem)
            yield "held back"


def _give_up(job: Job, problem: Exception) -> None:
    """The page keeps its last version, the desk is told, and the mark goes."""
    finding = Finding("not_made", f"{job.key}: {type(problem).__name__}: {problem}")
    with transaction.atomic():
        put_out(Made(min(job.targets, key=str), findings=(finding,)), job.former)
        unmark(job.marks)


def _milliseconds_since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def work(
    stop: threading.Event,
    bell: Bell,
    beside: Callable[[], None] = lambda: None,
    first: Iterable[Callable[[], object]] = (),
) -> None:
    """Until `stop` is set: let out what is due, print what is marked, stage what is to come; `beside` when all is done.
    `first` is done before, each once; whatever needs the database waits for it.

    At once when the bell rings, at the instant of a release, and at every poll in case a ring was lost.
    """
    hurried, trouble, to_begin = 0, "", list(first)
    while not stop.is_set():
        try:
            while to_begin:
                to_begin[0]()
                del to_begin[0]
            released = release_what_is_due()
            move_news_day(timezone.now())
            done = run_once()
            staged = 0 if done.urgent else stage_some()
            stuck = any(one.problem for one in released)
            pause = POLL_SECONDS if stuck else seconds_until_next(POLL_SECONDS)
        except DatabaseError as problem:
            if str(problem) != trouble:
                log.error(
                    "The database did not answer (%s); the worker tries again each second, and loses nothing. Bring it back: "
                    "house.sqlite in the state folder and room on its disk, or the server of TERBIT_DATABASE_URL.",
                    str(problem).strip(),
                    extra={"fault": "database_away"},
                )
            trouble = str(problem)
            connection.close()
            stop.wait(1)
            continue
        if trouble:
            log.info("The database answers again.")
            trouble = ""
        for one in released:
            log.info("%s", one)
        if done.pages:
            log.info("%s", done)
        if staged:
            log.info("%d pages staged for a release", staged)
        hurried = hurried + 1 if done.urgent else 0
        if not done.left and not staged:
            beside()
            close_old_connections()
            bell.wait(max(pause, _SHORTEST_PAUSE))
        elif not 0 < hurried <= HURRIED_BATCHES:
            stop.wait(STEP_ASIDE_SECONDS)


def main(beside: Callable[[], None] = lambda: None) -> int:
    """The process: after django.setup(). SIGTERM and SIGINT end it after the running batch; returns 0 then.

    `beside` is called whenever the press has nothing to do; it must not raise, and be short.
    """
    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    bell = Bell(settings.press_socket)
    log.info("The press listens at %s", settings.press_socket)
    try:
        work(stop, bell, beside, first=(lay_all_files, mark_refused, restage))
    finally:
        bell.close()
        connection.close()
    log.info("The press has stopped; what is marked stays marked.")
    return 0
