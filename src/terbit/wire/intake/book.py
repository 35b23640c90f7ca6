"""The revision, the history and the journal of stories that came in together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from terbit.newsroom.models import Article, Journal
from terbit.wire.intake.settling import Fate
from terbit.wire.models import Import


def write(written: Sequence[tuple[Article, Fate]], run: Import, now: datetime) -> dict[int, int]:
    """Each story's newest revision, by the story's id."""
    kind = ContentType.objects.get_for_model(Article)
    revisions = Revision.objects.bulk_create([_revision(article, kind, now) for article, _fate in written])
    _point(list(zip((article for article, _fate in written), revisions, strict=True)))
    ModelLogEntry.objects.bulk_create(
        [
            _log_entry(article, kind, action, revision, now)
            for (article, fate), revision in zip(written, revisions, strict=True)
            for action in _actions(article, fate)
        ]
    )
    Journal.objects.bulk_create([_entry(article, fate, run, now) for article, fate in written])
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


def _log_entry(article: Article, kind: ContentType, action: str, revision: Revision, now: datetime) -> ModelLogEntry:
    return ModelLogEntry(
        content_type=kind,
        object_id=str(article.pk),
        label=str(article),
        action=action,
        timestamp=now,
        revision=revision,
        content_changed=True,
    )


def _entry(article: Article, fate: Fate, run: Import, now: datetime) -> Journal:
    what = "article.delivered" if fate == "made" else "article.delivered_again"
    return Journal(
        what=what,
        object_type="article",
        object_id=article.pk,
        object_name=str(article)[:255],
        by_name="",
        at=now,
        detail={"source": run.source, "import": run.pk},
    )


def _references(written: Sequence[tuple[Article, Fate]], kind: ContentType) -> None:
    """Wagtail's index of what is used where: bulk writing passes by the signals that keep it."""
    rows = []
    for article, fate in written:
        if fate != "made":
            ReferenceIndex.create_or_update_for_object(article)
            continue
        for to_kind, to_id, model_path, content_path in set(ReferenceIndex._extract_references_from_object(article)):
            rows.append(
                ReferenceIndex(
                    content_type=kind,
                    base_content_type=kind,
                    object_id=str(article.pk),
                    to_content_type_id=to_kind,
                    to_object_id=to_id,
                    model_path=model_path,
                    content_path=content_path,
                    content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
                )
            )
    ReferenceIndex.objects.bulk_create(rows)
