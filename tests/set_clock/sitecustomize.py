"""Loaded first by every Python process that has this folder on its path: the clock on the wall stands off by as many
seconds as the file says that TESTS_CLOCK names, now, not when the process began. No other clock is touched, as nothing
else moves when somebody sets a machine's clock.
"""

import datetime
import os
import sqlite3  # noqa: F401  takes the true class before it is replaced
import time

_FILE = os.environ["TESTS_CLOCK"]
_true_time, _Datetime = time.time, datetime.datetime


def _off() -> float:
    with open(_FILE) as file:
        return float(file.read() or 0)


def _time() -> float:
    return _true_time() + _off()


class _SameKind(type):
    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, _Datetime)

    def __subclasscheck__(cls, kind: type) -> bool:
        return issubclass(kind, _Datetime)


class _Set(_Datetime, metaclass=_SameKind):
    """Makes true datetimes; only the present is another."""

    def __new__(cls, *given, **named):  # type: ignore[no-untyped-def]
        return _Datetime(*given, **named)

    @classmethod
    def now(cls, tz=None):  # type: ignore[no-untyped-def]
        return _Datetime.fromtimestamp(_time(), tz)

    @classmethod
    def utcnow(cls):  # type: ignore[no-untyped-def]
        return _Datetime.fromtimestamp(_time(), datetime.UTC).replace(tzinfo=None)


for _name in ("fromtimestamp", "fromisoformat", "strptime", "combine", "utcfromtimestamp", "fromordinal"):
    setattr(_Set, _name, getattr(_Datetime, _name))
_Set.min, _Set.max = _Datetime.min, _Datetime.max  # type: ignore[misc]
time.time = _time
time.time_ns = lambda: int(_time() * 1e9)
datetime.datetime = _Set  # type: ignore[misc]
