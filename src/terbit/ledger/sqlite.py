"""The ledger in one SQLite file: any number of readers, one writing thread a process with group commit."""

from __future__ import annotations

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from terbit.ledger.contract import AlreadyUnlocked, LedgerUnavailable, Spent, Unlock, Unlocked
from terbit.ledger.times import from_micros, micros

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS unlock (
    reader INTEGER NOT NULL,
    story INTEGER NOT NULL,
    at INTEGER NOT NULL,       -- microseconds since 1970, UTC
    counts INTEGER NOT NULL DEFAULT 1,  -- 0 once its unit was given back
    PRIMARY KEY (reader, story)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS given_back (
    reader INTEGER NOT NULL, story INTEGER NOT NULL, given_by INTEGER NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL
);
"""
WAIT_SECONDS: Final = 2.0
MOST_AT_ONCE: Final = 256
_COUNT: Final = "SELECT count(*) FROM unlock WHERE reader = ? AND counts = 1 AND at >= ?"
_OPENED: Final = "SELECT 1 FROM unlock WHERE reader = ? AND story = ?"
_ENTER: Final = "INSERT INTO unlock (reader, story, at) VALUES (?, ?, ?)"


def create(path: Path) -> None:
    """Make the ledger's file; to be done before any kiosk starts, since two that create it at once can crash one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _reporting(path):
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
        connection.close()


class _Request(NamedTuple):
    reader: int
    story: int
    limit: int
    since: int
    now: int
    answer: Callable[[Unlock | LedgerUnavailable], None]


class _Kept(NamedTuple):
    connection: sqlite3.Connection
    file: tuple[int, int]


class SqliteLedger:
    """See `contract.Ledger`. `synchronous` is FULL, so a commit is on disk; a test turns it off to see itself fail."""

    def __init__(self, path: Path, *, synchronous: str = "FULL") -> None:
        self._path = path
        self._synchronous = synchronous
        self._local = threading.local()
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def look(self, reader: int, story: int, since: datetime | None) -> tuple[bool, int]:
        with self._connection() as connection:
            opened = connection.execute(_OPENED, (reader, story)).fetchone() is not None
            spent = connection.execute(_COUNT, (reader, micros(since))).fetchone()[0]
        return opened, spent

    async def unlock(self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime) -> Unlock:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Unlock | LedgerUnavailable] = loop.create_future()

        def answer(outcome: Unlock | LedgerUnavailable) -> None:
            loop.call_soon_threadsafe(_settle, future, outcome)

        self._ensure_writer()
        self._requests.put(_Request(reader, story, limit, micros(since), micros(now), answer))
        outcome = await future
        if isinstance(outcome, LedgerUnavailable):
            raise outcome
        return outcome

    def opened_by(self, reader: int) -> dict[int, datetime]:
        with self._connection() as connection:
            found = connection.execute(
                "SELECT story, at FROM unlock WHERE reader = ? ORDER BY at", (reader,)
            ).fetchall()
        return {story: from_micros(at) for story, at in found}

    def forget(self, reader: int) -> int:
        with self._writing() as connection:
            connection.execute("DELETE FROM given_back WHERE reader = ?", (reader,))
            return connection.execute("DELETE FROM unlock WHERE reader = ?", (reader,)).rowcount

    def give_back(self, reader: int, story: int, by: int, why: str) -> bool:
        with self._writing() as connection:
            changed = connection.execute(
                "UPDATE unlock SET counts = 0 WHERE reader = ? AND story = ? AND counts = 1", (reader, story)
            ).rowcount
            if changed:
                connection.execute(
                    "INSERT INTO given_back VALUES (?, ?, ?, ?, ?)",
                    (reader, story, by, why, micros(datetime.now(UTC))),
                )
        return changed == 1

    def close(self) -> None:
        """Enter what waits, then end the writing thread."""
        if self._writer is not None:
            self._requests.put(None)
            self._writer.join(WAIT_SECONDS * 2)
            self._writer = None

    def _ensure_writer(self) -> None:
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._write, daemon=True, name="ledger")
                self._writer.start()

    def _write(self) -> None:
        """The writing thread: what came in while the last commit synced goes into the next one together."""
        while (first := self._requests.get()) is not None:
            batch, ending = self._gather(first)
            try:
                with self._writing() as connection:
                    outcomes: Iterable[Unlock | LedgerUnavailable] = [_enter(connection, one) for one in batch]
            except LedgerUnavailable as error:
                outcomes = [error] * len(batch)
            for request, outcome in zip(batch, outcomes, strict=True):
                request.answer(outcome)
            if ending:
                return

    def _gather(self, first: _Request) -> tuple[list[_Request], bool]:
        batch = [first]
        while len(batch) < MOST_AT_ONCE:
            try:
                following = self._requests.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return batch, True
            batch.append(following)
        return batch, False

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection(wait=WAIT_SECONDS) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _connection(self, wait: float = 0.0) -> Iterator[sqlite3.Connection]:
        """This thread's connection; one that only looks waits for nobody, since the event loop stands still for it."""
        with _reporting(self._path):
            kept = self._kept(wait)
            try:
                yield kept.connection
            except sqlite3.Error:
                kept.connection.close()
                self._local.__dict__.pop(str(wait), None)
                raise

    def _kept(self, wait: float) -> _Kept:
        """The connection, opened anew when the file at its path is another one than it has open."""
        status = os.stat(self._path)
        file = (status.st_dev, status.st_ino)
        kept: _Kept | None = self._local.__dict__.get(str(wait))
        if kept is not None and kept.file == file:
            return kept
        if kept is not None:
            kept.connection.close()
        connection = sqlite3.connect(f"file:{self._path}?mode=rw", uri=True, timeout=wait, isolation_level=None)
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        fresh = _Kept(connection, file)
        self._local.__dict__[str(wait)] = fresh
        return fresh


def _enter(connection: sqlite3.Connection, request: _Request) -> Unlock:
    """One request inside the batch's transaction; it sees the rows that those before it entered."""
    if connection.execute(_OPENED, (request.reader, request.story)).fetchone() is not None:
        return AlreadyUnlocked()
    spent = connection.execute(_COUNT, (request.reader, request.since)).fetchone()[0]
    if spent >= request.limit:
        return Spent()
    connection.execute(_ENTER, (request.reader, request.story, request.now))
    return Unlocked(request.limit - spent - 1)


@contextmanager
def _reporting(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LedgerUnavailable(f"The ledger in {path} did not answer: {error}") from error


def _settle(future: asyncio.Future[Unlock | LedgerUnavailable], outcome: Unlock | LedgerUnavailable) -> None:
    if not future.done():
        future.set_result(outcome)
