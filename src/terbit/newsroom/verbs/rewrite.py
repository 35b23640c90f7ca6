"""Change a story's draft. What is public stays as it is until somebody publishes the draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article
from terbit.newsroom.models.journal import record
from terbit.newsroom.roles import demand_change
from terbit.newsroom.verbs.write import Bylines, set_bylines


def rewrite(article: Article, *, by: Any, now: datetime, bylines: Bylines | None = None, **values: Any) -> Article:
    """The draft with `values` in place of its columns, saved as the newest revision. Raises NotAllowed."""
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        demand_change(by, stored)
        draft = stored.get_latest_revision_as_object()
        for name, value in values.items():
            setattr(draft, name, value)
        if bylines is not None:
            set_bylines(draft, bylines)
        if not stored.live:
            draft.save()
        draft.save_revision(user=by, clean=False, log_action=True)
        record("article.rewritten", stored, by=by, at=now, columns=sorted(values))
        return draft
