"""One connection to PostgreSQL in a thread of its own, which finds the server again after it was away."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any, Final

import psycopg

from terbit.ledger.contract import LedgerUnavailable

STATEMENT_SECONDS: Final = 2
TRY_AGAIN_SECONDS: Final = 0.25
_CONNECTING: Final[dict[str, Any]] = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
    "application_name": "terbit-ledger",
}

Job = Callable[["psycopg.Connection[Any] | LedgerUnavailable"], None]
"""Done with the connection, or with what keeps it from being there. Whatever it raises ends the connection."""


class Line:
    """Does jobs one after the other. `is_away`: the last thing known is that the server did not answer."""

    def __init__(self, url: str, name: str, synchronous_commit: str) -> None:
        self.is_away = False
        self._url, self._name = url, name
        self._options = f"-c statement_timeout={STATEMENT_SECONDS}s -c synchronous_commit={synchronous_commit}"
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None

    def do(self, job: Job) -> None:
        """Have it done soon; returns at once."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, daemon=True, name=self._name)
                self._thread.start()
        self._jobs.put(job)

    def close(self, seconds: float) -> None:
        """Do what waits, then end the thread; at most `seconds` are waited for it."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(None)
            thread.join(seconds)

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=TRY_AGAIN_SECONDS if self.is_away else None)
            except queue.Empty:
                self._look_again()
                continue
            if job is None:
                break
            self._do(job)
        self._hang_up()

    def _do(self, job: Job) -> None:
        try:
            job(self._connected())
            self.is_away = False
        except (psycopg.Error, LedgerUnavailable):
            self.is_away = True
            self._hang_up()

    def _look_again(self) -> None:
        """Whether it answers by now, without anybody waiting for it."""

        def greet(connection: psycopg.Connection[Any] | LedgerUnavailable) -> None:
            if isinstance(connection, LedgerUnavailable):
                raise connection
            connection.execute("SELECT 1 FROM ledger_unlock LIMIT 1")

        self._do(greet)

    def _connected(self) -> psycopg.Connection[Any] | LedgerUnavailable:
        if self._connection is not None and not self._connection.closed:
            return self._connection
        try:
            self._connection = psycopg.connect(self._url, autocommit=True, options=self._options, **_CONNECTING)
        except psycopg.Error as problem:
            return LedgerUnavailable(f"The ledger did not answer: {problem}")
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
