"""What a reader has: integers, codes and times, never a name or an address."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One publication that the reader may open, from `starts` up to, but not at, `ends` (both aware, UTC)."""

    publication: str
    starts: datetime
    ends: datetime
    source: str

    def runs(self, now: datetime) -> bool:
        return self.starts <= now < self.ends


@dataclass(frozen=True, slots=True)
class Standing:
    """`sessions` are the ids of the sign-ins that still hold; `carried` units were spent elsewhere and count as spent."""

    reader: int
    confirmed: bool
    sessions: frozenset[int]
    entitlements: tuple[Entitlement, ...] = ()
    carried: int = 0

    def is_entitled(self, publications: AbstractSet[str], now: datetime) -> bool:
        for one in self.entitlements:  # noqa: SIM110  any() takes twice as long, for every page of a subscriber
            if one.starts <= now < one.ends and one.publication in publications:
                return True
        return False

    def has_running_entitlement(self, now: datetime) -> bool:
        return self.entitlements != () and any(one.runs(now) for one in self.entitlements)
