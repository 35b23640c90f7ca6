"""A whole house in processes of its own, as `terbit up` starts it, in a state folder that goes with the test."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from tools.processes import end
from tools.testing.engine import ask, copy_house, environ_of, lay_template

from terbit.config import load

START_SECONDS = 480.0
PRINT_SECONDS = 120.0
STOP_SECONDS = 20.0
HOUSES_PORTS = (10_000, 32_000)


@dataclass
class House:
    port: int
    home: Path
    environ: dict[str, str]
    command: list[str]
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> str:
        """All that its processes have logged so far."""
        return (self.home / "up.log").read_text()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_again(self) -> None:
        """As the machine's service manager would, after the house ended. Returns when it serves."""
        self.process = _start(self.command, self.environ, self.home)
        _wait_until_it_serves(self.process, self.port, self.home)

    def wait_until_printed(self) -> None:
        """No mark is left: what readers get now stays, and what is published next waits for nothing."""
        until = time.monotonic() + PRINT_SECONDS
        while ask(self.home, "SELECT count(*) FROM press_mark")[0][0]:
            assert time.monotonic() < until, "The house is still printing."
            time.sleep(0.1)

    def terbit(self, *arguments: str) -> str:
        """Run a command beside the running house; its output. Raises CalledProcessError."""
        command = [sys.executable, "-m", "terbit", *arguments]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=True).stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.terbit(*arguments, "--json"))

    def run(self, program: str, *arguments: str) -> Any:
        """Run a Python program with the house's Django set up; what it prints as JSON."""
        setup = "import django; django.setup()\n"
        environ = self.environ | {"DJANGO_SETTINGS_MODULE": "terbit.house.settings"}
        command = [sys.executable, "-c", setup + program, *arguments]
        done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(done.stdout)

    def accounts(self) -> dict[str, dict[str, str]]:
        """The demo's accounts by role or standing."""
        return {one.get("role") or one["standing"]: one for one in self.json("demo", "accounts")}


@contextmanager
def a_running_house(
    *, demo: Path | None = None, home: Path | None = None, template: Path | None = None, **settings: str
) -> Iterator[House]:
    """Start a house on a free port, wait until it serves, and stop it as Ctrl-C would. A copy of the demo house gets the
    port that its pages are printed for, where nobody has it.

    `home` is a folder that goes with the house. What is begun in it: a copy of `demo`, the demo house, or an empty house
    on `template`, a migrated database; with neither, what is there already.
    """
    home = home or Path(tempfile.mkdtemp(prefix="terbit-"))  # short: the name of a socket may have 107 bytes
    if demo is not None:
        copy_house(demo, home)
    elif template is not None:
        lay_template(home, template)
    with _a_port(demo) as port:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TERBIT_", "DJANGO_"))}
        environ = inherited | {"TERBIT_HOME": str(home), "PORT": str(port)} | environ_of(home) | settings
        command = [sys.executable, "-m", "terbit", "up", *(["--empty"] if template else [])]
        house = House(port, home, environ, command, _start(command, environ, home))
        try:
            _wait_until_it_serves(house.process, port, home)
            if demo is not None:
                house.wait_until_printed()  # anew, where it is another port
            yield house
        finally:
            end(house.process, STOP_SECONDS, by=signal.SIGINT)
            shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _a_port(demo: Path | None) -> Iterator[int]:
    """Where nobody else has it the one that the demo house's pages are printed for; they need not be printed anew."""
    if demo is None:
        yield a_free_port()
        return
    printed_for = urlsplit(load({"TERBIT_HOME": str(demo)}).base_url).port or 0
    with (demo.parent / "port-of-demo").open("w") as lock:
        yield printed_for if _is_mine(lock) and _is_free(printed_for) else a_free_port()


def _is_mine(lock: IO[str]) -> bool:
    """Whether this process holds it from now on, until it closes the file."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start(command: list[str], environ: dict[str, str], home: Path) -> subprocess.Popen[bytes]:
    with (home / "up.log").open("ab") as log:
        return subprocess.Popen(command, env=environ, stdout=log, stderr=subprocess.STDOUT)


def _wait_until_it_serves(process: subprocess.Popen[bytes], port: int, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"The house did not start:\n{(home / 'up.log').read_text()[-4000:]}")


def a_free_port() -> int:
    """None of those that clients are given: one that calls a house which is down could be given the house's own port,
    would be connected with itself, and keep the house from coming back."""
    while not _is_free(port := random.randrange(*HOUSES_PORTS)):
        pass
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: what has ended is not in their way
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
