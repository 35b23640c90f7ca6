"""Every kind of reader, and what each may read: written out by hand, so that the gate itself is audited too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from terbit.gate import Access, Entitlement, Standing, Terms

FIRST_NUMBER: Final = 9_000_000_000_000_000
"""No house has so many readers: those of the audit meet nobody's standing."""
SESSION: Final = 1
ENDED_SESSION: Final = 2
LONG: Final = timedelta(days=30)

_EVERYBODY: Final = frozenset({Access.FREE})
_WITH_ACCOUNT: Final = _EVERYBODY | {Access.REGISTERED}
_WHO_OPENED: Final = _WITH_ACCOUNT | {Access.METERED}


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of reader. `opens` are the accesses that it may read of any publication; `entitled` the publications of
    which it may read everything. `spent` and `opened` are what the ledger knows: no unit left, and every story opened.
    """

    name: str
    opens: frozenset[Access] = _WITH_ACCOUNT
    entitled: frozenset[str] = frozenset()
    standing: Standing | None = None
    session: int = SESSION
    spent: bool = False
    opened: bool = False
    without_ledger: bool = False

    def may_read(self, terms: Terms | None) -> bool:
        """Whether this reader may read all of a story; None: of one that nobody may read (yet, or any more)."""
        return terms is not None and (terms.access in self.opens or bool(terms.publications & self.entitled))


def all_readers(publications: Iterable[str], now: datetime) -> tuple[Reader, ...]:
    """Every kind, over these publications. One subscription ends at `now` exactly, another begins a second later."""
    codes = sorted(publications)
    running = {code: Entitlement(code, now - LONG, now + LONG, "grant") for code in codes}
    ended = tuple(Entitlement(code, now - LONG, now, "grant") for code in codes)
    coming = tuple(Entitlement(code, now + timedelta(seconds=1), now + LONG, "grant") for code in codes)
    staff = tuple(Entitlement(code, now - LONG, now + LONG, "staff") for code in codes)
    subscribers = (
        Reader(f"subscriber of {code}", entitled=frozenset({code}), standing=_standing(20 + at, (running[code],)))
        for at, code in enumerate(codes)
    )
    return (
        Reader("nobody", opens=_EVERYBODY),
        Reader("signed out", opens=_EVERYBODY, standing=_standing(1, tuple(running.values())), session=ENDED_SESSION),
        Reader("unconfirmed", opens=_EVERYBODY, standing=_standing(2, confirmed=False)),
        Reader("confirmed, with units", standing=_standing(3)),
        Reader("confirmed, none left", standing=_standing(4), spent=True),
        Reader("opened before", opens=_WHO_OPENED, standing=_standing(5), opened=True),
        Reader("subscription ended", standing=_standing(6, ended)),
        Reader("subscription to come", standing=_standing(7, coming)),
        Reader("staff", entitled=frozenset(codes), standing=_standing(8, staff)),
        Reader("confirmed, ledger away", standing=_standing(9), without_ledger=True),
        Reader(
            "subscriber of all, ledger away",
            entitled=frozenset(codes),
            standing=_standing(10, tuple(running.values())),
            without_ledger=True,
        ),
        *subscribers,
    )


def _standing(number: int, entitlements: tuple[Entitlement, ...] = (), *, confirmed: bool = True) -> Standing:
    return Standing(FIRST_NUMBER + number, confirmed, frozenset({SESSION}), entitlements)
