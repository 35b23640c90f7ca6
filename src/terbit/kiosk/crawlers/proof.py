"""Proving who claims to be a crawler, beside the reading: until it is known, the crawler is nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from terbit.config import Network
from terbit.kiosk.crawlers.dns import Resolver, Unanswered
from terbit.kiosk.crawlers.engines import Engine
from terbit.kiosk.crawlers.ranges import Address, address_of

MOST_KNOWN: Final = 4_096
MOST_ASKED: Final = 8
"""Proofs under way at once. Whoever claims to be a crawler meanwhile is nobody, and may come again."""
PROVEN_SECONDS: Final = 24 * 3600.0
REFUTED_SECONDS: Final = 3600.0
UNANSWERED_SECONDS: Final = 60.0
MOST_NAMES: Final = 4


class _Known(NamedTuple):
    proven: bool
    until: float


class Crawlers:
    """`ranges` by engine: where an engine's file is there it decides alone, and nobody is asked."""

    def __init__(
        self,
        engines: Iterable[Engine],
        ranges: Mapping[str, tuple[Network, ...]],
        resolver: Resolver,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engines = tuple(engines)
        self._ranges = ranges
        self._resolver = resolver
        self._clock = clock
        self._known: dict[tuple[str, Address], _Known] = {}
        self._asking: dict[tuple[str, Address], asyncio.Task[None]] = {}

    def claimed(self, headers: Mapping[bytes, bytes]) -> Engine | None:
        """Which engine's crawler the request claims to come from. That is a claim, and opens nothing."""
        said = headers.get(b"user-agent", b"").lower()
        return next((engine for engine in self._engines if engine.claim in said), None)

    def is_proven(self, engine: Engine, client: str) -> bool:
        """Whether the client's address is known to be the engine's. Waits for nobody: what is not known is being asked
        when this returns, and known when the crawler comes again."""
        address = address_of(client)
        if address is None:
            return False
        networks = self._ranges.get(engine.name)
        if networks is not None:
            return any(address in network for network in networks)
        key = (engine.name, address)
        known = self._known.get(key)
        if known is not None and self._clock() < known.until:
            return known.proven
        if key not in self._asking and len(self._asking) < MOST_ASKED:
            self._asking[key] = asyncio.get_running_loop().create_task(self._prove(engine, address, key))
        return False

    async def _prove(self, engine: Engine, address: Address, key: tuple[str, Address]) -> None:
        try:
            proven = await self._belongs(engine, address)
            lasts = PROVEN_SECONDS if proven else REFUTED_SECONDS
        except (Unanswered, OSError):
            proven, lasts = False, UNANSWERED_SECONDS
        finally:
            self._asking.pop(key, None)
        while len(self._known) >= MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[key] = _Known(proven, self._clock() + lasts)

    async def _belongs(self, engine: Engine, address: Address) -> bool:
        """Reverse, then forward: whoever owns an address can give it any name, but not the name that address."""
        for name in (await self._resolver.names_of(address))[:MOST_NAMES]:
            lower = name.lower().rstrip(".")
            ours = any(lower.endswith(f".{domain}") for domain in engine.domains)
            if ours and address in await self._resolver.addresses_of(lower, address):
                return True
        return False

    async def close(self) -> None:
        tasks = list(self._asking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
