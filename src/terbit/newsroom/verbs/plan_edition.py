"""Plan an edition of a publication for a date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Edition, Publication
from terbit.newsroom.models.journal import record
from terbit.newsroom.roles import demand_editor


def plan_edition(publication: Publication, on: date, *, by: Any, now: datetime, title: str = "") -> Edition:
    """The edition of that date, new and empty or the one planned before. Raises NotAllowed."""
    demand_editor(by)
    with transaction.atomic():
        edition, is_new = Edition.objects.get_or_create(publication=publication, date=on, defaults={"title": title})
        if is_new:
            record("edition.planned", edition, by=by, at=now)
        return edition
