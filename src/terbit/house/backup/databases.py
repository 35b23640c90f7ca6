"""Copies of house and ledger as they are at one moment, beside processes that go on writing; and what is left out.

SQLite's part of a backup: another database gets a file beside this one that offers `copy_databases` and `Facts`.

The order matters. Both moments are fixed within a millisecond, the ledger's first: whoever has opened a story in the
ledger's copy joined before, and so stands in the house's copy, which is the later one. The other way round an unlock
could name a reader whom the house does not know, and whose id it would give to somebody else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from terbit.config import Settings
from terbit.house.refused import StartRefused

PAGES_AT_A_TIME: Final = 2048
Tell = Callable[[int, int], None]
"""How many bytes are done, and of how many."""

_HELD: Final = "SELECT key FROM press_refusal WHERE NOT warning UNION SELECT key FROM press_mark"
_LEFT_OUT: Final = f"(key LIKE '/%' OR key LIKE '!%') AND (value IS NULL OR key NOT IN ({_HELD}))"
_LEAVE_OUT: Final = (
    f"DELETE FROM dispatch_row WHERE {_LEFT_OUT}",
    "DELETE FROM dispatch_row WHERE key LIKE 'terms/%' AND substr(key, 6) NOT IN (SELECT key FROM dispatch_row)",
    "DELETE FROM dispatch_row WHERE key LIKE 'reader/%'",
    "DELETE FROM press_printed WHERE key NOT IN (SELECT key FROM dispatch_row)",
    "DELETE FROM press_use WHERE page NOT IN (SELECT key FROM press_printed)",
    "DELETE FROM press_stageduse",
    "DELETE FROM press_staged",
    "DELETE FROM press_staging",
    "DELETE FROM dispatch_kiosk",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest says of the copies."""

    epoch: str
    number: int
    left_out: int
    rows: dict[str, dict[str, int]]


def refuse_another_engine(settings: Settings) -> None:
    """Raises StartRefused where house or ledger are not files of the state folder."""
    if settings.database_url or settings.ledger_url:
        raise StartRefused(
            "House or ledger are kept in PostgreSQL (TERBIT_DATABASE_URL, TERBIT_LEDGER_URL), and a backup holds files: save "
            "the databases with pg_dump, and `media` and `keys` beside them."
        )


def copy_databases(settings: Settings, folder: Path, tell: Tell) -> Facts:
    """Copy both databases into `folder`, without what a restore makes again. Raises sqlite3.Error and OSError.

    Nobody waits meanwhile: readers and writers go on, and what they write from now on is not in the copies.
    """
    house, ledger = folder / settings.house_database.name, folder / settings.ledger_database.name
    with (
        closing(_opened(settings.ledger_database)) as of_ledger,
        closing(_opened(settings.house_database)) as of_house,
    ):
        total = _hold(of_ledger) + _hold(of_house)
        _copy(of_ledger, ledger, lambda done: tell(done, total))
        before = ledger.stat().st_size
        _copy(of_house, house, lambda done: tell(before + done, total))
    epoch, number, left_out = leave_out(house)
    return Facts(epoch, number, left_out, {house.name: rows_of(house), ledger.name: rows_of(ledger)})


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=20, isolation_level=None)


def _hold(connection: sqlite3.Connection) -> int:
    """Fix the moment that this connection sees from here on; returns the bytes of the database at it."""
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    pages: int = connection.execute("PRAGMA page_count").fetchone()[0]
    size: int = connection.execute("PRAGMA page_size").fetchone()[0]
    return pages * size


def _copy(source: sqlite3.Connection, place: Path, tell: Callable[[int], None]) -> None:
    """In steps; since `source` holds its moment, nothing that is written in between makes it begin again."""
    size = source.execute("PRAGMA page_size").fetchone()[0]
    with closing(sqlite3.connect(place, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = OFF")  # the archive is synced, not this
        source.backup(copy, pages=PAGES_AT_A_TIME, progress=lambda _, left, of: tell((of - left) * size))
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it


def leave_out(house: Path) -> tuple[str, int, int]:
    """Take away what the press makes again: pages, and what is staged. Returns dispatch's epoch and number, and how many.

    A page that is held back, or marked, stays: its last good version may not be to be had again.
    """
    with closing(sqlite3.connect(house, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        epoch, number = copy.execute("SELECT epoch, last FROM dispatch_log WHERE id = 1").fetchone() or ("", 0)
        left_out: int = copy.execute(
            f"SELECT count(*) FROM dispatch_row WHERE value IS NOT NULL AND {_LEFT_OUT}"
        ).fetchone()[0]
        copy.execute("BEGIN")
        for statement in _LEAVE_OUT:
            copy.execute(statement)
        copy.execute("COMMIT")
        copy.execute("VACUUM")
    return epoch, number, left_out


def rows_of(database: Path) -> dict[str, int]:
    """How many rows each table has, by name."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}
