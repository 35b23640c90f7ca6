"""Which processes a house consists of, what is looked at before they start, and what is said once it serves."""

from __future__ import annotations

import errno
import fcntl
import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from terbit.cli.supervise import Supervisor, terbit_part
from terbit.config import Settings, load
from terbit.dispatch.shelf import has_shelf
from terbit.house.refused import StartRefused
from terbit.house.state_folder import make_folders

FOLLOWER = terbit_part("follower", "follower")
NEWSROOM = terbit_part("newsroom", "newsroom")
WORKER = terbit_part("worker", "worker")


def run_house(settings: Settings, empty: bool) -> int:
    """`terbit up`: prepare the state folder, then run everything until a signal. Raises StartRefused."""
    make_folders(settings)
    with _only_one(settings.run_folder / "up.lock", settings), Supervisor(_say) as supervisor:
        check_port(settings)
        code = supervisor.run_once(terbit_part("preparation", "prepare", *(["--empty"] if empty else [])))
        if code != 0:
            return 0 if code is None else code
        begun = load(os.environ)  # the state folder says by now what it was begun as
        kiosk = terbit_part("kiosk", "kiosk-server", after=lambda: listens(settings.newsroom_socket))
        supervisor.keep(
            [NEWSROOM, WORKER, FOLLOWER, kiosk], lambda: is_healthy(settings), lambda: _announce_house(begun)
        )
    _say("Stopped.")
    return 0


def run_kiosk(settings: Settings) -> int:
    """`terbit kiosk`: follower and kiosk server on this host until a signal. Raises StartRefused."""
    make_folders(settings)
    with _only_one(settings.run_folder / "kiosk.lock", settings), Supervisor(_say) as supervisor:
        check_port(settings)
        supervisor.keep(
            [FOLLOWER, terbit_part("kiosk", "kiosk-server", after=lambda: has_shelf(settings.shelf_folder))],
            lambda: is_healthy(settings),
            lambda: _say(f"The kiosk serves on http://{_reachable(settings)}:{settings.port}/. Ctrl-C stops it."),
        )
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


@contextmanager
def _only_one(lock: Path, settings: Settings) -> Iterator[None]:
    """Hold `lock` for as long as the house runs, so that no second one starts on the same state folder."""
    with lock.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartRefused(
                f"A house runs on {settings.home} already. Stop it, or choose another state folder with TERBIT_HOME."
            ) from None
        yield


def check_port(settings: Settings) -> None:
    """Raises StartRefused when the kiosk could not listen on its address, before anything is started."""
    try:
        kind, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except (socket.gaierror, UnicodeError):
        raise StartRefused(f"TERBIT_HOST is {settings.host}, and no address of that name is known here.") from None
    except PermissionError:
        raise StartRefused(
            f"Port {settings.port} may be used by the system's administrator only. Choose one above 1023 with PORT."
        ) from None
    except OSError as problem:
        raise StartRefused(_port_sentence(settings, problem)) from None


def _port_sentence(settings: Settings, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} on {settings.host} is in use by another program. "
            f"Stop that one, or choose another port, as in PORT={settings.port % 65535 + 1} terbit up."
        )
    return f"TERBIT_HOST is {settings.host}; this machine cannot listen there: {problem.strerror}."


def _reachable(settings: Settings) -> str:
    if settings.host in {"0.0.0.0", "::", "localhost"}:
        return "127.0.0.1"
    return f"[{settings.host}]" if ":" in settings.host else settings.host


def is_healthy(settings: Settings) -> bool:
    """Whether /healthz answers 200."""
    connection = http.client.HTTPConnection(_reachable(settings).strip("[]"), settings.port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def listens(path: Path) -> bool:
    """Whether somebody takes connections on this socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
        try:
            trial.connect(str(path))
        except OSError:
            return False
        return True


def _announce_house(settings: Settings) -> None:
    _say(f"\nThe {'demo house' if settings.demo else 'house'} in {settings.home} is open.\n")
    _say(f"  For readers      {settings.base_url}/")
    _say(f"  For the newsroom {settings.base_url}/redaksi/")
    if settings.demo:
        _say("")
        subprocess.run([sys.executable, "-m", "terbit", "demo", "accounts"], stdin=subprocess.DEVNULL, check=False)
    _say("\nCtrl-C stops it.")
