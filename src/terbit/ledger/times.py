"""The ledger keeps times as whole microseconds, the same in every engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@lru_cache(maxsize=64)
def micros(time: datetime | None) -> int:
    """Microseconds since 1970; a window that never began counts everything. All who come in one turn bring one time."""
    return 0 if time is None else (time - _EPOCH) // _MICROSECOND


def from_micros(at: int) -> datetime:
    """The time (UTC) of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=at)
