"""Stories, readers and a policy for the gate's tests. A story is metered and stands in the koran, unless it is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from terbit.gate import Access, Entitlement, Once, Policy, Standing, Terms

NOON: Final = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
INSTANT: Final = timedelta(microseconds=1)
DAY: Final = timedelta(days=1)
FREE, REGISTERED, METERED, SUBSCRIBERS = Access
KORAN, MAJALAH, NOWHERE = frozenset({"koran"}), frozenset({"majalah"}), frozenset[str]()
BOTH: Final = KORAN | MAJALAH
TWO_UNITS: Final = Policy(2, BOTH, Once(), "Asia/Jakarta")


def a_story(access: Access = METERED, publications: frozenset[str] = KORAN) -> Terms:
    return Terms(81, access, publications)


def a_reader(*entitlements: Entitlement, confirmed: bool = True, carried: int = 0) -> Standing:
    return Standing(5, confirmed, frozenset({9}), entitlements, carried)


def a_subscription(
    publication: str = "koran", starts: datetime = NOON - DAY, ends: datetime = NOON + DAY
) -> Entitlement:
    return Entitlement(publication, starts, ends, "grant")


NOBODY: Final = None
CONFIRMED, UNCONFIRMED = a_reader(), a_reader(confirmed=False)
SUBSCRIBER: Final = a_reader(a_subscription())
