"""Withdraw a public story: readers get the date and the reason from now on, and nothing else of it.

A published story is not pulled on outside pressure: the grounds are a closed list, the reason is public, an editor
answers for it by name (PPMS 5; field.md L7). There is no way back, and no unpublishing without these.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article, Edition, Ground
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import NotAGround, NotPublic, ReasonMissing
from terbit.newsroom.releases import drop_approval
from terbit.newsroom.roles import demand_editor


def withdraw(article: Article, *, by: Any, ground: str, reason: str, now: datetime) -> Article:
    """Raises NotAllowed, NotPublic, NotAGround or ReasonMissing. A story on a cover leaves the cover."""
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        _check(stored, by, ground, reason)
        _leave_covers(stored)
        if stored.current_workflow_state:
            stored.current_workflow_state.cancel(user=by)
        drop_approval(stored)
        for slot in stored.slots.all():
            slot.delete()
        stored.live, stored.live_revision, stored.go_live_at = False, None, None
        stored.withdrawn_at, stored.withdrawn_by = now, by
        stored.withdrawn_ground, stored.withdrawn_reason = ground, reason.strip()
        stored.save()
        record("article.withdrawn", stored, by=by, at=now, ground=ground, reason=reason.strip())
        return stored


def _check(stored: Article, by: Any, ground: str, reason: str) -> None:
    demand_editor(by)
    if not stored.live:
        raise NotPublic
    if ground not in Ground.values:
        raise NotAGround(ground=ground)
    if not reason.strip():
        raise ReasonMissing


def _leave_covers(stored: Article) -> None:
    for edition in Edition.objects.filter(cover_story=stored):
        edition.cover_story = None
        edition.save()
