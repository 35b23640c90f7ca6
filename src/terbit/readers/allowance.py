"""How many free articles a reader has left: the policy's arithmetic over the ledger's count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from terbit import gate
from terbit.config import settings
from terbit.ledger import Ledger, LedgerUnavailable, open_ledger
from terbit.readers.models import User


@dataclass(frozen=True, slots=True)
class Allowance:
    """`left` and `opened` are None when the ledger does not answer; `renews` (UTC) is None unless all renew at once."""

    limit: int
    left: int | None
    opened: int | None
    renews: datetime | None


@cache
def ledger() -> Ledger:
    """The house's ledger; one for this process."""
    return open_ledger(settings)


def allowance_of(user: User, policy: gate.Policy, now: datetime) -> Allowance:
    """What `user` has left at `now` under `policy`, and how many stories they ever opened."""
    nobody_knows = gate.Standing(user.pk, confirmed=False, sessions=frozenset(), carried=user.carried)
    limit = gate.limit_of(policy, nobody_knows)
    renews = gate.renews_at(policy, now)
    try:
        _, spent = ledger().look(user.pk, 0, gate.counted_since(policy, now))
        opened = len(ledger().opened_by(user.pk))
    except LedgerUnavailable:
        return Allowance(limit, None, None, renews)
    return Allowance(limit, gate.units_left(policy, nobody_knows, spent), opened, renews)
