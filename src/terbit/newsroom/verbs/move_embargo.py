"""Lift or move the embargo of an approved story: an editor decides, with a reason that the journal keeps (field.md N7).

What was approved stays approved; only its moment changes. An edition's release is moved with the edition.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article
from terbit.newsroom.models.journal import record
from terbit.newsroom.publishing import check_complete
from terbit.newsroom.refusals import EmbargoIsPast, EmbargoReasonMissing, KeptByEdition, NotWaiting
from terbit.newsroom.releases import approved_version, set_embargo
from terbit.newsroom.roles import demand_editor


def move_embargo(article: Article, until: datetime | None, *, by: Any, reason: str, now: datetime) -> Article:
    """The story waits until then; with `until` None no longer, and the next release takes it out at once.

    Raises NotAllowed, NotWaiting, EmbargoReasonMissing, EmbargoIsPast, KeptByEdition where an edition's release keeps
    the story all the same, or what the story would be refused for at its new moment (PublishRefused).
    """
    demand_editor(by)
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        version = approved_version(stored.pk)
        if version is None:
            raise NotWaiting
        if not reason.strip():
            raise EmbargoReasonMissing
        if until is not None and until <= now:
            raise EmbargoIsPast
        before = version.approved_go_live_at
        after = set_embargo(stored, version, until or now)
        if after == before:
            raise KeptByEdition
        check_complete(version.as_object(), now)
        what = "article.embargo_moved" if until else "article.embargo_lifted"
        times = {"before": before.isoformat(), "until": after.isoformat()}
        record(what, stored, by=by, at=now, reason=reason.strip(), **times)
        return Article.objects.get(pk=stored.pk)
