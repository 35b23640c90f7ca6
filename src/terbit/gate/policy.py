"""The house's allowance, and since when opened stories count against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST_ROLLING_DAYS: Final = 36_600


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
        if not 1 <= self.days <= LONGEST_ROLLING_DAYS:
            raise ValueError(
                f"A rolling renewal needs 1 day or more, {LONGEST_ROLLING_DAYS} at most; it has {self.days}."
            )


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
    """Raises KeyError or ValueError for a record that `policy_record` did not make, and for a zone that is not known."""
    units, publications = record["units"], record["publications"]
    if type(units) is not int or units < 0:
        raise ValueError(f"Units are a whole number, 0 or more; they are {units!r}.")
    if not isinstance(publications, list | tuple) or not all(isinstance(code, str) for code in publications):
        raise ValueError(f"Publications are a list of codes; they are {publications!r}.")
    return Policy(units, frozenset(publications), _renewal_from(record), _zone_from(record))


def _zone_from(record: Mapping[str, Any]) -> str:
    try:
        return ZoneInfo(record["zone"]).key
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise ValueError(f"A zone is a name like Asia/Jakarta; it is {record['zone']!r}.") from error


def _renewal_from(record: Mapping[str, Any]) -> Renewal:
    match record["renewal"]:
        case "once":
            return Once()
        case "monthly":
            return Monthly()
        case "rolling":
            days = record["days"]
            if type(days) is not int:
                raise ValueError(f"Days are a whole number; they are {days!r}.")
            return Rolling(days)
        case other:
            raise ValueError(f"A renewal is once, monthly or rolling; it is {other!r}.")
