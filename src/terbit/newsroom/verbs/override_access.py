"""Set a story's access by hand, with a reason and a name, or give it back to what follows from where it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.gate import Access
from terbit.newsroom.models import Article
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import OverrideReasonMissing, Withdrawn
from terbit.newsroom.roles import demand_editor


def override_access(article: Article, access: Access | None, *, by: Any, reason: str, now: datetime) -> Article:
    """`access` None takes the override away. Raises NotAllowed, Withdrawn or OverrideReasonMissing."""
    demand_editor(by)
    if access is not None and not reason.strip():
        raise OverrideReasonMissing
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        if stored.withdrawn_at is not None:
            raise Withdrawn
        before = stored.access_override
        stored.access_override = access.code if access is not None else ""
        stored.access_override_reason = reason.strip() if access is not None else ""
        stored.access_override_by = by if access is not None else None
        stored.access_override_at = now if access is not None else None
        stored.save()
        detail = {"before": before, "after": stored.access_override, "reason": reason.strip()}
        record("article.access_set", stored, by=by, at=now, **detail)
        return stored
