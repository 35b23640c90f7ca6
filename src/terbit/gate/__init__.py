"""May this reader have this story, and if not, what is the honest next step? Pure functions over frozen values."""

from terbit.gate.bodies import BODY_KINDS, OPEN_KINDS, TEASER_KINDS, bodies_needed, body_of
from terbit.gate.decide import UNKNOWN, Decision, Offer, Open, Unknown, Wall, decide, limit_of, units_left
from terbit.gate.explain import LAST_LINE, Explanation, Tried, explain
from terbit.gate.policy import (
    Monthly,
    Once,
    Policy,
    Renewal,
    Rolling,
    counted_since,
    policy_from,
    policy_record,
    renews_at,
)
from terbit.gate.standing import Entitlement, Standing
from terbit.gate.terms import COVER_STORY, FREE_PAGE, Access, Terms, stricter, strictest, usual_access

__all__ = [
    "BODY_KINDS",
    "COVER_STORY",
    "FREE_PAGE",
    "LAST_LINE",
    "OPEN_KINDS",
    "TEASER_KINDS",
    "UNKNOWN",
    "Access",
    "Decision",
    "Entitlement",
    "Explanation",
    "Monthly",
    "Offer",
    "Once",
    "Open",
    "Policy",
    "Renewal",
    "Rolling",
    "Standing",
    "Terms",
    "Tried",
    "Unknown",
    "Wall",
    "bodies_needed",
    "body_of",
    "counted_since",
    "decide",
    "explain",
    "limit_of",
    "policy_from",
    "policy_record",
    "renews_at",
    "stricter",
    "strictest",
    "units_left",
    "usual_access",
]
