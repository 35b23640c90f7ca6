"""`terbit import FORMAT PATH…`: stories come in from files. Ends with numbers that add up: what was read, and what became of it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from terbit.cli.progress import Progress
from terbit.config import Settings

NAME = "import"
HELP = "import archive FILE…: take stories in (docs/archive-format.md)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("format", metavar="FORMAT", help="the format of the files: archive, text")
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file, or a folder of files")
    parser.add_argument("--source", metavar="NAME", help="whose ids these are; FORMAT where it is not said")
    parser.add_argument(
        "--undated", choices=["draft", "publish"], default="draft", help="what becomes of stories without a date"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only say what would happen; with --json print the stories"
    )
    parser.add_argument("--json", action="store_true", help="end with the numbers as JSON, for programs")


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.django import start_django

    start_django(settings)
    from django.utils import timezone

    from terbit.wire.archive.writing import line_of
    from terbit.wire.format import Delivered
    from terbit.wire.formats import FORMATS
    from terbit.wire.intake import Options, Report, foresee, take_in

    form = FORMATS.get(options.format)
    if form is None:
        print(f"There is no format “{options.format}”; there are {', '.join(FORMATS)}.", file=sys.stderr)
        return 2
    print_stories = options.dry_run and options.json
    progress = Progress(form.weigh(options.paths))

    def watch(item, outcome, report: Report) -> None:  # type: ignore[no-untyped-def]
        if not hasattr(outcome, "fate"):
            progress.say(_refused(outcome))
        elif print_stories and isinstance(item, Delivered):
            sys.stdout.buffer.write(line_of(item.story))
        progress.pass_by(item.weight, report.counts())

    chosen = Options(options.format, (options.source or options.format)[:80], options.undated)
    take = foresee if options.dry_run else take_in
    report = take(form.read(options.paths), chosen, now=timezone.now, watch=watch)
    progress.end(report.counts())
    words = json.dumps(report.as_json(), ensure_ascii=False) if options.json else report.in_words()
    sys.stdout.flush()
    print(words, file=sys.stderr if print_stories else sys.stdout)
    return report.exit_code


def _refused(refusal: object) -> str:
    where, code, why = (getattr(refusal, name) for name in ("place", "code", "why"))
    return f"{where}: {code}: {why}"
