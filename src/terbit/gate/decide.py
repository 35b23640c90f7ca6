"""May this reader have this story, and if not, what is the honest next step? ARCHITECTURE.md, "The gate"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import ClassVar, Final, Literal

import msgspec

from terbit.gate.policy import Policy
from terbit.gate.standing import Standing
from terbit.gate.terms import Access, Terms


class Unknown(Enum):
    """The ledger's answer when it did not answer."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN

OpenReason = Literal["free", "entitled", "registered", "opened"]
NextStep = Literal["join", "confirm", "subscribe", "later"]
_LINES: Final[dict[OpenReason, int]] = {"free": 1, "entitled": 2, "registered": 5, "opened": 8}


@dataclass(frozen=True, slots=True)
class Open:
    """The whole story; `quiet` when the reader has any running entitlement: no ads, no meter."""

    because: OpenReason
    quiet: bool = False

    @property
    def line(self) -> int:
        """Which line of the table it is."""
        return _LINES[self.because]


@dataclass(frozen=True, slots=True)
class Wall:
    """The teaser, and the one step that leads on. `line` is that of the table; 0 for a wall that nobody asked the gate for."""

    next_step: NextStep
    line: int = field(default=0, compare=False)


class Offer(msgspec.Struct, frozen=True, gc=False):
    """The teaser with one button that spends one of the `left` units. Of this kind since every unlock makes one."""

    left: int
    line: ClassVar[int] = 9


Decision = Open | Wall | Offer

# Looked up and made once: the kiosk asks for every request.
_IS_FREE, _IS_REGISTERED, _IS_SUBSCRIBERS = Access.FREE, Access.REGISTERED, Access.SUBSCRIBERS
_FREE: Final = {quiet: Open("free", quiet) for quiet in (False, True)}
_REGISTERED: Final = {quiet: Open("registered", quiet) for quiet in (False, True)}
_OPENED: Final = {quiet: Open("opened", quiet) for quiet in (False, True)}
_ENTITLED: Final = Open("entitled", quiet=True)
_JOIN, _CONFIRM, _LATER = Wall("join", 3), Wall("confirm", 4), Wall("later", 7)
_SUBSCRIBERS_ONLY, _NONE_LEFT = Wall("subscribe", 6), Wall("subscribe", 10)


def decide(
    terms: Terms,
    standing: Standing | None,
    opened: bool | Unknown,
    spent: int | Unknown,
    policy: Policy,
    now: datetime,
) -> Decision:
    """The first line that fits; the order is the rule. `standing` is None for whoever has no valid pass.

    `spent` counts the units used in the policy's present window, without what the standing carries.
    """
    if terms.access is _IS_FREE:
        return _FREE[standing is not None and standing.has_running_entitlement(now)]
    if standing is not None and standing.is_entitled(terms.publications, now):
        return _ENTITLED
    if standing is None:
        return _JOIN
    if not standing.confirmed:
        return _CONFIRM
    quiet = standing.has_running_entitlement(now)
    if terms.access is _IS_REGISTERED:
        return _REGISTERED[quiet]
    if terms.access is _IS_SUBSCRIBERS:
        return _SUBSCRIBERS_ONLY
    if opened is UNKNOWN or spent is UNKNOWN:
        return _LATER
    if opened:
        return _OPENED[quiet]
    left = units_left(policy, standing, spent)
    if left > 0 and terms.publications & policy.publications:
        return Offer(left)
    return _NONE_LEFT


def limit_of(policy: Policy, standing: Standing) -> int:
    """How many stories this reader may open in a window: the house's units less what the reader carried in."""
    return max(0, policy.units - standing.carried)


def units_left(policy: Policy, standing: Standing, spent: int) -> int:
    return max(0, limit_of(policy, standing) - spent)
