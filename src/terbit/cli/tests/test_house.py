"""The whole house as a person starts it: it serves, it comes back after a death, it leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tools.processes import end
from tools.testing import engine

from terbit.cli.tests.test_supervise import left_after

SECONDS_TO_SERVE = 120
SECONDS_TO_STOP = 20


class House:
    """`terbit up` as a child process, with all it says."""

    def __init__(self, home: Path, *arguments: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "terbit", *arguments],
            env={"PATH": os.environ["PATH"], "TERBIT_HOME": str(home), "PORT": str(self.port)}
            | engine.environ_of(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
        self.process.stdout.close()

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    def status_of(self, path: str) -> int:
        """The status with which it answers, 0 where nobody does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def wait_until(self, path: str, status: int) -> None:
        until = time.monotonic() + SECONDS_TO_SERVE
        while self.status_of(path) != status:
            assert self.process.poll() is None and time.monotonic() < until, self.said
            time.sleep(0.05)

    def wait_to_hear(self, words: str) -> None:
        until = time.monotonic() + SECONDS_TO_SERVE
        while words not in self.said:
            assert time.monotonic() < until, self.said
            time.sleep(0.05)

    def processes(self) -> dict[str, int]:
        """Everything that it started, however deep, by command line and id."""
        found, waiting = {f"up {self.process.pid}": self.process.pid}, [self.process.pid]
        while waiting:
            parent = waiting.pop()
            for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
                with suppress(FileNotFoundError, ProcessLookupError, IndexError):  # it has just ended
                    words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
                    found[f"{words[-2].decode()} {child}"] = int(child)
                    waiting.append(int(child))
        return found

    def wait_for_processes(self, count: int) -> dict[str, int]:
        """A server listens a moment before the worker behind it is there."""
        until = time.monotonic() + SECONDS_TO_SERVE
        while len(found := self.processes()) < count:
            assert time.monotonic() < until, found
            time.sleep(0.05)
        return found

    def end(self) -> None:
        if self.process.poll() is None:
            end(self.process, SECONDS_TO_STOP, by=signal.SIGINT)
        self._reader.join()


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, house_template: Path) -> Path:
    """A state folder whose migrations are done, so that starting takes seconds."""
    home = tmp_path_factory.mktemp("begun") / "house"
    engine.lay_template(home, house_template)
    return home


@pytest.fixture
def house(begun: Path) -> Iterator[House]:
    started = House(begun, "up", "--empty")
    yield started
    started.end()


def test_up_serves_readers_and_newsroom_and_ctrl_c_ends_every_process(house: House) -> None:
    house.wait_until("/healthz", 200)

    assert {path: house.status_of(path) for path in ("/", "/en/", "/akun/masuk/", "/nowhere")} == {
        "/": 200,
        "/en/": 200,
        "/akun/masuk/": 200,
        "/nowhere": 404,
    }
    house.wait_to_hear(f"http://127.0.0.1:{house.port}/redaksi/")
    house.wait_to_hear("Ctrl-C stops it.")
    processes = house.processes()
    assert {name.split()[0] for name in processes} == {"up", "newsroom", "worker", "follower", "kiosk-server"}

    house.process.send_signal(signal.SIGINT)

    assert house.process.wait(SECONDS_TO_STOP) == 0
    assert left_after(1, processes) == set()


def test_kill_9_of_the_supervisor_ends_every_process_and_the_next_start_succeeds(house: House, begun: Path) -> None:
    house.wait_until("/healthz", 200)
    processes = house.wait_for_processes(7)  # supervisor, two servers with a worker each, worker, follower

    house.process.kill()

    assert left_after(10, processes) == set()
    again = House(begun, "up")
    try:
        again.wait_until("/healthz", 200)
    finally:
        again.end()
    assert again.process.returncode == 0


@pytest.mark.parametrize("part", ["newsroom", "kiosk-server"])
def test_a_part_that_is_killed_comes_back_and_readers_read_on(house: House, part: str) -> None:
    house.wait_until("/healthz", 200)
    house.wait_to_hear("Ctrl-C stops it.")
    server = min(pid for name, pid in house.processes().items() if name.startswith(part))

    os.kill(server, signal.SIGKILL)

    if part == "newsroom":
        assert house.status_of("/") == 200  # readers do not notice
    house.wait_to_hear(f"The {part.removesuffix('-server')} ended (by signal SIGKILL); it starts again in 0.5 s.")
    house.wait_until("/", 200)
    house.wait_until("/akun/masuk/", 200)


def test_the_kiosk_alone_serves_pages_without_the_newsroom(begun: Path, house: House) -> None:
    house.wait_until("/healthz", 200)
    house.end()

    kiosk = House(begun, "kiosk")
    try:
        kiosk.wait_until("/", 200)
        assert kiosk.status_of("/akun/masuk/") == 503
        processes = kiosk.processes()
        assert {name.split()[0] for name in processes} == {"up", "follower", "kiosk-server"}
    finally:
        kiosk.end()
    assert left_after(1, processes) == set()
