"""Hand a story in: from here on it waits for an editor who did not write it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article
from terbit.newsroom.models.journal import record
from terbit.newsroom.publishing import check_complete
from terbit.newsroom.roles import demand_change


def submit(article: Article, *, by: Any, now: datetime) -> None:
    """Start the house's workflow on the newest draft. Raises NotAllowed, or what the story lacks (PublishRefused)."""
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        demand_change(by, stored)
        check_complete(stored.get_latest_revision_as_object(), now)
        stored.get_workflow().start(stored, by)
        record("article.submitted", stored, by=by, at=now)
