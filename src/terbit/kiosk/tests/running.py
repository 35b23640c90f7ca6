"""Kiosk servers in processes of their own, over a corner's folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 20.0
SERVE = """
import os, sys
from importlib import import_module
from terbit.config import load
from terbit.kiosk.server import main
module, _, name = sys.argv[1].partition(":")
main(load(os.environ), make_ledger=getattr(import_module(module), name))
"""


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def a_running_kiosk(
    folder: Path, *, ledger: str = "terbit.ledger:open_ledger", before: Sequence[str] = (), **settings: str
) -> Iterator[int]:
    """A kiosk over `folder`; gives its port. `before` is a command to run it under, `ledger` another one to use."""
    port = a_free_port()
    environ = (
        os.environ
        | {"TERBIT_HOME": str(folder), "PORT": str(port), "TERBIT_BASE_URL": "http://127.0.0.1:8000"}
        | settings
    )
    process = subprocess.Popen(
        [*before, sys.executable, "-c", SERVE, ledger],
        env=environ,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The kiosk ended at its start with status {process.returncode}.")
        try:
            if b" 200 " in ask(port, "GET", "/healthz").partition(b"\r\n")[0]:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("The kiosk did not start.")


def ask(port: int, method: str, path: str, headers: dict[str, str] | None = None) -> bytes:
    """One request over one connection; the whole answer as it came."""
    with socket.create_connection(("127.0.0.1", port), timeout=15) as connection:
        connection.sendall(a_message(method, path, headers))
        return b"".join(iter(lambda: connection.recv(65536), b""))


def a_message(method: str, path: str, headers: dict[str, str] | None = None) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1:8000", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if method == "POST":
        lines.append("Content-Length: 0")
    return "\r\n".join([*lines, "", ""]).encode()


def workers(folder: Path) -> set[int]:
    """The processes that answer readers of the kiosk over this folder."""
    parent = int((folder / "run" / "kiosk.pid").read_text())
    return {int(found) for found in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}
