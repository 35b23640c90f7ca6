"""Which of the house's processes are there and answer, and how far the kiosk's copy is behind."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from terbit.cli.doctor.line import Line, ok, span, warning, wrong
from terbit.cli.doctor.settings import HERE
from terbit.cli.house_processes import is_healthy, listens
from terbit.config import Settings
from terbit.dispatch.heartbeat import HEARTBEAT, age_of

ABOUT: Final = "processes"
LATE_SECONDS: Final = 30.0
LOST_SECONDS: Final = 15 * 60.0
"""From here on the kiosk opens no gated page (ARCHITECTURE.md, "The shelf")."""
START: Final = "Start it: `terbit up`, or its own unit."


@dataclass(frozen=True, slots=True)
class Running:
    """Who answers; `heartbeat` is the age in seconds of the follower's last word from dispatch, None where none came."""

    kiosk: bool
    follower: bool
    newsroom: bool
    worker: bool
    heartbeat: float | None


def check(settings: Settings, environ: Mapping[str, str]) -> Iterator[Line]:
    yield from judge(
        Running(
            kiosk=is_healthy(with_port(settings, environ)),
            follower=_is_held(settings.run_folder / "follower.lock"),
            newsroom=listens(settings.newsroom_socket),
            worker=_is_bound(settings.press_socket),
            heartbeat=age_of(settings.shelf_folder / HEARTBEAT),
        )
    )


def with_port(settings: Settings, environ: Mapping[str, str]) -> Settings:
    """Where PORT is not given beside a house on this machine, its origin tells where it listens."""
    origin = urlsplit(settings.base_url)
    if environ.get("PORT") or origin.hostname not in HERE or not origin.port:
        return settings
    return replace(settings, port=origin.port)


def judge(running: Running) -> Iterator[Line]:
    parts = {
        "kiosk": running.kiosk,
        "follower": running.follower,
        "newsroom": running.newsroom,
        "worker": running.worker,
    }
    if not any(parts.values()):
        yield warning(ABOUT, "the house does not run", "Start it: `terbit up`.")
        return
    there = [name for name, answers in parts.items() if answers]
    yield ok(ABOUT, f"there and answering: {', '.join(there)}")
    for name, means in _MEANS.items():
        if not parts[name]:
            yield wrong(ABOUT, f"the {name} does not answer: {means}", START)
    if running.follower:
        yield judge_heartbeat(running.heartbeat)


_MEANS: Final = {
    "kiosk": "nobody can read",
    "follower": "what is published does not come to readers",
    "newsroom": "nobody can sign in or write",
    "worker": "what changes is not printed",
}


def judge_heartbeat(age: float | None) -> Line:
    if age is None or age > LOST_SECONDS:
        since = "never" if age is None else f"not for {span(age)}"
        return wrong(
            ABOUT,
            f"the follower has {since} heard of dispatch, so gated pages say “one moment”",
            "Its log says why: look at house.sqlite, the disk, and TERBIT_SHELF_SIZE_MB.",
        )
    if age > LATE_SECONDS:
        return warning(ABOUT, f"the follower heard of dispatch {span(age)} ago", "Its log says why. Reading goes on.")
    return ok(ABOUT, "the follower hears of dispatch")


def _is_held(lock: Path) -> bool:
    try:
        handle = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(handle)


def _is_bound(path: Path) -> bool:
    """Whether a process listens for datagrams there; none is sent."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(str(path))
        except OSError:
            return False
        return True
