"""Print somebody's right of reply (hak jawab) to a public story: free of charge, beside it (field.md L11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.html import words_in
from terbit.newsroom.models import Article, Reply
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import ReplierMissing, ReplyTooLong, WordsMissing
from terbit.newsroom.roles import demand_editor
from terbit.newsroom.verbs.correct import check_correctable


def reply(
    article: Article,
    *,
    by: Any,
    from_whom: str,
    text: str,
    now: datetime,
    introduction: str = "",
    length_reason: str = "",
) -> Reply:
    """`by` answers for it by name. Raises NotAllowed or CorrectionRefused.

    A reply longer than the story is refused, unless `length_reason` says why it may be (a house may always be more
    generous); that reason stays with the desk.
    """
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        demand_editor(by)
        check_correctable(stored, by)
        if not from_whom.strip():
            raise ReplierMissing
        _check_length(stored, text, length_reason)
        printed = Reply(
            article=stored,
            from_whom=from_whom.strip(),
            text=text.strip(),
            introduction=introduction.strip(),
            length_reason=length_reason.strip(),
            at=now,
            by=by,
            by_name=str(by)[:200],
            language=stored.language,
        )
        printed.save()
        record("article.replied", stored, by=by, at=now, reply=printed.pk, length_reason=length_reason.strip())
        return printed


def _check_length(stored: Article, text: str, length_reason: str) -> None:
    length = len(text.split())
    if not length:
        raise WordsMissing
    allowed = words_in(stored.body.get_prep_value())
    if length > allowed and not length_reason.strip():
        raise ReplyTooLong(reply=length, story=allowed)
