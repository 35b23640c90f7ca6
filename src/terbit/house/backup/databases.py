"""Copies of house and ledger as they are at one moment, beside processes that go on writing; and what is left out.

Whichever engine keeps them, the copies are SQLite files: a backup fits any house.

The order matters. Both moments are fixed one right after the other, the ledger's first: whoever has opened a story in the
ledger's copy joined before, and so stands in the house's copy, which is the later one. The other way round an unlock
could name a reader whom the house does not know, and whose id it would give to somebody else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from terbit.config import Settings
from terbit.house.backup import of_postgresql, of_sqlite
from terbit.house.backup.kept import PAGES_LEFT_OUT

Tell = Callable[[int, int], None]
"""How many bytes are done, and of how many."""


class Held(Protocol):
    """A database as it was when it was held, whatever is written to it from then on; `bytes` is about how large it is."""

    @property
    def bytes(self) -> int: ...

    def count(self, question: str) -> int:
        """The one number that answers it, then."""
        ...

    def copy(self, place: Path, tell: Callable[[int], None]) -> None:
        """Into one new SQLite file, without what is left out."""
        ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest says of the copies."""

    epoch: str
    number: int
    left_out: int
    rows: dict[str, dict[str, int]]


def copy_databases(settings: Settings, folder: Path, tell: Tell) -> Facts:
    """Copy both databases into `folder`, without what a restore makes again.

    Nobody waits meanwhile: readers and writers go on, and what they write from now on is not in the copies. Raises
    sqlite3.Error, psycopg.Error, OSError, and StartRefused for tables of another version.
    """
    house, ledger = folder / settings.house_database.name, folder / settings.ledger_database.name
    with hold_ledger(settings) as of_ledger, hold_house(settings) as of_house:
        total = of_ledger.bytes + of_house.bytes
        of_ledger.copy(ledger, lambda done: tell(done, total))
        of_house.copy(house, lambda done: tell(of_ledger.bytes + done, total))
        left_out = of_house.count(PAGES_LEFT_OUT)
    epoch, number = _log_of(house)
    return Facts(epoch, number, left_out, {house.name: rows_of(house), ledger.name: rows_of(ledger)})


def hold_ledger(settings: Settings) -> AbstractContextManager[Held]:
    if settings.ledger_url:
        return of_postgresql.hold_ledger(settings)
    return of_sqlite.hold(settings.ledger_database, {})


def hold_house(settings: Settings) -> AbstractContextManager[Held]:
    if settings.database_url:
        return of_postgresql.hold_house(settings)
    return of_sqlite.hold_house(settings)


def _log_of(house: Path) -> tuple[str, int]:
    """Dispatch's epoch and number."""
    with closing(sqlite3.connect(f"file:{house}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT epoch, last FROM dispatch_log WHERE id = 1").fetchone()
    return found or ("", 0)


def rows_of(database: Path) -> dict[str, int]:
    """How many rows each table has, by name."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}
