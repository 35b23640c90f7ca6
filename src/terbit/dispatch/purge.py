"""Telling a Varnish in front which pages changed, from threads of its own: the follower never waits for it."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import Final, NamedTuple

import httpcore

from terbit.dispatch import keys

log = logging.getLogger("terbit.follower")
AGAIN_SECONDS: Final = 5.0
"""What was on its way from a kiosk to the front when the change came is there by then."""
PAUSE_SECONDS: Final = 1.0
MOST_WAITING: Final = 1_000
"""Beyond so many addresses the front is told to forget everything, which is one word."""
EVERYTHING: Final = "*"
_KEPT: Final = re.compile(r"/[A-Za-z0-9/._~-]*")


def address_of(key: str) -> str:
    """What a front may have kept under the address of a row of dispatch; empty where nothing can be."""
    if key.startswith(keys.FILE):
        return f"/media/{key.removeprefix(keys.FILE)}"
    if key.startswith("!wall/"):
        return EVERYTHING  # it stands wherever a page has no body of its own
    path = key.removeprefix(keys.TERMS)
    return path if _KEPT.fullmatch(path) else ""


class _Word(NamedTuple):
    """An address to be forgotten; `last`: it was said before and need not be repeated."""

    address: str
    last: bool


class Purger:
    """Tells one Varnish, in the order of the changes: each address at once, and once more AGAIN_SECONDS later.

    A front that does not answer is asked again until it does, and costs one log line.
    """

    def __init__(self, url: str, *, again_seconds: float = AGAIN_SECONDS) -> None:
        self._url = url
        self._again_seconds = again_seconds
        self._waiting: deque[_Word] = deque()
        self._again: deque[tuple[float, _Word]] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._trouble = False
        self._pool = httpcore.ConnectionPool(max_connections=1)
        self._thread = threading.Thread(target=self._run, daemon=True, name="purger")
        self._thread.start()

    def say(self, addresses: Iterable[str]) -> None:
        """Called once the shelf has the change. Waits for nobody."""
        with self._changed:
            self._waiting.extend(_Word(address, last=False) for address in addresses)
            if len(self._waiting) > MOST_WAITING:
                self._waiting.clear()
                self._waiting.append(_Word(EVERYTHING, last=False))
            self._changed.notify()

    def close(self) -> None:
        """What was not said yet is left unsaid: the follower that comes next begins with everything."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(PAUSE_SECONDS)

    def _run(self) -> None:
        while (word := self._next()) is not None:
            taken = self._tell(word.address)
            with self._changed:
                if not taken:
                    self._waiting.appendleft(word)
                    self._changed.wait_for(lambda: self._stopping, PAUSE_SECONDS)
                elif not word.last:
                    self._repeat_later(word.address)
        self._pool.close()

    def _next(self) -> _Word | None:
        """The next one whose time has come; None at the end."""
        with self._changed:
            while not self._stopping:
                left = self._again[0][0] - time.monotonic() if self._again else None
                if left is not None and left <= 0:
                    return self._again.popleft()[1]
                if self._waiting:
                    return self._waiting.popleft()
                self._changed.wait(left)
            return None

    def _repeat_later(self, address: str) -> None:
        if len(self._again) >= MOST_WAITING:
            self._again.clear()
            address = EVERYTHING
        self._again.append((time.monotonic() + self._again_seconds, _Word(address, last=True)))

    def _tell(self, address: str) -> bool:
        method, path = ("BAN", "/") if address == EVERYTHING else ("PURGE", address)
        timeout = {"timeout": {"connect": 1.0, "read": 2.0, "write": 2.0, "pool": 1.0}}
        try:
            status = self._pool.request(method, f"{self._url}{path}", extensions=timeout).status
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            return self._failed(repr(error))
        if status != 200:
            return self._failed(f"it answered {status}")
        if self._trouble:
            log.info("The front at %s takes changes again.", self._url)
        self._trouble = False
        return True

    def _failed(self, why: str) -> bool:
        if not self._trouble:
            log.warning("The front at %s did not take a change and may show what was before: %s", self._url, why)
        self._trouble = True
        return False


class Purgers:
    """All fronts of this kiosk, each with its own trouble."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._purgers = [Purger(url) for url in urls]

    def say(self, addresses: Iterable[str]) -> None:
        said = tuple(addresses)
        for purger in self._purgers:
            purger.say(said)

    def say_keys(self, changed: Iterable[str]) -> None:
        """The rows of dispatch that the shelf has taken, in their order."""
        if self._purgers:
            self.say(dict.fromkeys(filter(None, map(address_of, changed))))

    def say_everything(self) -> None:
        self.say((EVERYTHING,))

    def close(self) -> None:
        for purger in self._purgers:
            purger.close()
