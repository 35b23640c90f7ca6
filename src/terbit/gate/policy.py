"""The house's allowance, and since when opened stories count against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Once:
    """The units are given once and never again."""


@dataclass(frozen=True, slots=True)
class Monthly:
    """The units are given anew at the start of each calendar month in the house's zone."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """A unit comes back `days` days after it was spent."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"A rolling renewal needs 1 day or more; it has {self.days}.")


Renewal = Once | Monthly | Rolling


@dataclass(frozen=True, slots=True)
class Policy:
    """`units` metered stories over the named publications together are free; `zone` is an IANA name."""

    units: int
    publications: frozenset[str]
    renewal: Renewal
    zone: str


def counted_since(policy: Policy, now: datetime) -> datetime | None:
    """Start of the current window in UTC; None means for ever. Months begin at 00:00 in the house's zone."""
    match policy.renewal:
        case Once():
            return None
        case Monthly():
            local = now.astimezone(ZoneInfo(policy.zone))
            return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)
        case Rolling(days):
            return now.astimezone(UTC) - timedelta(days=days)


def renews_at(policy: Policy, now: datetime) -> datetime | None:
    """When the next units come for everybody at once (UTC): only a monthly policy knows; None otherwise."""
    if not isinstance(policy.renewal, Monthly):
        return None
    local = now.astimezone(ZoneInfo(policy.zone))
    year, month = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    return datetime(year, month, 1, tzinfo=ZoneInfo(policy.zone)).astimezone(UTC)


def policy_record(policy: Policy) -> dict[str, Any]:
    """The policy as plain values, for dispatch; `policy_from` reads it back."""
    code, days = "once", 0
    match policy.renewal:
        case Monthly():
            code = "monthly"
        case Rolling(days):
            code = "rolling"
    return {
        "units": policy.units,
        "publications": sorted(policy.publications),
        "renewal": code,
        "days": days,
        "zone": policy.zone,
    }


def policy_from(record: Mapping[str, Any]) -> Policy:
    """Raises KeyError or ValueError for a record that `policy_record` did not make."""
    renewal: Renewal
    match record["renewal"]:
        case "once":
            renewal = Once()
        case "monthly":
            renewal = Monthly()
        case "rolling":
            renewal = Rolling(record["days"])
        case other:
            raise ValueError(f"A renewal is once, monthly or rolling; it is {other!r}.")
    return Policy(record["units"], frozenset(record["publications"]), renewal, record["zone"])
