"""Take back the approval of a story that waits for its release: it is a draft again, and goes out no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import NotWaiting
from terbit.newsroom.releases import drop_approval
from terbit.newsroom.roles import demand_editor


def take_back(article: Article, *, by: Any, now: datetime) -> Article:
    """Its embargo stays noted on the draft. Raises NotAllowed or NotWaiting."""
    demand_editor(by)
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        if not drop_approval(stored):
            raise NotWaiting
        record("article.taken_back", stored, by=by, at=now)
        return stored
