"""Why the gate decides as it does: the lines of its table that were tried, read off the answer that it serves.

The rules stand in `decide` alone. Each decision carries the line that it comes from, and the first line that fits
decides, so the lines before it were tried and did not fit, and those behind it were never asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from terbit.gate.decide import Decision, Unknown, decide
from terbit.gate.policy import Policy
from terbit.gate.standing import Standing
from terbit.gate.terms import Terms

LAST_LINE: Final = 10


@dataclass(frozen=True, slots=True)
class Tried:
    """One line of the table (ARCHITECTURE.md, "The gate"), and whether it fitted."""

    line: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decision that readers get, and every line up to it, in order; the last one fits and no other."""

    decision: Decision
    tried: tuple[Tried, ...]


def explain(
    terms: Terms,
    standing: Standing | None,
    opened: bool | Unknown,
    spent: int | Unknown,
    policy: Policy,
    now: datetime,
) -> Explanation:
    """Asks `decide`, whose arguments these are."""
    decision = decide(terms, standing, opened, spent, policy, now)
    return Explanation(decision, tuple(Tried(line, line == decision.line) for line in range(1, decision.line + 1)))
