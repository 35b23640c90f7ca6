"""Copying a SQLite file page by page from one moment of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from terbit.config import Settings
from terbit.house.backup.kept import KEPT

PAGES_AT_A_TIME: Final = 2048


@dataclass(frozen=True, slots=True)
class HeldFile:
    """In a transaction that reads; `kept` are the conditions of the tables that are not copied whole."""

    connection: sqlite3.Connection
    bytes: int
    kept: Mapping[str, str]

    def count(self, question: str) -> int:
        return int(self.connection.execute(question).fetchone()[0])

    def copy(self, place: Path, tell: Callable[[int], None]) -> None:
        """In steps; since the moment is held, nothing that is written in between makes it begin again."""
        size = self.connection.execute("PRAGMA page_size").fetchone()[0]
        with closing(sqlite3.connect(place, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous = OFF")  # the archive is synced, not this
            self.connection.backup(copy, pages=PAGES_AT_A_TIME, progress=lambda _, left, of: tell((of - left) * size))
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
            if self.kept:
                _leave_out(copy, self.kept)


def hold_house(settings: Settings) -> AbstractContextManager[HeldFile]:
    return hold(settings.house_database, KEPT)


@contextmanager
def hold(file: Path, kept: Mapping[str, str]) -> Iterator[HeldFile]:
    with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=20, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        pages: int = connection.execute("PRAGMA page_count").fetchone()[0]
        size: int = connection.execute("PRAGMA page_size").fetchone()[0]
        yield HeldFile(connection, pages * size, kept)


def _leave_out(copy: sqlite3.Connection, kept: Mapping[str, str]) -> None:
    copy.execute("BEGIN")
    for table, condition in kept.items():
        copy.execute(f"DELETE FROM {table} WHERE NOT ({condition})")
    copy.execute("COMMIT")
    copy.execute("VACUUM")
