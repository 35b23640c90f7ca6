"""Give an edition another cover story, or none: the old one opens again, the new one shuts, at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article, Edition
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import Withdrawn
from terbit.newsroom.roles import demand_editor


def move_cover(edition: Edition, article: Article | None, *, by: Any, now: datetime) -> Edition:
    """A story that does not stand in the edition yet enters it as its first. Raises NotAllowed or Withdrawn."""
    demand_editor(by)
    with transaction.atomic():
        stored = Edition.objects.get(pk=edition.pk)
        if article is not None and Article.objects.get(pk=article.pk).withdrawn_at is not None:
            raise Withdrawn
        before, stored.cover_story = stored.cover_story_id, article
        stored.save()
        record("edition.cover_moved", stored, by=by, at=now, before=before, after=stored.cover_story_id)
        return stored
