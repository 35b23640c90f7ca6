"""Reading dispatch where it is written: the newsroom's database, without Django.

`Source` is all that a follower asks of it; here is the one for SQLite, in postgresql_source.py the other.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class SourceUnavailable(RuntimeError):
    """Dispatch did not answer; the follower tries again and the shelf stays as it is."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log, or a shelf, has come."""

    epoch: str
    number: int


@dataclass(frozen=True, slots=True)
class DispatchRow:
    key: str
    number: int
    value: bytes | None


@dataclass(frozen=True, slots=True)
class News:
    """What a follower does not know yet; `rows` can be walked once, while the snapshot is held."""

    log: Position
    rows: Iterator[DispatchRow]


class Source(Protocol):
    """Where a follower reads. Every method but `close` raises SourceUnavailable."""

    def changed(self) -> bool:
        """Whether there may be something new since the last call. True at the first call."""
        ...

    def news_after(self, number: int) -> AbstractContextManager[News]:
        """Where the log stands and all rows after `number` in order, in one snapshot of the database."""
        ...

    def close(self) -> None: ...


class SqliteSource:
    """One connection, used by the follower's thread alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._seen: int | None = None
        self._file: tuple[int, int] | None = None

    def changed(self) -> bool:
        with self._asking() as connection:
            version = connection.execute("PRAGMA data_version").fetchone()[0]
        seen, self._seen = self._seen, version
        return bool(seen != version)

    @contextmanager
    def news_after(self, number: int) -> Iterator[News]:
        with self._asking() as connection:
            connection.execute("BEGIN")
            try:
                found = connection.execute("SELECT epoch, last FROM dispatch_log WHERE id = 1").fetchone()
                rows = connection.execute(
                    "SELECT key, number, value FROM dispatch_row WHERE number > ? ORDER BY number, key", (number,)
                )
                yield News(Position(*found) if found else Position("", 0), (DispatchRow(*row) for row in rows))
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        if self._connection is not None and self._file_there() != self._file:
            self.close()  # moved away, or another one in its place
        try:
            if self._connection is None:
                self._connection = self._connect()
            yield self._connection
        except sqlite3.Error as error:
            self.close()
            raise SourceUnavailable(f"Dispatch in {self._path} did not answer: {error}") from error

    def _connect(self) -> sqlite3.Connection:
        self._file = self._file_there()
        if self._file is None:
            raise SourceUnavailable(
                f"There is no database at {self._path}. Start the newsroom once, or set TERBIT_HOME."
            )
        connection = sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, timeout=5, isolation_level=None)
        connection.execute("PRAGMA query_only = 1")
        return connection

    def _file_there(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._seen = None
