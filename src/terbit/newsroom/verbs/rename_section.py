"""Give a section another name; its address stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Section
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import NameMissing
from terbit.newsroom.roles import demand_administrator


def rename_section(section: Section, name: str, *, by: Any, now: datetime) -> Section:
    """Raises NotAllowed, or NameMissing."""
    demand_administrator(by)
    if not name.strip():
        raise NameMissing
    with transaction.atomic():
        stored = Section.objects.get(pk=section.pk)
        before, stored.name = stored.name, name.strip()
        stored.save()
        record("section.renamed", stored, by=by, at=now, before=before)
        return stored
