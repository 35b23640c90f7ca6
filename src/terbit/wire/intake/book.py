"""The revision, the history and the journal of stories that came in together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from terbit.newsroom.models import Article, Journal
from terbit.wire.intake.settling import Fate
from terbit.wire.models import Import


def write(written: Sequence[tuple[Article, Fate]], run: Import, now: datetime) -> dict[int, int]:
    """Each story's newest revision, by the story's id."""
    kind = ContentType.objects.get_for_model(Article)
    revisions = Revision.objects.bulk_create([_revision(article, kind, now) for article, _fate in written])
    _point(list(zip((article for article, _fate in written), revisions, strict=True)))
    _log(list(zip(written, revisions, strict=True)), kind, now)
    _journal(written, run, now)
    _references(written, kind)
    return {article.pk: revision.pk for (article, _fate), revision in zip(written, revisions, strict=True)}


def _revision(article: Article, kind: ContentType, now: datetime) -> Revision:
    return Revision(
        content_type=kind,
        base_content_type=kind,
        object_id=str(article.pk),
        created_at=now,
        object_str=str(article),
        content=article.serializable_data(),
    )


def _point(pairs: Sequence[tuple[Article, Revision]]) -> None:
    columns = "latest_revision_id = %s, live_revision_id = %s"
    rows = [(revision.pk, revision.pk if article.live else None, article.pk) for article, revision in pairs]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {Article._meta.db_table} SET {columns} WHERE id = %s", rows)


def _actions(article: Article, fate: Fate) -> list[str]:
    first = "wagtail.create" if fate == "made" else "wagtail.edit"
    return [first, "wagtail.publish"] if article.live else [first]


def _log(written: Sequence[tuple[tuple[Article, Fate], Revision]], kind: ContentType, now: datetime) -> None:
    same = {"content_type_id": kind.pk, "timestamp": now, "data": {}, "content_changed": True, "deleted": False}
    rows = [
        (str(article.pk), str(article), action, revision.pk)
        for (article, fate), revision in written
        for action in _actions(article, fate)
    ]
    _insert(ModelLogEntry, ("object_id", "label", "action", "revision_id"), rows, same)


def _journal(written: Sequence[tuple[Article, Fate]], run: Import, now: datetime) -> None:
    detail = {"source": run.source, "import": run.pk}
    same = {"object_type": "article", "by_name": "", "at": now, "detail": detail}
    rows = [
        ("article.delivered" if fate == "made" else "article.delivered_again", article.pk, str(article)[:255])
        for article, fate in written
    ]
    _insert(Journal, ("what", "object_id", "object_name"), rows, same)


def _references(written: Sequence[tuple[Article, Fate]], kind: ContentType) -> None:
    """Wagtail's index of what is used where: bulk writing passes by the signals that keep it."""
    rows = []
    for article, fate in written:
        if fate == "made":
            found = set(ReferenceIndex._extract_references_from_object(article))
            rows += [(str(article.pk), *one, _path_hash(one[3])) for one in found]
        else:
            ReferenceIndex.create_or_update_for_object(article)
    columns = ("object_id", "to_content_type_id", "to_object_id", "model_path", "content_path", "content_path_hash")
    _insert(ReferenceIndex, columns, rows, {"content_type_id": kind.pk, "base_content_type_id": kind.pk})


@lru_cache(maxsize=1000)
def _path_hash(path: str) -> Any:
    """As the database keeps it."""
    field = ReferenceIndex._meta.get_field("content_path_hash")
    return field.get_db_prep_save(ReferenceIndex._get_content_path_hash(path), connection)


def _insert(
    model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], same: Mapping[str, Any]
) -> None:
    """Rows of whole numbers and text, and what is the same in all of them; several times as fast as `bulk_create`."""
    fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    kept = {name: fields[name].get_db_prep_save(value, connection) for name, value in same.items()}
    names = ", ".join(connection.ops.quote_name(name) for name in (*columns, *kept))
    places = ", ".join(["%s"] * (len(columns) + len(kept)))
    rest = tuple(kept.values())
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})", [(*row, *rest) for row in rows]
        )
