"""Readers who open stories with their units and read them again, subscribers and strangers beside them."""

from __future__ import annotations

import http.client
import random
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from terbit.gate.reader_pass import COOKIE
from tests.crashes.programs import END

TRIED_AT_ONCE: Final = 4
ANSWER_SECONDS: Final = 20.0
AFTER_A_FAILURE_SECONDS: Final = 0.05
PAUSE_SECONDS: Final = 0.3


@dataclass
class Met:
    """What all who used the house met: answered and failed requests by kind, and whatever no crash excuses."""

    answered: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    cookies: tuple[str, ...] = ()


@dataclass
class Client:
    """Asks the kiosk; a connection for each request, as a reader comes back after a crash."""

    port: int
    met: Met = field(default_factory=Met)

    def ask(
        self,
        method: str,
        path: str,
        cookie: str = "",
        *,
        form: str = "",
        host: int = 1,
        timeout: float = ANSWER_SECONDS,
    ) -> Answer | None:
        """The whole answer; None where none came. `host` 2 to 254: from another address of this machine."""
        headers = {"Sec-Fetch-Site": "same-origin"} if method == "POST" else {}
        headers |= {"Cookie": cookie} if cookie else {}
        if form:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        here = (f"127.0.0.{host}", 0)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=here)
        try:
            connection.request(method, path, form or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            self.met.answered[method] += 1
            return Answer(answer.status, text, tuple(answer.headers.get_all("Set-Cookie") or ()))
        except (OSError, http.client.HTTPException):
            self.met.failed[method] += 1
            time.sleep(AFTER_A_FAILURE_SECONDS)
            return None
        finally:
            connection.close()


@dataclass
class Readers:
    """`opened` are the unlocks that were answered: the story was read after its POST was answered."""

    client: Client
    passes: Mapping[int, str]
    subscriber: str
    stories: Mapping[str, int]
    opened: set[tuple[int, str]] = field(default_factory=set)
    unopened: int = 0
    """POSTs that were answered with the story still shut, though units were left."""
    _turn: int = 0

    def step(self, chance: random.Random) -> None:
        """One reader tries several stories at once and reads what came of it; others come by."""
        reader = list(self.passes)[self._turn % len(self.passes)]
        self._turn += 1
        paths = chance.sample(sorted(self.stories), TRIED_AT_ONCE)
        with ThreadPoolExecutor(TRIED_AT_ONCE) as at_once:
            answered = list(at_once.map(lambda path: self._posts(reader, path), paths))
        read = {path: self.reads(path, self.passes[reader]) for path in paths}
        self.opened |= {(reader, path) for path, is_read in read.items() if is_read}
        if all(answered) and None not in read.values() and sum(map(bool, read.values())) < 2 and self._is_first(reader):
            self.unopened += 1
        self._others_come_by(chance)
        time.sleep(PAUSE_SECONDS)

    def _is_first(self, reader: int) -> bool:
        return self._turn <= len(self.passes)

    def _posts(self, reader: int, path: str) -> bool:
        answer = self.client.ask("POST", path, f"{COOKIE}={self.passes[reader]}")
        if answer is not None and answer.status != 303:
            self.client.met.wrong.append(f"POST {path}: {answer.status}")
        return answer is not None

    def reads(self, path: str, reader_pass: str = "") -> bool | None:
        """Whether the whole story is there; None where no answer came."""
        answer = self.client.ask("GET", path, f"{COOKIE}={reader_pass}" if reader_pass else "")
        if answer is None:
            return None
        if answer.status != 200:
            self.client.met.wrong.append(f"GET {path}: {answer.status}")
        return END in answer.text

    def _others_come_by(self, chance: random.Random) -> None:
        path = chance.choice(sorted(self.stories))
        if self.reads(path, self.subscriber) is False:
            self.client.met.wrong.append(f"{path} was shut for a subscriber")
        if self.reads(path):
            self.client.met.wrong.append(f"{path} was open to a stranger")
        if self.opened:
            reader, path = chance.choice(sorted(self.opened))
            if self.reads(path, self.passes[reader]) is False:
                self.client.met.wrong.append(f"{path} was shut again for reader {reader}")
