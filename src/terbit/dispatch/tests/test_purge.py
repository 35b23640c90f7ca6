"""What a front is told of changes: every address, in order, twice, and without the follower waiting for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from terbit.dispatch import purge
from terbit.dispatch.follower import Follower
from terbit.dispatch.purge import EVERYTHING, Purger, Purgers, address_of
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, News, Position

PATIENCE_SECONDS = 30.0


class Front(ThreadingHTTPServer):
    """Takes PURGE and BAN as Varnish does, or refuses, and keeps what it was told."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Told)
        self.told: list[str] = []
        self.answers = 200
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class Told(BaseHTTPRequestHandler):
    server: Front

    def do_PURGE(self) -> None:
        if self.server.answers == 200:
            self.server.told.append(f"{self.command} {self.path}")
        self.send_response(self.server.answers)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_BAN = do_PURGE

    def log_message(self, *words: object) -> None:
        """Nothing."""


@pytest.fixture
def front() -> Iterator[Front]:
    front = Front()
    yield front
    front.stop()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("/", "/"),
        ("/artikel/satu", "/artikel/satu"),
        ("terms/artikel/satu", "/artikel/satu"),
        ("file/abc.webp", "/media/abc.webp"),
        ("!wall/id", EVERYTHING),
        ("!404/id", ""),
        ("reader/7", ""),
        ("policy", ""),
        ("/artikel/kafé", ""),
    ],
)
def test_each_row_of_dispatch_names_what_a_front_may_have_kept(key: str, address: str) -> None:
    assert address_of(key) == address


def test_each_change_is_said_in_its_order_and_once_more_later(front: Front) -> None:
    purger = Purger(front.url, again_seconds=0.2)
    purger.say(["/a", "/b"])
    purger.say(["/c"])
    until(lambda: len(front.told) == 6)
    assert front.told == ["PURGE /a", "PURGE /b", "PURGE /c"] * 2
    purger.close()


def test_it_is_said_again_five_seconds_later_and_not_before() -> None:
    assert purge.AGAIN_SECONDS == 5.0


def test_a_front_that_is_away_is_told_when_it_is_back_and_costs_one_line(
    front: Front, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE_SECONDS", 0.05)
    caplog.set_level(logging.INFO, "terbit.follower")
    front.answers = 503
    purger = Purger(front.url, again_seconds=60)
    began = time.monotonic()
    purger.say(["/a", "/b"])
    assert time.monotonic() - began < 1
    time.sleep(0.5)
    front.answers = 200
    until(lambda: front.told == ["PURGE /a", "PURGE /b"])
    until(lambda: len(caplog.records) == 2)
    assert "did not take a change" in caplog.records[0].message and "takes changes again" in caplog.records[1].message
    purger.close()


def test_more_changes_than_a_front_keeps_up_with_become_one_word(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge, "PAUSE_SECONDS", 0.05)
    front.answers = 503
    purger = Purger(front.url, again_seconds=60)
    for number in range(3 * purge.MOST_WAITING):
        purger.say([f"/{number}"])
        assert len(purger._waiting) <= purge.MOST_WAITING + 1
    front.answers = 200
    until(lambda: "BAN /" in front.told)
    until(lambda: not purger._waiting)
    assert len(front.told) <= purge.MOST_WAITING + 2
    assert len(purger._again) <= purge.MOST_WAITING
    purger.close()


def test_one_front_that_is_away_does_not_hold_up_another(front: Front) -> None:
    nobody = "http://127.0.0.1:9"
    purgers = Purgers((nobody, front.url))
    purgers.say_keys(["/a", "reader/7", "/a", "policy", "/b"])
    until(lambda: front.told == ["PURGE /a", "PURGE /b"])
    purgers.close()


class Log:
    """A dispatch that says what it is given."""

    def __init__(self) -> None:
        self.rows: list[DispatchRow] = []
        self.epoch = "e1"

    def changed(self) -> bool:
        return True

    def news_after(self, number: int) -> Log:
        self._after = number
        return self

    def __enter__(self) -> News:
        last = max((row.number for row in self.rows), default=0)
        return News(Position(self.epoch, last), iter([row for row in self.rows if row.number > self._after]))

    def __exit__(self, *problem: object) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is open."""


def test_the_front_hears_of_a_change_when_the_shelf_has_it(front: Front, tmp_path) -> None:
    """Said earlier, it would fetch and keep the page of before."""
    shelf, log = ShelfWriter(tmp_path / "shelf", 16), Log()
    at_say: list[int] = []

    class Watching(Purgers):
        def say(self, addresses) -> None:
            at_say.append(shelf.position().number)
            super().say(addresses)

    follower = Follower(log, shelf, fronts=Watching((front.url,)))
    log.rows = [DispatchRow("/a", 1, b"x")]
    follower.step()
    log.rows.append(DispatchRow("/b", 2, b"x"))
    log.rows.append(DispatchRow("reader/7", 2, b"x"))
    follower.step()
    log.epoch, log.rows = "e2", [DispatchRow("/c", 1, b"x")]
    follower.step()
    until(lambda: len(front.told) == 3)
    assert front.told == ["BAN /", "PURGE /b", "BAN /"]
    assert at_say == [1, 2, 1]
    shelf.close()
