"""Begin a story: a draft of its writer, which nobody but the writer and the editors can open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article, Byline, Contributor
from terbit.newsroom.models.journal import record
from terbit.newsroom.roles import demand_staff

#: Who, and in which role, in the order of printing.
Bylines = Sequence[tuple[Contributor, str]]


def write(*, by: Any, now: datetime, bylines: Bylines = (), **values: Any) -> Article:
    """A new draft with `values` for its columns. Raises NotAllowed.

    `body` is a list of (kind, value) or of raw blocks (models/blocks.py); `slug` left out is made at publishing.
    """
    demand_staff(by)
    with transaction.atomic():
        article = Article(live=False, owner=by, **values)
        set_bylines(article, bylines)
        article.save()
        article.save_revision(user=by, clean=False, log_action="wagtail.create")
        record("article.written", article, by=by, at=now)
        return article


def set_bylines(article: Article, bylines: Bylines) -> None:
    """Put these bylines, and no others, on the story in hand; saving the story stores them."""
    article.bylines.set(
        [Byline(contributor=name, role=role, sort_order=place) for place, (name, role) in enumerate(bylines)]
    )
