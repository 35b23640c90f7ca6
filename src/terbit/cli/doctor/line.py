"""What the doctor says of one thing: how it is, what was found, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class State(IntEnum):
    """Its number is the exit code of a doctor who found nothing worse."""

    OK = 0
    WARNING = 1
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Line:
    """`about` names the group of checks; `found` is a sentence without a stop; `advice` is empty where all is well."""

    about: str
    state: State
    found: str
    advice: str = ""


def ok(about: str, found: str) -> Line:
    return Line(about, State.OK, found)


def warning(about: str, found: str, advice: str) -> Line:
    return Line(about, State.WARNING, found, advice)


def wrong(about: str, found: str, advice: str) -> Line:
    return Line(about, State.WRONG, found, advice)


def worst(lines: Iterable[Line]) -> State:
    return max((line.state for line in lines), default=State.OK)


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"


def span(seconds: float) -> str:
    """A length of time in the largest unit that says enough: "40 s", "12 min", "5 h", "3 days"."""
    for length, unit in ((172_800, "days"), (7_200, "h"), (120, "min")):
        if seconds >= length:
            return f"{seconds / {'days': 86_400, 'h': 3_600, 'min': 60}[unit]:.0f} {unit}"
    return f"{seconds:.0f} s"
