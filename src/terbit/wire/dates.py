"""Dates as they are written in ISO 8601: to the minute, the day only, or unknown. What is neither is refused, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from terbit.wire.story import When

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?[Zz]|[+-]\d\d(:?\d\d)?)?\Z", re.ASCII)
_EPOCH: Final = date(1970, 1, 1)
_OLDEST: Final = 1605
"""No newspaper is older. What claims to be is a machine's zero."""


class NoDate(ValueError):
    """`str()` says which words were met, and how a date is written."""


def read_date(words: str | None) -> When:
    """A datetime (with its offset, if it says one), a date, or None for unknown; 1970-01-01 is unknown. Raises NoDate."""
    if words is None or not words.strip():
        return None
    words = words.strip()
    try:
        if _DAY.match(words):
            found: date | datetime = date.fromisoformat(words)
        elif _MOMENT.match(words):
            found = datetime.fromisoformat(_plain(words))
        else:
            raise NoDate(f"“{_short(words)}” is no date; write 2026-11-23, or 2026-11-23T06:10:00+07:00.")
        return _checked(found, words)
    except (ValueError, OverflowError) as problem:
        if isinstance(problem, NoDate):
            raise
        raise NoDate(f"“{_short(words)}” is a day or a time that does not exist.") from problem


def write_date(when: When) -> str | None:
    """As `read_date` reads it. A moment with an offset is written in UTC, so that no zone stands in the file."""
    if not isinstance(when, datetime):
        return when.isoformat() if when else None
    if when.tzinfo is None:
        return when.isoformat()
    return when.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def is_epoch(when: date | datetime) -> bool:
    """1 January 1970, as written or in UTC, is what machines say that know no date."""
    if not isinstance(when, datetime):
        return when == _EPOCH
    return when.date() == _EPOCH or (when.tzinfo is not None and when.astimezone(UTC).date() == _EPOCH)


def _plain(words: str) -> str:
    return words.replace(" ", "T", 1).replace(" ", "").replace(",", ".").upper()


def _checked(found: date | datetime, words: str) -> When:
    if found.year < _OLDEST:
        raise NoDate(f"“{_short(words)}” is older than any newspaper.")
    if found.year == date.max.year:
        raise NoDate(f"“{_short(words)}” is a machine's last day.")
    return None if is_epoch(found) else found


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:40] + "…"
