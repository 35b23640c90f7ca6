"""Three kiosks with shelves and followers of their own over one PostgreSQL: exact together, and one that was killed or
stood still comes back by itself, while the others go on.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import transaction
from tools.testing.engine import begin_ledger

from terbit.config import settings
from terbit.dispatch import write
from terbit.gate import Standing, policy_record
from terbit.gate.reader_pass import COOKIE
from terbit.kiosk.tests.corner import BUDI, POLICY, a_page, a_story, pass_of, the_pages, write_keys
from terbit.kiosk.tests.running import a_free_port, a_message
from terbit.ledger import open_ledger

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
STORIES = [f"/artikel/berita-{100 + number}" for number in range(12)]
READERS = [Standing(reader, True, frozenset({reader * 10})) for reader in range(101, 161)]
PATIENCE = 1.0
NEWS = "/rubrik/berita"


@dataclass
class Kiosk:
    """A host: a state folder with shelf and keys, `terbit kiosk` on it."""

    home: Path
    port: int = field(default_factory=a_free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environ = {
            "PATH": os.environ["PATH"], "TERBIT_HOME": str(self.home), "PORT": str(self.port),
            "TERBIT_BASE_URL": "http://127.0.0.1:8000", "TERBIT_DATABASE_URL": settings.database_url,
            "TERBIT_LEDGER_URL": settings.ledger_url,
        }  # fmt: skip
        command = [sys.executable, "-m", "terbit", "kiosk"]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)

    def signal(self, number: int) -> None:
        """To all its processes, the first one first."""
        assert self.process is not None
        for pid in _family(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def end(self) -> None:
        assert self.process is not None
        self.signal(signal.SIGCONT)
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def ask(self, method: str, path: str, reader: Standing | None = None) -> bytes:
        """The whole answer, or nothing where none came in time."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        if reader is not None:
            headers["Cookie"] = f"{COOKIE}={pass_of(reader)}"
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
                connection.sendall(a_message(method, path, headers))
                return b"".join(iter(lambda: connection.recv(65536), b""))
        except OSError:
            return b""

    def shows(self, words: str, path: str = NEWS) -> bool:
        return words.encode() in self.ask("GET", path)


