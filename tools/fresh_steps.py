"""The steps of `make fresh` inside the empty system: start, stop, start again, test; each timed.

Runs on the system's own Python with nothing installed. Exit code 1 and a sentence at the first step that fails.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn

FIRST_START_SECONDS = 120
NEXT_START_SECONDS = 15
STOP_SECONDS = 10
GIVE_UP_SECONDS = 600


def fail(sentence: str) -> NoReturn:
    print(f"make fresh FAILED: {sentence}", flush=True)
    sys.exit(1)


def free_port() -> int:
    """8000, as people will have it, unless this machine uses that: the empty system shares its network."""
    for port in (8000, 0):
        try:
            with socket.create_server(("127.0.0.1", port)) as free:
                return int(free.getsockname()[1])
        except OSError:
            continue
    fail("there is no free port.")


PORT = free_port()


def status_of(path: str) -> int:
    """The status with which the house answers; 0 where nothing does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as problem:
        return problem.code
    except OSError:
        return 0


def others() -> dict[int, str]:
    """Every process of this system but this one and what started it."""
    own, pid = set(), os.getpid()
    while pid:
        own.add(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) not in own:
            try:
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if words:  # a zombie has none
                found[int(entry.name)] = words
    return found


def run_and_stop(most: float) -> float:
    """`make run` until it serves, then Ctrl-C. The seconds to /healthz."""
    began = time.monotonic()
    house = subprocess.Popen(["make", "run", f"PORT={PORT}"], start_new_session=True, stdin=subprocess.DEVNULL)
    while status_of("/healthz") != 200:
        if house.poll() is not None:
            fail(f"make run ended with exit code {house.returncode}.")
        if time.monotonic() - began > GIVE_UP_SECONDS:
            fail(f"/healthz was not 200 within {GIVE_UP_SECONDS} seconds.")
        time.sleep(0.1)
    took = time.monotonic() - began
    for path in ("/", "/akun/masuk/", "/redaksi/"):
        if status_of(path) != 200:
            fail(f"{path} answers {status_of(path)} once /healthz is 200.")
    time.sleep(3)  # what it has to say, addresses and accounts
    stop(house)
    if took > most:
        fail(f"make run took {took:.1f} s to serve; at most {most} are allowed.")
    return took


def stop(house: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    os.killpg(house.pid, signal.SIGINT)
    try:
        house.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        fail(f"make run still runs {STOP_SECONDS} seconds after Ctrl-C: {others()}")
    time.sleep(0.2)
    if left := others():
        fail(f"Ctrl-C left processes behind: {left}")
    print(f"-- stopped in {time.monotonic() - began:.1f} s, nothing is left", flush=True)


def listed() -> str:
    return subprocess.run(
        [".venv/bin/terbit", "list", "articles", "--json"], capture_output=True, text=True, check=True
    ).stdout


def main() -> None:
    print("\n== make run, the first time", flush=True)
    first = run_and_stop(FIRST_START_SECONDS)
    before = listed()
    print("\n== make run, the second time", flush=True)
    second = run_and_stop(NEXT_START_SECONDS)
    if listed() != before:
        fail("the second start changed the articles.")
    print("\n== make test", flush=True)
    began = time.monotonic()
    code = subprocess.run(["make", "test"], check=False).returncode
    tested = time.monotonic() - began
    if code:
        fail(f"make test ended with exit code {code}.")
    print(
        f"\nmake run, first start  {first:6.1f} s\nmake run, next start   {second:6.1f} s\nmake test              {tested:6.1f} s"
    )


if __name__ == "__main__":
    main()
