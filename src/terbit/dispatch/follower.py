"""The follower: one a host, it brings the shelf up to dispatch and says how far it came."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpcore
import lmdb

from terbit.config import Settings
from terbit.dispatch.clock import Clock
from terbit.dispatch.heartbeat import HEARTBEAT
from terbit.dispatch.purge import Purgers
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, News, Position, Source, SourceUnavailable, SqliteSource
from terbit.dispatch.wake import Bell

if TYPE_CHECKING:
    from terbit.dispatch.postgresql_source import PostgresqlSource

log = logging.getLogger("terbit.follower")
POLL_SECONDS: Final = 0.25
SAY_AGAIN_SECONDS: Final = 10.0


class Follower:
    """Brings `shelf` to where `source` is, a step at a time, and then tells the fronts what changed."""

    def __init__(
        self, source: Source, shelf: ShelfWriter, *, fronts: Purgers | None = None, delay_seconds: float = 0.0
    ) -> None:
        self._fronts = fronts or Purgers(())
        self._source = source
        self._shelf = shelf
        self._delay = delay_seconds
        self.position = shelf.position()
        self._ready = shelf.ready()
        self._behind = True

    def step(self) -> int:
        """Apply what is new, if anything is. Returns the rows applied; raises SourceUnavailable."""
        self._behind |= self._source.changed()
        if not self._behind:
            return 0
        if self._delay:
            time.sleep(self._delay)
        count = self._catch_up()
        self._behind = False
        return count

    def _catch_up(self) -> int:
        if not self._ready:
            with self._source.news_after(0) as news:
                return self._arrive_anew(news.log, self._shelf.fill(news.rows, news.log))
        with self._source.news_after(self.position.number) as news:
            if news.log == self.position:
                return 0
            if news.log.epoch == self.position.epoch:
                return self._take(news)
        with self._source.news_after(0) as news:  # another epoch: what lies here may never have been in that log
            rows = self._shelf.apply(news.rows, news.log, anew=True, ready=bool(news.log.epoch))
            return self._arrive_anew(news.log, rows)

    def _take(self, news: News) -> int:
        changed: list[str] = []
        rows = self._shelf.apply(_noting(news.rows, changed), news.log, anew=False, ready=bool(news.log.epoch))
        self._fronts.say_keys(changed)
        return self._arrive(news.log, rows)

    def _arrive_anew(self, at: Position, rows: int) -> int:
        self._fronts.say_everything()
        return self._arrive(at, rows)

    def _arrive(self, at: Position, rows: int) -> int:
        self.position, self._ready = at, bool(at.epoch)
        return rows


def _noting(rows: Iterator[DispatchRow], keys: list[str]) -> Iterator[DispatchRow]:
    for row in rows:
        keys.append(row.key)
        yield row


class Herald:
    """Tells the newsroom how far this kiosk is, from a thread of its own: the shelf never waits for it."""

    def __init__(self, newsroom_socket: Path, newsroom_url: str, name: str) -> None:
        """Over the newsroom's socket, or at its address where the newsroom is on another host."""
        self._name = name
        self._newsroom = newsroom_url or "http://newsroom"
        socket_here = None if newsroom_url else str(newsroom_socket)
        self._pool = httpcore.ConnectionPool(uds=socket_here, max_keepalive_connections=0)
        self._number = 0
        self._news = threading.Event()
        threading.Thread(target=self._run, daemon=True, name="herald").start()

    def say(self, number: int) -> None:
        self._number = number
        self._news.set()

    def _run(self) -> None:
        while True:
            self._news.wait(SAY_AGAIN_SECONDS)
            self._news.clear()
            body = json.dumps({"name": self._name, "number": self._number}).encode()
            headers = [("Content-Type", "application/json"), ("Host", urlsplit(self._newsroom).netloc)]
            timeout = {"timeout": {"connect": 1.0, "read": 5.0, "write": 5.0, "pool": 1.0}}
            with contextlib.suppress(httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
                self._pool.request(
                    "POST", f"{self._newsroom}/_kiosk/seen", headers=headers, content=body, extensions=timeout
                )


def kiosk_name(shelf: Path) -> str:
    """This kiosk among all: the host, and which shelf on it."""
    return f"{socket.gethostname()}-{hashlib.blake2b(str(shelf.absolute()).encode(), digest_size=4).hexdigest()}"


def open_source(settings: Settings) -> tuple[Source, Bell | PostgresqlSource]:
    """The house's dispatch, and what rings when it has news; it closes with the source, or by itself."""
    if settings.database_url:
        from terbit.dispatch.postgresql_source import PostgresqlSource

        source = PostgresqlSource(settings.database_url)
        return source, source
    return SqliteSource(settings.house_database), Bell(settings.dispatch_socket)


def follow(settings: Settings, stopping: Callable[[], bool]) -> None:
    """Follow until `stopping`. An error costs one log line when it comes and one when it is over."""
    source, bell = open_source(settings)
    shelf = ShelfWriter(settings.shelf_folder, settings.shelf_size_mb)
    fronts = Purgers(settings.purge_urls)
    fronts.say_everything()  # of what the follower before applied, and could no longer say
    follower = Follower(source, shelf, fronts=fronts, delay_seconds=settings.follower_delay_ms / 1000)
    herald = Herald(settings.newsroom_socket, settings.newsroom_url, kiosk_name(settings.shelf_folder))
    heartbeat = settings.shelf_folder / HEARTBEAT
    herald.say(follower.position.number)
    trouble, clock = "", Clock()
    while not stopping():
        _say_what_became_of(clock)
        try:
            if follower.step():
                herald.say(follower.position.number)
            heartbeat.touch()
            if trouble:
                log.info("The shelf follows dispatch again, at number %d.", follower.position.number)
            trouble = ""
        except (SourceUnavailable, lmdb.Error, OSError) as error:
            if str(error) != trouble:
                _say_that_it_stays(follower.position.number, error)
            trouble = str(error)
        bell.wait(POLL_SECONDS)
    source.close()
    shelf.close()
    fronts.close()
    bell.close()


def _say_that_it_stays(number: int, error: Exception) -> None:
    fault, advice = trouble_of(error)
    log.error("The shelf stays at number %d: %s. %s", number, str(error).rstrip("."), advice, extra={"fault": fault})


def trouble_of(error: Exception) -> tuple[str, str]:
    """The fault's code, and what to do; readers go on with what lies on the shelf."""
    if isinstance(error, SourceUnavailable):
        return "dispatch_away", "Bring the house's database back; gated pages are shut after 15 minutes without it."
    if isinstance(error, lmdb.MapFullError):
        return "shelf_full", "Raise TERBIT_SHELF_SIZE_MB and start the follower anew."
    return "shelf_unwritable", "Look at the disk of the state folder: is it full, may this user write there?"


def _say_what_became_of(clock: Clock) -> None:
    if back := clock.stepped_back():
        log.error(
            "The clock was set back by %.0f s. Subscriptions, free articles and releases go by it: let `timedatectl` keep "
            "it, and ask `terbit doctor`.",
            back,
            extra={"fault": "clock_set_back"},
        )


def wait_for_turn(lock: Path, stopping: Callable[[], bool]) -> int | None:
    """Take the host's follower lock; it frees itself when its holder dies. None when stopped while waiting."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    while not stopping():
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            time.sleep(0.1)
    os.close(handle)
    return None


def main(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    handle = wait_for_turn(settings.run_folder / "follower.lock", stop.is_set)
    if handle is not None:
        follow(settings, stop.is_set)
        os.close(handle)
