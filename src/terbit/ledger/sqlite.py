"""The ledger in one SQLite file: any number of readers, one writing thread a process with group commit."""

from __future__ import annotations

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from terbit.ledger.contract import AlreadyUnlocked, LedgerUnavailable, Settled, Spent, Unlock, Unlocked
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
"""A batch that has so many takes no further turns of event loops."""
CHECKPOINT_PAGES: Final = 4_000
"""As many bytes as SQLite's usual 1,000 of its usual pages; what changed more than once is carried over once."""
_LOOK: Final = "SELECT total(story = ?), total(counts = 1 AND at >= ?) FROM unlock WHERE reader = ?"
_LOOK_AT_ALL: Final = """
SELECT group_concat((
    SELECT 2 * count(*) FILTER (WHERE counts = 1 AND at >= column3) + count(*) FILTER (WHERE story = column2)
    FROM unlock WHERE reader = column1
)) FROM ({rows}) WHERE column1 IS NOT NULL
"""
_ENTER: Final = "INSERT INTO unlock (reader, story, at) SELECT * FROM ({rows}) WHERE column1 IS NOT NULL"
_SIZES: Final = (1, 4, 16, 64, 256)
"""Statements are prepared for so many rows of three values; the last rows of one may be empty, and are passed over."""
_NOTHING: Final[dict[int, int]] = {}