def _family(parent: int) -> list[int]:
    found = [parent]
    for pid in found:
        try:
            found += [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except OSError:
            continue
    return found


def until(condition: Callable[[], bool], seconds: float = 60, said: Path | None = None) -> float:
    """Seconds that it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, said.read_text() if said else "it did not come to pass"
        time.sleep(0.02)
    return time.monotonic() - began


def publish_news(number: int) -> None:
    """A free page that says its number: how far a kiosk has come can be read from it."""
    with transaction.atomic():
        write.put_page(a_page(f"{NEWS}"))
        write.put_page(a_page(f"{NEWS}/{number}"))


@pytest.fixture
def kiosks() -> Iterator[list[Kiosk]]:
    begin_ledger(settings)
    with transaction.atomic():
        for page in [*the_pages(), *(a_story(int(path.rpartition("-")[2])) for path in STORIES), a_page(NEWS)]:
            write.put_page(page)
        for standing in [BUDI, *READERS]:
            write.put_standing(standing)
        write.put_policy(policy_record(POLICY))
    folder = Path(tempfile.mkdtemp(prefix="tk-"))  # short: the name of a socket may have 107 bytes
    with three(folder) as found:
        yield found
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def three(folder: Path) -> Iterator[list[Kiosk]]:
    found = [Kiosk(folder / name) for name in "abc"]
    for kiosk in found:
        write_keys(kiosk.home / "keys" / "pass.json")
        kiosk.start()
    try:
        for kiosk in found:
            until(lambda kiosk=kiosk: b" 200 " in kiosk.ask("GET", "/healthz")[:20], said=kiosk.home / "log")
        yield found
    finally:
        for kiosk in found:
            kiosk.end()


@dataclass
class Load:
    """Readers who read and unlock at whichever kiosk, until told to stop; what they met."""

    kiosks: list[Kiosk]
    stopping: threading.Event = field(default_factory=threading.Event)
    answered: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def run(self, number: int) -> None:
        chance = random.Random(number)
        mine = READERS[number::6]
        while not self.stopping.is_set():
            kiosk, path = chance.choice(self.kiosks), chance.choice(STORIES)
            match chance.randrange(4):
                case 0:
                    self._read(kiosk, path, None, {"join"})
                case 1:
                    self._read(kiosk, path, BUDI, {"quiet"})
                case 2:
                    self._read(kiosk, path, chance.choice(mine), {"offer", "open", "subscribe"})
                case _:
                    self._take(kiosk.ask("POST", path, chance.choice(mine)), "POST", b" 303 ")

    def _read(self, kiosk: Kiosk, path: str, reader: Standing | None, right: set[str]) -> None:
        answer = kiosk.ask("GET", path, reader)
        if self._take(answer, "GET", b" 200 ") and not any(f"{path} as {kind}".encode() in answer for kind in right):
            self.wrong.append(f"{path} for {reader.reader if reader else 'nobody'}: {answer[-200:]!r}")

    def _take(self, answer: bytes, what: str, status: bytes) -> bool:
        if not answer:
            self.failed[what] += 1
        elif status not in answer[:20]:
            self.wrong.append(f"{what}: {answer[:60]!r}")
        else:
            self.answered[what] += 1
            return True
        return False


@contextmanager
def under_load(kiosks: list[Kiosk]) -> Iterator[Load]:
    load = Load(kiosks)
    with ThreadPoolExecutor(6) as pool:
        running = [pool.submit(load.run, number) for number in range(6)]
        try:
            yield load
        finally:
            load.stopping.set()
    for one in running:
        one.result()


def spent_by_all(kiosks: list[Kiosk]) -> list[int]:
    """How many stories each reader opened in the end, after asking for every story at every kiosk."""

    def ask_for_all(reader: Standing) -> None:
        for path in STORIES[:4]:
            for kiosk in kiosks:
                assert b" 303 " in kiosk.ask("POST", path, reader)[:20]

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask_for_all, READERS))
    book = open_ledger(settings)
    try:
        return [len(book.opened_by(reader.reader)) for reader in READERS]
    finally:
        book.close()


@pytest.mark.parametrize("seconds", [3, pytest.param(60, marks=pytest.mark.slow)])
def test_one_is_killed_and_one_stands_still_under_load(
    kiosks: list[Kiosk], seconds: int, record_property: Callable[[str, object], None]
) -> None:
    _, killed, paused = kiosks
    with under_load(kiosks) as load:
        time.sleep(1)
        killed.kill()
        paused.signal(signal.SIGSTOP)
        publish_news(1)
        until(lambda: kiosks[0].shows("as open", f"{NEWS}/1"))
        time.sleep(seconds)
        paused.signal(signal.SIGCONT)
        lag_of_paused = until(lambda: paused.shows("as open", f"{NEWS}/1"))
        killed.start()
        lag_of_killed = until(lambda: killed.shows("as open", f"{NEWS}/1"))
        until(lambda: not paused.shows("as later", STORIES[0]))
        failed_by_then = sum(load.failed.values())
        time.sleep(1)
    report = {
        "answered": dict(load.answered), "failed": dict(load.failed), "wrong": len(load.wrong),
        "lag after the pause, s": round(lag_of_paused, 2), "lag after the kill, start included, s": round(lag_of_killed, 2),
    }  # fmt: skip
    print(report)
    for name, value in report.items():
        record_property(name, value)
    assert load.wrong == []
    assert failed_by_then > 0 and load.answered["GET"] > 100 and load.answered["POST"] > 30
    assert lag_of_paused < 5
    assert set(spent_by_all(kiosks)) == {2}


def test_a_kiosk_whose_database_is_away_says_later_only_where_it_cannot_know(kiosks: list[Kiosk]) -> None:
    from tools.testing.engine import take_ledger_away

    from terbit.ledger.postgresql import create

    kiosk = kiosks[0]
    assert f"{STORIES[0]} as offer".encode() in kiosk.ask("GET", STORIES[0], READERS[0])
    take_ledger_away(settings)
    until(lambda: f"{STORIES[0]} as later".encode() in kiosk.ask("GET", STORIES[0], READERS[0]))
    assert f"{STORIES[0]} as quiet".encode() in kiosk.ask("GET", STORIES[0], BUDI)
    assert kiosk.shows("as open", "/artikel/berita-11")
    create(settings.ledger_url)
    until(lambda: f"{STORIES[0]} as offer".encode() in kiosk.ask("GET", STORIES[0], READERS[0]))
