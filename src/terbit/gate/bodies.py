"""Which finished body stands for which decision: the closed set."""

from __future__ import annotations

from typing import Final

from terbit.gate.decide import Decision, Offer, Open
from terbit.gate.policy import Policy
from terbit.gate.terms import Access, Terms

OPEN_KINDS: Final = ("open", "quiet")
TEASER_KINDS: Final = ("join", "confirm", "offer", "subscribe", "later")
BODY_KINDS: Final = OPEN_KINDS + TEASER_KINDS


def body_of(decision: Decision) -> str:
    if isinstance(decision, Open):
        return "quiet" if decision.quiet else "open"
    return "offer" if isinstance(decision, Offer) else decision.next_step


def bodies_needed(terms: Terms, policy: Policy) -> frozenset[str]:
    """Every body kind that some reader of a page with these terms can meet; no others are made."""
    match terms.access:
        case Access.FREE:
            return frozenset(OPEN_KINDS)
        case Access.REGISTERED:
            return frozenset((*OPEN_KINDS, "join", "confirm"))
        case Access.SUBSCRIBERS:
            return frozenset(("quiet", "join", "confirm", "subscribe"))
        case _:
            offer = ("offer",) if policy.units > 0 and terms.publications & policy.publications else ()
            return frozenset((*OPEN_KINDS, "join", "confirm", "subscribe", "later", *offer))
