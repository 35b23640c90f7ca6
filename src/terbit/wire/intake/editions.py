"""Stories in their editions, and the access that came with them, for a whole batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from terbit.newsroom import things
from terbit.newsroom.models import Article, Edition, EditionEntry
from terbit.wire.intake.places import Places
from terbit.wire.story import Doubt, Issue

AS_DELIVERED = "as delivered"


@dataclass
class Entered:
    things: set[str] = field(default_factory=set)
    doubts: dict[int, list[Doubt]] = field(default_factory=dict)


def enter(standing: Sequence[tuple[Article, tuple[Issue, ...]]], places: Places, now: datetime) -> Entered:
    """Each story in its editions; cover stories take their cover, unless another story has it. Nothing leaves an edition."""
    made = Entered()
    pairs = [
        (article, issue, places.editions[issue.publication, issue.date])
        for article, issues in standing
        for issue in issues
    ]
    if not pairs:
        return made
    _enter(pairs)
    for article, issue, edition in pairs:
        made.things |= {things.edition_list(edition.pk), things.edition(edition.pk)}
        _cover(article, issue, edition, made)
        if article.live and edition.released_at is None:
            edition.released_at = now
    Edition.objects.bulk_update({pair[2].pk: pair[2] for pair in pairs}.values(), ["cover_story", "released_at"])
    return made


def _enter(pairs: Sequence[tuple[Article, Issue, Edition]]) -> None:
    ids = {edition.pk for _article, _issue, edition in pairs}
    entries = EditionEntry.objects.filter(edition__in=ids)
    last = dict(entries.values_list("edition").annotate(last=Max("position")))
    there = {
        (row.edition_id, row.article_id): row for row in entries.filter(article__in=[pair[0].pk for pair in pairs])
    }
    new, moved = [], []
    for article, issue, edition in pairs:
        row = there.get((edition.pk, article.pk))
        place = issue.place if issue.place is not None else row.position if row else last.get(edition.pk, 0) + 1
        last[edition.pk] = max(last.get(edition.pk, 0), place)
        if row is None:
            new.append(EditionEntry(edition=edition, article=article, position=place))
        elif row.position != place:
            row.position = place
            moved.append(row)
    EditionEntry.objects.bulk_create(new)
    EditionEntry.objects.bulk_update(moved, ["position"])


def _cover(article: Article, issue: Issue, edition: Edition, made: Entered) -> None:
    had = edition.cover_story_id
    if issue.cover_story and had in {None, article.pk}:
        edition.cover_story_id = article.pk
    elif issue.cover_story:
        words = f"The edition {issue.publication} {issue.date} has another cover story."
        made.doubts.setdefault(article.pk, []).append(Doubt("cover_story", words))
    elif had == article.pk:
        edition.cover_story_id = None


def override_access(delivered: Mapping[int, str], now: datetime) -> None:
    """Set access by hand where what came differs from what publications, editions and covers say; else take it away."""
    rows = list(Article.objects.filter(pk__in=delivered).for_printing().defer("body"))
    for row in rows:
        row.access_override = ""
        differs = row.terms.access.code != delivered[row.pk]
        row.access_override = delivered[row.pk] if differs else ""
        row.access_override_reason = AS_DELIVERED if differs else ""
        row.access_override_at = now if differs else None
    rows = [row for row in rows if row.access_override]
    drop_overrides([pk for pk in delivered if pk not in {row.pk for row in rows}])
    Article.objects.bulk_update(rows, ["access_override", "access_override_reason", "access_override_at"])


def drop_overrides(ids: Sequence[int]) -> None:
    """Only those that came with a delivery; what an editor set by hand stays."""
    if ids:
        set_by_us = Article.objects.filter(pk__in=ids, access_override_reason=AS_DELIVERED, access_override_by=None)
        set_by_us.update(access_override="", access_override_reason="", access_override_at=None)
