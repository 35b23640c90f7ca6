"""Let a story enter an edition; its terms become those of the strictest edition that it stands in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from terbit.newsroom.models import Article, Edition, EditionEntry
from terbit.newsroom.models.journal import record
from terbit.newsroom.publishing import mark_released
from terbit.newsroom.refusals import Withdrawn
from terbit.newsroom.roles import demand_editor


def enter_edition(
    edition: Edition, article: Article, *, by: Any, now: datetime, position: int | None = None
) -> EditionEntry:
    """`position` None is the last place; a story that stands there already moves. Raises NotAllowed or Withdrawn."""
    demand_editor(by)
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        if stored.withdrawn_at is not None:
            raise Withdrawn
        entries = EditionEntry.objects.filter(edition=edition)
        if position is None:
            position = (entries.aggregate(last=Max("position"))["last"] or 0) + 1
        entry = entries.filter(article=stored).first() or EditionEntry(edition=edition, article=stored)
        entry.position = position
        entry.save()
        if stored.live:
            mark_released(stored, now)
        record("edition.entered", edition, by=by, at=now, article=stored.pk, position=position)
        return entry
