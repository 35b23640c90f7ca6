"""Publish a story's newest draft: from the commit on, readers have it; or, under embargo, from its release on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article
from terbit.newsroom.publishing import PublishArticle
from terbit.newsroom.roles import demand_editor


def publish(article: Article, *, by: Any, now: datetime) -> Article:
    """The story as readers get it; still not live where it waits for its release (releases.py). Raises NotAllowed, or PublishRefused: FourEyes, or what the story lacks."""
    with transaction.atomic():
        demand_editor(by)
        newest = Article.objects.get(pk=article.pk).latest_revision
        PublishArticle(newest, user=by, now=now).execute(skip_permission_checks=True)
        return Article.objects.get(pk=article.pk)
