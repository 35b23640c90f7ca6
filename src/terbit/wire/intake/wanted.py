"""Lines that lead to another story ("read also") which came later than they did: put in their place when all is read."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from terbit.newsroom import things
from terbit.newsroom.models import Article
from terbit.newsroom.signals import changed
from terbit.wire.intake.bodies import read_also
from terbit.wire.models import Delivery, WantedStory

_AT_A_TIME: Final = 200


def join_wanted(source: str) -> int:
    """How many lines found their story. What the desk has changed meanwhile is left as the desk wants it."""
    came = Delivery.objects.filter(source=OuterRef("source"), delivered_id=OuterRef("delivered_id"))
    waiting = WantedStory.objects.filter(Exists(came), source=source).order_by("article_id", "place", "pk")
    joined = 0
    while ids := list(waiting.values_list("article_id", flat=True).distinct()[:_AT_A_TIME]):
        with transaction.atomic():
            joined += _join(source, list(waiting.filter(article__in=ids)))
    return joined


def _join(source: str, waiting: list[WantedStory]) -> int:
    rows = Delivery.objects.filter(source=source, delivered_id__in={one.delivered_id for one in waiting})
    stories = dict(rows.values_list("delivered_id", "article_id"))
    lines: dict[int, list[WantedStory]] = defaultdict(list)
    for one in waiting:
        lines[one.article_id].append(one)
    own = Delivery.objects.filter(article__in=lines).select_related("article__latest_revision")
    for delivery in own:
        if delivery.article.latest_revision_id == delivery.revision:
            _insert(delivery.article, [(one.place, stories[one.delivered_id]) for one in lines[delivery.article_id]])
    WantedStory.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    public = Article.objects.filter(pk__in=lines, first_published_at__isnull=False).values_list("pk", flat=True)
    if names := frozenset(things.article(pk) for pk in public):
        changed.send(Article, things=names, article=None)
    return len(waiting)


def _insert(article: Article, lines: list[tuple[int, int]]) -> None:
    """Into the row, and into the revision that it was made from."""
    raw = list(article.body.raw_data)
    for place, story in lines:
        raw.insert(place, read_also(story))
    body = json.dumps(raw)
    revision = article.latest_revision
    revision.content["body"] = body
    revision.save(update_fields=["content"])
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Article._meta.db_table} SET body = %s WHERE id = %s", [body, article.pk])
