"""Reading dispatch from PostgreSQL: from any host, woken by NOTIFY, each reading in one snapshot."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg

from terbit.dispatch.source import DispatchRow, News, Position, SourceUnavailable
from terbit.dispatch.wake import CHANNEL

FETCHED_AT_ONCE: Final = 200
_CONNECTING: Final[dict[str, Any]] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "terbit-follower",
}


class PostgresqlSource:
    """See `Source`; one connection, used by the follower's thread alone. It is the follower's bell, too."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[Any] | None = None
        self._seen: Position | None = None

    def changed(self) -> bool:
        with self._asking() as connection:
            at = _position(connection)
        seen, self._seen = self._seen, at
        return seen != at

    @contextmanager
    def news_after(self, number: int) -> Iterator[News]:
        """Walked over a cursor of the server's, so that a first filling needs no memory; the snapshot is the cursor's
        and the position's alike, whatever commits meanwhile.
        """
        with self._asking() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            with connection.cursor(name="news", binary=True) as cursor:
                at = _position(connection)
                cursor.itersize = FETCHED_AT_ONCE
                cursor.execute(
                    "SELECT key, number, value FROM dispatch_row WHERE number > %s ORDER BY number, key", (number,)
                )
                yield News(at, (DispatchRow(*row) for row in cursor))

    def wait(self, seconds: float) -> bool:
        """Return when dispatch has news (True) or after `seconds` (False). What came while something else was asked
        is not lost: the driver keeps it.
        """
        if self._connection is None:
            return _sleep(seconds)
        try:
            return bool(list(self._connection.notifies(timeout=seconds, stop_after=1)))
        except psycopg.Error:
            self.close()  # the next question says what is wrong
            return _sleep(seconds)

    @contextmanager
    def _asking(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            if self._connection is None:
                self._connection = self._connect()
            yield self._connection
        except psycopg.Error as error:
            self.close()
            raise SourceUnavailable(f"Dispatch in PostgreSQL did not answer: {str(error).strip()}") from error

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self._url, autocommit=True, **_CONNECTING)
        connection.execute(f"LISTEN {CHANNEL}")
        return connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._seen = None


def _position(connection: psycopg.Connection[Any]) -> Position:
    found = connection.execute("SELECT epoch, last FROM dispatch_log WHERE id = 1").fetchone()
    return Position(*found) if found else Position("", 0)


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return False
