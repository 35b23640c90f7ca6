"""A whole import: batch by batch, each its own transaction, so that one that is stopped goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from terbit.newsroom.languages import LANGUAGES, first_language
from terbit.newsroom.models import HouseSettings
from terbit.wire.format import Delivered, Item, Refusal
from terbit.wire.intake.batch import Stopped, foresee_batch, take_batch
from terbit.wire.intake.report import Outcome, Report
from terbit.wire.intake.settling import House, Undated
from terbit.wire.intake.wanted import join_wanted
from terbit.wire.models import Import

BATCH_STORIES: Final = 400
BATCH_BYTES: Final = 8 * 1024 * 1024
"""A batch ends with whichever comes first: the newsroom waits while one is written, and pictures may stand in the lines."""

Watch = Callable[[Item, "Outcome | Refusal", Report], None]
"""Told of every item, with what became of it and the numbers so far."""


@dataclass(frozen=True, slots=True)
class Options:
    format: str
    source: str
    undated: Undated = "draft"


def take_in(items: Iterable[Item], options: Options, *, now: Callable[[], datetime], watch: Watch) -> Report:
    """Write everything that can be used. `now` is asked once a batch. The report says so where the house stopped it."""
    report = Report()
    run = Import.objects.create(format=options.format, source=options.source, begun_at=now())
    try:
        for batch in _batches(items):
            house = _house(options, now())
            _tell(batch, take_batch(_delivered(batch), run, house), report, watch)
        join_wanted(options.source)
    except Stopped as problem:
        report.stopped = str(problem)
        return report
    run.ended_at, run.counts = now(), report.counts()
    run.save()
    return report


def foresee(items: Iterable[Item], options: Options, *, now: Callable[[], datetime], watch: Watch) -> Report:
    """The same report, and nothing is written."""
    report, seen = Report(), set[str]()
    for batch in _batches(items):
        house = _house(options, now())
        _tell(batch, foresee_batch(_delivered(batch), options.source, house, seen), report, watch)
    return report


def _house(options: Options, now: datetime) -> House:
    codes = [code for code, _name in LANGUAGES]
    codes.sort(key=lambda code: code != first_language())
    return House(HouseSettings.load().zone, tuple(codes), now, options.undated)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += item.weight
        if len(batch) >= BATCH_STORIES or weight >= BATCH_BYTES:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _delivered(batch: list[Item]) -> list[Delivered]:
    return [item for item in batch if isinstance(item, Delivered)]


def _tell(batch: list[Item], outcomes: list[Outcome | Refusal], report: Report, watch: Watch) -> None:
    """In the order of the input; a refusal of the format is its own outcome."""
    taken = iter(outcomes)
    for item in batch:
        outcome = item if isinstance(item, Refusal) else next(taken)
        report.add(outcome)
        watch(item, outcome, report)
