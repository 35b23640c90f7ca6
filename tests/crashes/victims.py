"""Who is killed, and when its place is taken again."""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from terbit.dispatch.heartbeat import HEARTBEAT
from tests.crashes.readers import Client
from tests.crashes.waiting import wait_for
from tests.running_house import House

KINDS: Final = {
    "kiosk": 3, "kiosk worker": 4, "follower": 4, "newsroom": 2, "newsroom worker": 2, "worker": 4, "supervisor": 1
}  # fmt: skip
"""How often each is killed in twenty rounds; a house that starts anew takes the longest."""
KIOSK_WORKERS: Final = 2


def order(rounds: int, chance: random.Random) -> Iterator[str]:
    """Whom to kill, round by round: each in its share of every twenty."""
    for begin in range(0, rounds, 20):
        twenty = [kind for kind, times in KINDS.items() for _ in range(times)]
        chance.shuffle(twenty)
        yield from twenty[: rounds - begin]


@dataclass
class Killer:
    """Kills, and watches how long the house takes to do that part of its work again; meanwhile the next is killed."""

    house: House
    client: Client
    chance: random.Random
    took: dict[str, list[float]] = field(default_factory=dict)
    _healing: dict[str, Future[float]] = field(default_factory=dict)
    _watch: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(len(KINDS)))

    def kill(self, kind: str) -> None:
        """SIGKILL for one of this kind, once the one before it is back."""
        self._hear_of(kind)
        wait_for(lambda: find(self.house)[kind], self.house, f"no {kind} is there")
        victim, at = self.chance.choice(find(self.house)[kind]), time.time()
        os.kill(victim, signal.SIGKILL)
        if kind == "supervisor":
            self.house.process.wait()
            self.house.start_again()
        self._healing[kind] = self._watch.submit(self._until_it_works, kind, victim, at)

    def wait_until_all_work(self) -> None:
        for kind in list(self._healing):
            self._hear_of(kind)

    def _hear_of(self, kind: str) -> None:
        if kind in self._healing:
            self.took.setdefault(kind, []).append(self._healing.pop(kind).result())

    def _until_it_works(self, kind: str, victim: int, killed_at: float) -> float:
        most = KIOSK_WORKERS if kind == "kiosk worker" else 1
        wait_for(
            lambda: victim not in (now := find(self.house)[kind]) and len(now) >= most, self.house, f"no {kind} came"
        )
        wait_for(lambda: _works(self.house, kind, killed_at, self.client), self.house, f"the {kind} does not work")
        return time.time() - killed_at


def find(house: House) -> Mapping[str, list[int]]:
    """The house's processes by kind."""
    found: dict[str, list[int]] = {kind: [] for kind in KINDS} | {"supervisor": [house.process.pid]}
    for pid in _children(house.process.pid):
        words = _command(pid)
        for kind, word in {
            "kiosk": "kiosk-server",
            "follower": "follower",
            "newsroom": "newsroom",
            "worker": "worker",
        }.items():
            if words[-1:] == [word]:
                found[kind].append(pid)
                if f"{kind} worker" in found:
                    found[f"{kind} worker"] += _children(pid)
    return found


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _command(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")[:-1]
    return []


def _works(house: House, kind: str, killed_at: float, client: Client) -> bool:
    """Whether what this kind does is done again."""
    heard = (house.home / "shelf" / HEARTBEAT).stat().st_mtime
    match kind:
        case "kiosk" | "kiosk worker":
            return _answers(client, "/readyz")
        case "follower":
            return heard > killed_at
        case "newsroom" | "newsroom worker":
            return _answers(client, "/akun/masuk/")
        case "worker":
            return _listens(house.home / "run" / "press.sock")
        case _:
            return heard > killed_at and _answers(client, "/readyz") and _answers(client, "/akun/masuk/")


def _answers(client: Client, path: str) -> bool:
    answer = Client(client.port).ask("GET", path, timeout=5)
    return answer is not None and answer.status == 200


def _listens(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(str(address))
        except OSError:
            return False
        return True
