"""May this reader have this story, and if not, what is the honest next step? Pure functions over frozen values."""

from terbit.gate.bodies import BODY_KINDS, OPEN_KINDS, TEASER_KINDS, bodies_needed, body_of
from terbit.gate.decide import UNKNOWN, Decision, Offer, Open, Unknown, Wall, decide, limit_of, units_left
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
from terbit.gate.terms import FREE_PAGE, Access, Terms, access_of, stricter

__all__ = [
    "BODY_KINDS",
    "FREE_PAGE",
    "OPEN_KINDS",
    "TEASER_KINDS",
    "UNKNOWN",
    "Access",
    "Decision",
    "Entitlement",
    "Monthly",
    "Offer",
    "Once",
    "Open",
    "Policy",
    "Renewal",
    "Rolling",
    "Standing",
    "Terms",
    "Unknown",
    "Wall",
    "access_of",
    "bodies_needed",
    "body_of",
    "counted_since",
    "decide",
    "limit_of",
    "policy_from",
    "policy_record",
    "renews_at",
    "stricter",
    "units_left",
]
