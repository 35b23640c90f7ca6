"""Change the house's allowance: how many free articles, over which publications, given how often."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from terbit.gate import Policy, policy_record
from terbit.newsroom.models import HouseSettings, Publication
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import PolicyRefused
from terbit.newsroom.roles import demand_administrator


def change_policy(
    *,
    by: Any,
    now: datetime,
    units: int | None = None,
    renewal: str | None = None,
    rolling_days: int | None = None,
    zone: str | None = None,
    publications: Iterable[str] | None = None,
) -> Policy:
    """The policy with what is given in place of what was; None leaves a part alone. `publications` are codes.

    Counts from the commit on, for everybody, and rewrites no reader's standing. Raises NotAllowed or PolicyRefused.
    """
    demand_administrator(by)
    with transaction.atomic():
        house = HouseSettings.load()
        given = {
            "policy_units": units, "policy_renewal": renewal, "policy_rolling_days": rolling_days, "zone": zone,
        }  # fmt: skip
        before = house.policy
        for column, value in given.items():
            if value is not None:
                setattr(house, column, value)
        _check(house)
        house.save()
        if publications is not None:
            _meter(set(publications))
        record_policy(house, before, by=by, now=now)
        return house.policy


def record_policy(house: HouseSettings, before: Policy, *, by: Any, now: datetime) -> None:
    """Enter in the journal what the policy was and what it is; nothing where it is the same."""
    after = house.policy
    if after != before:
        values = {"before": policy_record(before), "after": policy_record(after)}
        record("policy.changed", house, by=by, at=now, **values)


def _check(house: HouseSettings) -> None:
    try:
        house.clean_fields(exclude=[field.name for field in house._meta.fields if not _of_policy(field.name)])
    except ValidationError as error:
        raise PolicyRefused(why=" ".join(error.messages)) from error


def _of_policy(column: str) -> bool:
    return column.startswith("policy_") or column == "zone"


def _meter(codes: set[str]) -> None:
    """Count free articles on these publications and no others."""
    unknown = codes - set(Publication.objects.values_list("code", flat=True))
    if unknown:
        raise PolicyRefused(why=", ".join(sorted(unknown)))
    for publication in Publication.objects.all():
        if publication.metered != (publication.code in codes):
            publication.metered = not publication.metered
            publication.save()
