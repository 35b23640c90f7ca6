"""Take a story out of an edition; if it was the cover story, the edition has none until another is chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article, Edition, EditionEntry
from terbit.newsroom.models.journal import record
from terbit.newsroom.roles import demand_editor


def leave_edition(edition: Edition, article: Article, *, by: Any, now: datetime) -> None:
    """Nothing happens where the story does not stand in the edition. Raises NotAllowed."""
    demand_editor(by)
    with transaction.atomic():
        stored = Edition.objects.get(pk=edition.pk)
        if stored.cover_story_id == article.pk:
            stored.cover_story = None
            stored.save()
        entry = EditionEntry.objects.filter(edition=stored, article_id=article.pk).first()
        if entry is not None:
            entry.delete()
            record("edition.left", stored, by=by, at=now, article=article.pk)
