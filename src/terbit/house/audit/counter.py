"""The kiosk that serves, over the real shelf, with every kind of reader before it. Keys and ledger are the audit's own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from terbit.config import Settings
from terbit.dispatch import keys
from terbit.dispatch.contract import pack
from terbit.gate import Policy
from terbit.gate.reader_pass import COOKIE, PassKey, ReaderPass, sign
from terbit.house.audit.readers import Reader
from terbit.house.audit.shelf import AuditShelf
from terbit.kiosk import headers
from terbit.kiosk.condition import Condition
from terbit.kiosk.faults import Faults
from terbit.kiosk.http import Answer, Request
from terbit.kiosk.kiosk import Kiosk
from terbit.kiosk.passage import Passage
from terbit.kiosk.passes import Passes
from terbit.kiosk.stand import Stand
from terbit.kiosk.tally import Tally
from terbit.ledger import LedgerUnavailable
from terbit.ledger.sqlite import SqliteLedger, create

KEY: Final = PassKey("audit", b"no reader's pass is signed with this")
CODINGS: Final = {"identity": b"identity", "gzip": b"gzip", "br": b"br"}
NO_STORY: Final = -1
"""Stories of which no house has any have numbers from here down: the units of whoever has none left."""

Own = Callable[[Request], Awaitable[Answer]]


class AwayLedger:
    """A ledger that does not answer."""

    def look(self, *_: Any, **__: Any) -> Any:
        raise LedgerUnavailable("The audit asks what is said while the ledger is away.")

    opened_by = forget = give_back = enter = look

    async def unlock(self, *_: Any, **__: Any) -> Any:
        self.look()

    def close(self) -> None: ...


class FollowedStand(Stand):
    """How the house answers while its follower follows, whether or not one runs now."""

    def age(self) -> float:
        return 0.0


class NoFaults(Faults):
    """That the ledger is away is what is asked for, and nobody's fault."""

    def report(self, *_: Any, **__: Any) -> None: ...


@dataclass(frozen=True)
class Counter:
    """`own` are the kiosk's own addresses; `requests` one request for each reader and coding, without its path."""

    shelf: AuditShelf
    readers: tuple[Reader, ...]
    kiosk: Kiosk
    without_ledger: Kiosk
    own: dict[str, Own]
    headers: Mapping[tuple[str, str], Mapping[bytes, bytes]]

    def kiosk_of(self, reader: Reader) -> Kiosk:
        return self.without_ledger if reader.without_ledger else self.kiosk

    def ask(self, reader: Reader, coding: str, key: str) -> Answer | None:
        """What the reader gets for a page; its body lives as long as the shelf."""
        request = Request("GET", key.encode(), self.headers[reader.name, coding])
        return self.kiosk_of(reader).read_now(request)


@contextmanager
def open_counter(
    shelf: AuditShelf,
    readers: tuple[Reader, ...],
    policy: Policy,
    stories: Iterable[int],
    folder: Path,
    settings: Settings,
    now: datetime,
) -> Iterator[Counter]:
    """`folder` is the audit's own; `stories` those that whoever "opened before" has opened."""
    for reader in readers:
        if reader.standing is not None:
            shelf.above[keys.reader_key(reader.standing.reader).encode()] = pack(reader.standing)
    (folder / "pass.json").write_text(json.dumps({"signing": KEY.id, "keys": {KEY.id: KEY.secret.hex()}}))
    create(folder / "ledger.sqlite")
    ledger = SqliteLedger(folder / "ledger.sqlite")
    asyncio.run(_enter(ledger, readers, policy, stories, now))
    stand, passes = FollowedStand(shelf, now=lambda: now), Passes(folder / "pass.json")
    kiosk = Kiosk(stand, ledger, passes, settings.base_url, front=settings.front)
    without = Kiosk(stand, AwayLedger(), passes, settings.base_url, NoFaults(), front=settings.front)
    try:
        yield Counter(shelf, readers, kiosk, without, _own(kiosk, stand, settings), _headers(readers))
    finally:
        ledger.close()


async def _enter(
    ledger: SqliteLedger, readers: Iterable[Reader], policy: Policy, stories: Iterable[int], now: datetime
) -> None:
    """The units of who has none left, and every story of who opened them all; a thousand at a time."""
    rows = [(reader, NO_STORY - unit) for reader in readers if reader.spent for unit in range(policy.units)]
    rows += [(reader, story) for reader in readers if reader.opened for story in stories]
    for at in range(0, len(rows), 1_000):
        await asyncio.gather(
            *(
                ledger.unlock(one.standing.reader, story, limit=len(rows), since=None, now=now)
                for one, story in rows[at : at + 1_000]
                if one.standing is not None
            )
        )


def _own(kiosk: Kiosk, stand: Stand, settings: Settings) -> dict[str, Own]:
    newsroom = Passage(str(settings.newsroom_socket), settings.newsroom_url)
    condition = Condition(kiosk, stand, Tally(1), newsroom, settings.metrics_token, lambda: None)
    here = "127.0.0.1"
    return {
        "/saya": kiosk.about_me,
        "/healthz": lambda request: condition.healthz(request, here),
        "/readyz": lambda request: condition.readyz(request, here),
        "/metrics": lambda request: condition.metrics(request, here),
    }


def _headers(readers: Iterable[Reader]) -> dict[tuple[str, str], dict[bytes, bytes]]:
    found = {}
    for reader in readers:
        for coding, accepted in CODINGS.items():
            found[reader.name, coding] = {b"accept-encoding": accepted, **_cookie(reader)}
    return found


def _cookie(reader: Reader) -> dict[bytes, bytes]:
    if reader.standing is None:
        return {}
    value = sign(ReaderPass(reader.standing.reader, reader.session, "audit", 0), KEY)
    return {b"cookie": f"{COOKIE}={value}".encode()}


async def said_without_a_page(counter: Counter, reader: Reader, coding: str, path: str) -> list[Answer]:
    """What the kiosk says where there is no page to give: another address, the 404, the 503, a refused POST."""
    found = counter.headers[reader.name, coding]
    kiosk = counter.kiosk_of(reader)
    post = Request("POST", path.encode(), {**found, b"sec-fetch-site": b"cross-site"})
    answers = [
        await kiosk.read(Request("GET", f"{path}/".encode(), found)),
        kiosk.unknown(Request("GET", f"{path}-/x".encode(), found)),
        await kiosk.unlock(post),
        headers.method_not_allowed("GET, HEAD"),
    ]
    special = kiosk.special(post, keys.unavailable("en" if path.startswith("/en/") else "id"))
    return [*answers, *([special] if special else [])]