def create(path: Path) -> None:
    """Make the ledger's file; to be done before any kiosk starts, since two that create it at once can crash one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _reporting(path):
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA page_size = 1024")  # unlocks are small and of readers far apart: each writes a page
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
        connection.close()


class _Request(msgspec.Struct, frozen=True):
    reader: int
    story: int
    limit: int
    since: int
    now: int
    settled: Settled


class _Turn(NamedTuple):
    """What came in during one turn of an event loop."""

    loop: asyncio.AbstractEventLoop
    requests: list[_Request]


class _Kept(NamedTuple):
    connection: sqlite3.Connection
    file: tuple[int, int]


class SqliteLedger:
    """See `contract.Ledger`. `synchronous` is FULL, so a commit is on disk; a test turns it off to see itself fail."""

    def __init__(self, path: Path, *, synchronous: str = "FULL") -> None:
        self._path = path
        self._synchronous = synchronous
        self._local = threading.local()
        self._turns: queue.SimpleQueue[_Turn | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def look(self, reader: int, story: int, since: datetime | None) -> tuple[bool, int]:
        with self._connection() as connection:
            opened, spent = connection.execute(_LOOK, (story, micros(since), reader)).fetchone()
        return opened > 0, int(spent)

    async def unlock(self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime) -> Unlock:
        future: asyncio.Future[Unlock | LedgerUnavailable] = asyncio.get_running_loop().create_future()

        def settled(outcome: Unlock | LedgerUnavailable) -> None:
            if not future.done():
                future.set_result(outcome)

        self.enter(reader, story, limit=limit, since=since, now=now, settled=settled)
        outcome = await future
        if isinstance(outcome, LedgerUnavailable):
            raise outcome
        return outcome

    def enter(
        self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime, settled: Settled
    ) -> None:
        loop = asyncio.get_running_loop()
        turn = self._local.__dict__.get("turn")
        if turn is None or turn.loop is not loop:
            turn = self._local.turn = _Turn(loop, [])
            loop.call_soon(self._hand_over)
        turn.requests.append(_Request(reader, story, limit, micros(since), micros(now), settled))

    def _hand_over(self) -> None:
        """To the writing thread, all of a turn at once: each waking of it costs more than an unlock."""
        turn = self._local.__dict__.pop("turn", None)
        if turn is not None:
            self._ensure_writer()
            self._turns.put(turn)

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
        self._hand_over()
        if self._writer is not None:
            self._turns.put(None)
            self._writer.join(WAIT_SECONDS * 2)
            self._writer = None

    def _ensure_writer(self) -> None:
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._write, daemon=True, name="ledger")
                self._writer.start()

    def _write(self) -> None:
        """The writing thread: what came in while the last commit synced goes into the next one together."""
        while (first := self._turns.get()) is not None:
            turns, ending = self._gather(first)
            batch = [request for turn in turns for request in turn.requests]
            try:
                with self._writing() as connection:
                    outcomes: list[Unlock] | list[LedgerUnavailable] = _enter(connection, batch)
            except LedgerUnavailable as error:
                outcomes = [error] * len(batch)
            _answer(turns, outcomes)
            if ending:
                return

    def _gather(self, first: _Turn) -> tuple[list[_Turn], bool]:
        turns, count = [first], len(first.requests)
        while count < MOST_AT_ONCE:
            try:
                following = self._turns.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return turns, True
            turns.append(following)
            count += len(following.requests)
        return turns, False

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
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        fresh = _Kept(connection, file)
        self._local.__dict__[str(wait)] = fresh
        return fresh


def _enter(connection: sqlite3.Connection, batch: list[_Request]) -> list[Unlock]:
    """A batch inside one transaction, in the order in which it came; later ones see what earlier ones entered.

    Two statements for all of it: with a few for each request, this thread and the event loop's would hand the
    interpreter's lock to and fro all the time, which costs more than the statements.
    """
    found: list[int] = []
    for statement, values in _statements(_LOOK_AT_ALL, [(one.reader, one.story, one.since) for one in batch]):
        found += map(int, connection.execute(statement, values).fetchone()[0].split(","))
    entered: dict[int, dict[int, int]] = {}
    outcomes = [_outcome(one, seen & 1, seen >> 1, entered) for one, seen in zip(batch, found, strict=True)]
    rows = [(reader, story, at) for reader, stories in entered.items() for story, at in stories.items()]
    for statement, values in _statements(_ENTER, rows):
        connection.execute(statement, values)
    return outcomes


def _statements(pattern: str, rows: Sequence[tuple[int, int, int]]) -> Iterator[tuple[str, list[int | None]]]:
    """The statement with room for these rows, and its values; several where there are too many for one."""
    for start in range(0, len(rows), _SIZES[-1]):
        some = rows[start : start + _SIZES[-1]]
        size = next(size for size in _SIZES if size >= len(some))
        values = [*chain.from_iterable(some), *([None] * (3 * (size - len(some))))]
        yield _for_rows(pattern, size), values


@cache
def _for_rows(pattern: str, size: int) -> str:
    return pattern.format(rows="VALUES " + ", ".join(["(?, ?, ?)"] * size))


def _outcome(request: _Request, opened: int, spent: int, entered: dict[int, dict[int, int]]) -> Unlock:
    """`opened` and `spent` as they were before the batch; `entered`, which grows: times by reader and story."""
    own = entered.get(request.reader, _NOTHING)
    if opened or request.story in own:
        return AlreadyUnlocked()
    left = request.limit - spent
    if own:
        left -= sum(at >= request.since for at in own.values())
    if left <= 0:
        return Spent()
    entered.setdefault(request.reader, {})[request.story] = request.now
    return Unlocked(left - 1)


@contextmanager
def _reporting(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LedgerUnavailable(f"The ledger in {path} did not answer: {error}") from error


def _answer(turns: Iterable[_Turn], outcomes: Sequence[Unlock | LedgerUnavailable]) -> None:
    """Each event loop is woken once for a turn's requests."""
    at = 0
    for turn in turns:
        settled = outcomes[at : at + len(turn.requests)]
        at += len(turn.requests)
        turn.loop.call_soon_threadsafe(_settle, turn.requests, settled)


def _settle(requests: Iterable[_Request], outcomes: Iterable[Unlock | LedgerUnavailable]) -> None:
    for request, outcome in zip(requests, outcomes, strict=True):
        request.settled(outcome)
