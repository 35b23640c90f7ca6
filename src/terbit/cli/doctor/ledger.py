"""The ledger: it answers, it can be written, and it is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from terbit.cli.doctor.database import START_IT, ask_server, ask_whether_whole, judge_integrity
from terbit.cli.doctor.line import Line, ok, wrong
from terbit.config import Settings
from terbit.ledger import LedgerUnavailable, open_ledger
from terbit.ledger.sqlite import WAIT_SECONDS

ABOUT: Final = "ledger"
NOBODY: Final = 0


def check(settings: Settings) -> Iterator[Line]:
    if settings.ledger_url:
        server = ask_server(ABOUT, "TERBIT_LEDGER_URL", settings.ledger_url)
        yield server
        if server.advice == START_IT:
            return
    ledger = open_ledger(settings)
    try:
        ledger.look(NOBODY, NOBODY, None)
    except LedgerUnavailable as problem:
        yield wrong(
            ABOUT, str(problem).rstrip("."), "Restore it from a backup. Until then metered stories say “one moment”."
        )
        return
    finally:
        ledger.close()
    if settings.ledger_url:
        yield ok(ABOUT, "it answers, and PostgreSQL keeps it")
        return
    yield judge_integrity(ABOUT, settings.ledger_database, *ask_whether_whole(settings.ledger_database))
    place = f"file:{settings.ledger_database}?mode=rw"
    with closing(sqlite3.connect(place, uri=True, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
        yield _writable(connection)


def _writable(connection: sqlite3.Connection) -> Line:
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as problem:
        return wrong(
            ABOUT,
            f"nobody could open a story within {WAIT_SECONDS:.0f} s: {problem}",
            "Another program holds ledger.sqlite: find it with `fuser -v` and end it.",
        )
    return ok(ABOUT, "it can be written; every opened story is synced before the answer")
