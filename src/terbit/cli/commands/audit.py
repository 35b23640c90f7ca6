"""`terbit audit`: does any word leave the house by a way that nobody thought of, or not reach whoever may read it?"""

from __future__ import annotations

import argparse
import json
import sys

from terbit.cli.progress import Progress
from terbit.config import Settings
from terbit.house.refused import StartRefused

NAME = "audit"
HELP = (
    "ask every channel as every kind of reader: paid words that leak, and words that do not reach whoever may read them"
)
CLEAN, FOUND, NOT_DONE = 0, 1, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--plant",
        action="store_true",
        help="plant a leak in each channel in turn, in a copy, and see whether it is found",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """0 where nothing was found (with --plant: where everything was), 1 where not, 2 where it could not be done."""
    from terbit.cli.django import start_django

    try:
        start_django(settings)
        return _plant(options, settings) if options.plant else _audit(options, settings)
    except StartRefused as problem:
        print(problem, file=sys.stderr)
        return NOT_DONE


def _audit(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.house.audit.run import audit

    told = _Told()
    report = audit(settings, told.tell)
    told.end()
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(report.in_words()))
    return FOUND if report.found else CLEAN


def _plant(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.house.audit.planting import plant_everywhere

    told = _Told()
    rows = plant_everywhere(settings, told.tell)
    told.end()
    if options.json:
        print(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2))
    else:
        for row in rows:
            print(row.in_words())
    return CLEAN if all(row.caught for row in rows) else FOUND


class _Told:
    """One line of progress after another: what is being done changes on the way."""

    def __init__(self) -> None:
        self._what = ""
        self._progress = Progress(1)
        self._done = 0

    def tell(self, done: int, total: int, what: str) -> None:
        if what != self._what:
            self.end()
            self._what, self._progress = what, Progress(total)
        self._done = done
        self._progress.done = done - 1
        self._progress.pass_by(1, {what: done})

    def end(self) -> None:
        if self._what:
            self._progress.end({self._what: self._done})
