"""How this kiosk is: `/healthz` and `/readyz` for whoever routes readers, `/metrics` for whoever watches."""

from __future__ import annotations

import hmac
import ipaddress
import math
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from terbit.kiosk import headers
from terbit.kiosk.http import NO_STORE, Answer, Block, Request
from terbit.kiosk.kiosk import Kiosk
from terbit.kiosk.passage import Passage
from terbit.kiosk.stand import Stand
from terbit.kiosk.tally import PASSED, READS, UNLOCKS, Tally

_FORWARDED: Final = (b"forwarded", b"x-forwarded-for", b"x-real-ip", b"via")
_METRICS: Final = Block(200, [(b"content-type", b"text/plain; version=0.0.4; charset=utf-8"), NO_STORE])


class Condition:
    """`refresh` brings this worker's row of the tally up to now."""

    def __init__(
        self, kiosk: Kiosk, stand: Stand, tally: Tally, passage: Passage, token: str, refresh: Callable[[], None]
    ) -> None:
        self._kiosk = kiosk
        self._stand = stand
        self._tally = tally
        self._passage = passage
        self._token = token
        self._refresh = refresh
        self._began = time.monotonic()
        self._caught_up = False

    async def healthz(self, _request: Request, _client: str) -> Answer:
        """200 when the shelf has once caught up: pages can be read, old ones perhaps."""
        if self._shelf_is_filled():
            return headers.plain(200, "ok")
        return headers.plain(503, "The shelf is still filling; try again in a moment.")

    async def readyz(self, _request: Request, _client: str) -> Answer:
        """200 when readers should be sent here: the shelf caught up since this process started, and is not stale."""
        if not self._shelf_is_filled():
            return headers.plain(503, "The shelf is still filling; try again in a moment.")
        age = self._stand.age()
        self._caught_up |= time.monotonic() - age >= self._began
        if not self._caught_up:
            return headers.plain(503, "The shelf has not caught up with dispatch since this kiosk started.")
        if self._stand.stale():
            return headers.plain(503, f"The follower had no answer from dispatch {_for_how_long(age)}.")
        return headers.plain(200, "ready")

    async def metrics(self, request: Request, client: str) -> Answer:
        """Prometheus' text, for this machine alone, or for whoever has the token; nobody else learns of it."""
        if not self._may_watch(request, client):
            return self._kiosk.unknown(request)
        said = await self._passage.get_json("/_kiosk/condition")
        self._refresh()
        lines = [*self._lines(self._tally.sums()), *self._lines_with(said)]
        return Answer(_METRICS, "".join(lines).encode())

    def _may_watch(self, request: Request, client: str) -> bool:
        given = request.headers.get(b"authorization", b"")
        if self._token and hmac.compare_digest(given, b"Bearer " + self._token.encode()):
            return True
        passed_on = any(name in request.headers for name in _FORWARDED)
        return not passed_on and _is_here(client)

    def _shelf_is_filled(self) -> bool:
        with self._stand.look() as look:
            return look.ready()

    def _lines(self, sums: Mapping[str, int]) -> Iterator[str]:
        yield from _counter("terbit_reads_total", "Pages read, by decision.", "decision", {n: sums[n] for n in READS})
        unlocks = {name.removeprefix("unlock:"): sums[name] for name in UNLOCKS}
        yield from _counter("terbit_unlocks_total", "POSTs to a story, by what came of them.", "outcome", unlocks)
        yield "# HELP terbit_passed_total Requests handed to the newsroom.\n# TYPE terbit_passed_total counter\n"
        yield f"terbit_passed_total {sums[PASSED]}\n"
        with self._stand.look() as look:
            number, ready = look.position().number, look.ready()
        yield from _gauge("terbit_connections", "Open connections.", self._tally.connections())
        yield from _gauge("terbit_dispatch_number", "How far the shelf has come in dispatch.", number)
        yield from _gauge("terbit_shelf_ready", "1 once the shelf has caught up with dispatch.", int(ready))
        age = "a follower's last answer from dispatch"
        yield from _gauge("terbit_follower_age_seconds", f"Seconds since {age}.", round(self._stand.age(), 3))

    def _lines_with(self, said: Mapping[str, Any] | None) -> Iterator[str]:
        """What only the newsroom knows, and how far behind it this shelf is; nothing of that while it is away."""
        yield from _gauge("terbit_newsroom_up", "1 where the newsroom answers.", int(said is not None))
        if said is None:
            return
        with self._stand.look() as look:
            behind = max(0, said["number"] - look.position().number)
        yield from _gauge("terbit_pages_waiting", "Pages that wait to be printed.", said["waiting"])
        yield from _gauge(
            "terbit_pages_waiting_seconds", "Seconds for which the first of them has waited.", said["waiting_seconds"]
        )
        yield from _gauge("terbit_dispatch_lag", "Numbers of dispatch that the shelf has yet to take.", behind)
        level = "Seconds since the shelf was last level with dispatch, 0 where it is."
        yield from _gauge("terbit_dispatch_lag_seconds", level, round(self._stand.age(), 3) if behind else 0)


def _for_how_long(age: float) -> str:
    return "since this kiosk started" if math.isinf(age) else f"for {age / 60:.0f} minutes"


def _counter(name: str, text: str, label: str, values: Mapping[str, int]) -> Iterator[str]:
    yield f"# HELP {name} {text}\n# TYPE {name} counter\n"
    for value, count in values.items():
        yield f'{name}{{{label}="{value}"}} {count}\n'


def _gauge(name: str, text: str, value: float) -> Iterator[str]:
    yield f"# HELP {name} {text}\n# TYPE {name} gauge\n{name} {'+Inf' if math.isinf(value) else value}\n"


def _is_here(client: str) -> bool:
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
