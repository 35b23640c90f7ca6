"""`terbit why`: why this reader gets this story or not, line by line, from the code that serves."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from terbit.cli.printing import json_option
from terbit.config import Settings

if TYPE_CHECKING:
    from terbit.house.why.answer import Why

NAME = "why"
HELP = "why READER ARTICLE: why this reader gets this story or not, line by line"
NOT_FOUND = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reader", help="an e-mail address, an id, or nobody")
    parser.add_argument("article", help="a path, a slug or an id")
    parser.add_argument("--at", metavar="TIME", help="at another time, as 2026-12-01T00:00 in the house's zone")
    json_option(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """0 where there is an answer, whatever it is; 1 where the question names nobody, nothing or no time."""
    from terbit.cli.django import start_django

    start_django(settings)
    from django.utils import translation

    from terbit.house.why.answer import ask
    from terbit.house.why.question import Unanswerable, moment_named, reader_named, story_named
    from terbit.house.why.record import record_of

    with translation.override("en"):
        try:
            at = moment_named(options.at) if options.at else None
            why = ask(story_named(options.article), reader_named(options.reader), datetime.now(UTC), at)
        except Unanswerable as refused:
            print(refused, file=sys.stderr)
            return NOT_FOUND
        if options.json:
            print(json.dumps(record_of(why), ensure_ascii=False, indent=2))
        else:
            _print(why)
    return 0


def _print(why: Why) -> None:
    from terbit.house.why.words import decided, lines, note
    from terbit.newsroom.admin.house_time import in_house_time

    who = f"{why.reader.email} ({why.reader.pk})" if why.reader else "nobody"
    print(f"{why.article.path}  {who}  {in_house_time(why.at)}")
    print(f"at the {'kiosk' if why.shelf else 'desk'}: {why.grounds.terms.access.code}, by:")
    for reason in why.article.access_reasons:
        print(f"  {'→' if reason.decides else ' '} {reason.access.code:12} {reason.words}")
    for line in lines(why):
        print(f"{line.number:3} {'yes' if line.fits else 'no':4} {line.when}  {line.found}".rstrip())
    print(f"{decided(why.explanation.decision)} (body: {why.body})")
    if why.soon:
        print(f"By the newsroom's rows: {decided(why.soon)}")
    for code in why.notes:
        print(f"Note: {note(code)}")
