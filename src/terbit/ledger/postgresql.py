"""The ledger in PostgreSQL: the same promises over any number of kiosks on any hosts.

A batch of unlocks is one statement outside any transaction of the client's: the server locks, counts, enters and
commits by itself. So a kiosk that is paused or killed at any instant never holds a lock that others wait for. Two
threads with a connection each speak to the server, one asks and one writes; the kiosk's event loop waits for the asking
one for a bounded time, and while the server is known to be away not at all.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as TooLate
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeVar

import psycopg

from terbit.ledger.contract import AlreadyUnlocked, LedgerUnavailable, Settled, Spent, Unlock, Unlocked, settle_with
from terbit.ledger.line import Line
from terbit.ledger.times import from_micros, micros

Answer = TypeVar("Answer")

LOOK_SECONDS: Final = 0.25
"""A look is answered within this, or refused; the event loop stands still for it once, when the server goes away."""
WAIT_SECONDS: Final = 2.0
MOST_AT_ONCE: Final = 256
STRIPES: Final = 1024
"""Readers share so many locks, so that no number of kiosks fills the server's table of locks."""
_LOCKS: Final = 0x7465726C  # "terl": the class of the readers' advisory locks
_SCHEMA_TURN: Final = 0x7465726269740003

SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS ledger_unlock (
    reader bigint NOT NULL,
    story bigint NOT NULL,
    at bigint NOT NULL,                  -- microseconds since 1970, UTC
    counts smallint NOT NULL DEFAULT 1,  -- 0 once its unit was given back
    PRIMARY KEY (reader, story)
);
CREATE TABLE IF NOT EXISTS ledger_given_back (
    reader bigint NOT NULL, story bigint NOT NULL, given_by bigint NOT NULL, why text NOT NULL, at bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger_given_back_reader ON ledger_given_back (reader);
CREATE OR REPLACE FUNCTION ledger_unlock_all(
    readers bigint[], stories bigint[], limits bigint[], sinces bigint[], moments bigint[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    outcomes bigint[] := '{{}}';
    stripe integer;
    spent bigint;
BEGIN
    -- always in the same order, so that no two batches wait for each other
    FOR stripe IN SELECT DISTINCT mod(r, {STRIPES})::integer AS lock FROM unnest(readers) AS r ORDER BY lock LOOP
        PERFORM pg_advisory_xact_lock({_LOCKS}, stripe);
    END LOOP;
    FOR i IN 1 .. cardinality(readers) LOOP
        IF EXISTS (SELECT 1 FROM ledger_unlock WHERE reader = readers[i] AND story = stories[i]) THEN
            outcomes := outcomes || -2::bigint;
            CONTINUE;
        END IF;
        SELECT count(*) INTO spent FROM ledger_unlock WHERE reader = readers[i] AND counts = 1 AND at >= sinces[i];
        IF spent >= limits[i] THEN
            outcomes := outcomes || -1::bigint;
        ELSE
            INSERT INTO ledger_unlock (reader, story, at) VALUES (readers[i], stories[i], moments[i]);
            outcomes := outcomes || (limits[i] - spent - 1);
        END IF;
    END LOOP;
    RETURN outcomes;
END $$;
"""
_LOOK: Final = """
    SELECT EXISTS (SELECT 1 FROM ledger_unlock WHERE reader = %s AND story = %s),
           (SELECT count(*) FROM ledger_unlock WHERE reader = %s AND counts = 1 AND at >= %s)
"""
_UNLOCK: Final = "SELECT ledger_unlock_all(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])"
_GIVE_BACK: Final = """
    WITH changed AS (
        UPDATE ledger_unlock SET counts = 0 WHERE reader = %s AND story = %s AND counts = 1 RETURNING reader, story
    ) INSERT INTO ledger_given_back SELECT reader, story, %s, %s, %s FROM changed
"""
_FORGET: Final = """
    WITH gone AS (DELETE FROM ledger_given_back WHERE reader = %s) DELETE FROM ledger_unlock WHERE reader = %s
"""


def create(url: str) -> None:
    """Make the ledger's tables in the database at `url`. Raises LedgerUnavailable."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_SCHEMA_TURN,))
            connection.execute(SCHEMA)
    except psycopg.Error as problem:
        raise LedgerUnavailable(f"The ledger's tables could not be made: {problem}") from problem


class _Request(NamedTuple):
    reader: int
    story: int
    limit: int
    since: int
    now: int
    outcome: Future[Unlock]


class PostgresqlLedger:
    """See `contract.Ledger`. `synchronous_commit` is on, so a commit is on disk; a test turns it off to see itself fail.

    An unlock that was not answered in time may have been entered all the same: then the story is open, and its unit
    spent, as if the answer had been lost on its way.
    """

    def __init__(self, url: str, *, synchronous_commit: str = "on") -> None:
        self._asking = Line(url, "ledger-asks", synchronous_commit)
        self._writing = Line(url, "ledger-writes", synchronous_commit)
        self._waiting: list[_Request] = []
        self._guard = threading.Lock()

    def look(self, reader: int, story: int, since: datetime | None) -> tuple[bool, int]:
        def ask(connection: psycopg.Connection[Any]) -> tuple[bool, int]:
            found = connection.execute(_LOOK, (reader, story, reader, micros(since)), prepare=True).fetchone()
            assert found is not None
            return found[0], found[1]

        return self._answer(self._asking, ask, LOOK_SECONDS)

    async def unlock(self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime) -> Unlock:
        request = _Request(reader, story, limit, micros(since), micros(now), Future())
        with self._guard:
            self._waiting.append(request)
            is_first = len(self._waiting) == 1
        if is_first:  # the others go with it
            self._writing.do(self._enter_waiting)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(request.outcome), WAIT_SECONDS)
        except TimeoutError:
            raise LedgerUnavailable(f"The ledger did not answer within {WAIT_SECONDS:g} seconds.") from None

    def enter(
        self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime, settled: Settled
    ) -> None:
        settle_with(self.unlock(reader, story, limit=limit, since=since, now=now), settled)

    def opened_by(self, reader: int) -> dict[int, datetime]:
        def ask(connection: psycopg.Connection[Any]) -> dict[int, datetime]:
            rows = connection.execute("SELECT story, at FROM ledger_unlock WHERE reader = %s ORDER BY at", (reader,))
            return {story: from_micros(at) for story, at in rows}

        return self._answer(self._asking, ask, WAIT_SECONDS)

    def forget(self, reader: int) -> int:
        return self._answer(self._writing, lambda to: to.execute(_FORGET, (reader, reader)).rowcount, WAIT_SECONDS)

    def give_back(self, reader: int, story: int, by: int, why: str) -> bool:
        values = (reader, story, by, why, micros(datetime.now(UTC)))
        return self._answer(self._writing, lambda to: to.execute(_GIVE_BACK, values).rowcount == 1, WAIT_SECONDS)

    def close(self) -> None:
        """Enter what waits, then end both threads."""
        self._writing.close(WAIT_SECONDS * 2)
        self._asking.close(WAIT_SECONDS)

    def _answer(self, line: Line, ask: Callable[[psycopg.Connection[Any]], Answer], seconds: float) -> Answer:
        """What `ask` gives on that line's thread, within `seconds`; at once that it is away, where that is known."""
        if line.is_away:
            raise LedgerUnavailable("The ledger does not answer.")
        answer: Future[Answer] = Future()

        def job(connection: psycopg.Connection[Any] | LedgerUnavailable) -> None:
            if not answer.set_running_or_notify_cancel():
                return  # nobody waits for it any more
            try:
                answer.set_result(ask(_there(connection)))
            except BaseException as problem:
                answer.set_exception(_said(problem))
                raise

        line.do(job)
        try:
            return answer.result(seconds)
        except TooLate:
            answer.cancel()
            line.is_away = True  # until it has answered again
            raise LedgerUnavailable(f"The ledger did not answer within {seconds:g} seconds.") from None

    def _enter_waiting(self, connection: psycopg.Connection[Any] | LedgerUnavailable) -> None:
        """The writing thread: what came in while the last commit synced goes into the next one together."""
        with self._guard:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            if self._waiting:
                self._writing.do(self._enter_waiting)
        wanted = [one for one in batch if one.outcome.set_running_or_notify_cancel()]
        if not wanted:
            return
        try:
            columns = list(zip(*(one[:5] for one in wanted), strict=True))
            row = _there(connection).execute(_UNLOCK, [list(column) for column in columns], prepare=True).fetchone()
            assert row is not None
            for request, code in zip(wanted, row[0], strict=True):
                _settle(request.outcome, _OUTCOMES.get(code) or Unlocked(code))
        except BaseException as problem:
            for request in wanted:
                _settle(request.outcome, _said(problem))
            raise


_OUTCOMES: Final[dict[int, Unlock]] = {-2: AlreadyUnlocked(), -1: Spent()}


def _there(connection: psycopg.Connection[Any] | LedgerUnavailable) -> psycopg.Connection[Any]:
    if isinstance(connection, LedgerUnavailable):
        raise connection
    return connection


def _said(problem: BaseException) -> LedgerUnavailable:
    if isinstance(problem, LedgerUnavailable):
        return problem
    return LedgerUnavailable(f"The ledger did not answer: {problem}")


def _settle(outcome: Future[Unlock], found: Unlock | LedgerUnavailable) -> None:
    try:
        if isinstance(found, LedgerUnavailable):
            outcome.set_exception(found)
        else:
            outcome.set_result(found)
    except InvalidStateError:
        pass
