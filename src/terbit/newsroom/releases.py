"""Releases: approved stories that wait for an instant, and what happens at it.

A story waits for the latest of the moments that concern it: its own embargo (`go_live_at`) and, while it is not public,
the release of every edition that it stands in (`Edition.releases_at`). Until then it is not live, whoever asks; which
version was approved, and until when it waits, stands in Wagtail's `Revision.approved_go_live_at`. All that are due in
one edition go out in one transaction. What the desk must not lose is told in `kept_out`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Min, QuerySet
from wagtail.models import Revision

from terbit.newsroom import things
from terbit.newsroom.refusals import Refused
from terbit.newsroom.signals import staged

if TYPE_CHECKING:
    from terbit.newsroom.models import Article

#: A release that is later than this (the house was down) shows the moment when it really went out.
IN_TIME: Final = timedelta(minutes=1)
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Release:
    """What goes out together: an edition's approved stories in its order, or (`edition` None) one story under embargo."""

    at: datetime
    edition: int | None
    stories: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Ids of the stories that are public now, and of those that stayed out, each with a sentence."""

    out: tuple[int, ...]
    kept_out: Mapping[int, str]


def waiting() -> list[Release]:
    """Every release to come or due, the earliest first."""
    from terbit.newsroom.models import EditionEntry

    rows = _approved().values_list("object_id", "approved_go_live_at")
    left = {int(pk): at for pk, at in rows}
    groups: dict[tuple[datetime, int], list[int]] = {}
    entries = EditionEntry.objects.filter(edition__releases_at__in=set(left.values()))
    entries = entries.order_by("edition_id", "position", "id")
    for edition, at, story in entries.values_list("edition_id", "edition__releases_at", "article_id"):
        if left.get(story) == at:
            groups.setdefault((at, edition), []).append(story)
            del left[story]
    releases = [Release(at, edition, tuple(stories)) for (at, edition), stories in groups.items()]
    releases += [Release(at, None, (story,)) for story, at in left.items()]
    return sorted(releases, key=lambda release: (release.at, release.edition or 0, release.stories))


def due(now: datetime) -> list[Release]:
    """What waits no longer, the earliest first."""
    return [release for release in waiting() if release.at <= now]


def next_instant(now: datetime) -> datetime | None:
    """When something is due next: `now` where something is due already, None where nothing waits."""
    earliest: datetime | None = _approved().aggregate(first=Min("approved_go_live_at"))["first"]
    return None if earliest is None else max(earliest, now)


def release(release: Release, now: datetime, *, keep_out: Mapping[int, str] | None = None) -> Outcome:
    """Let the stories out, all in one transaction. Raises ValueError before the instant.

    A story that is refused now, or stands in `keep_out` (with a sentence for the desk), stays out and must be approved
    again; the others go. One that was taken back, or got a later instant meanwhile, is passed by. The date that readers
    see is the release's instant, so that pages made beforehand (`now` = `release.at`) are the same bytes.
    """
    if now < release.at:
        raise ValueError(f"This release is due at {release.at}, not at {now}.")
    moment = release.at if now - release.at < IN_TIME else now
    out, kept = [], {}
    with transaction.atomic():
        for pk in release.stories:
            revision = approved_version(pk)
            if revision is None or revision.approved_go_live_at > release.at:
                continue
            why = (keep_out or {}).get(pk) or _let_out(revision, moment)
            if why:
                kept[pk] = why
                _keep_out(pk, revision, why, now)
            else:
                out.append(pk)
    return Outcome(tuple(out), kept)


def _let_out(revision: Revision, moment: datetime) -> str:
    """ "" where it is public now; else why not."""
    from terbit.newsroom.publishing import PublishArticle

    try:
        with transaction.atomic():
            PublishArticle(revision, now=moment).execute(skip_permission_checks=True)
    except (Refused, ValidationError, IntegrityError) as problem:
        return str(problem)
    return ""


def _keep_out(pk: int, revision: Revision, why: str, now: datetime) -> None:
    from terbit.newsroom.models import Article
    from terbit.newsroom.models.journal import record

    article = Article.objects.get(pk=pk)
    drop_approval(article)
    record("article.kept_out", article, by=None, at=now, why=why, revision=revision.pk)


def release_instant(draft: Article, now: datetime) -> datetime | None:
    """Until when `draft` waits if it is approved now; None where nothing keeps it."""
    latest = _latest_instant(draft)
    return latest if latest is not None and latest > now else None


def _latest_instant(draft: Article) -> datetime | None:
    """The latest of its own embargo and, while it is not public, its editions' releases; past ones too."""
    instants = [draft.go_live_at]
    if not draft.live and draft.pk:
        entries = draft.edition_entries.model.objects.filter(article_id=draft.pk)
        instants.append(entries.aggregate(last=Max("edition__releases_at"))["last"])
    return max((instant for instant in instants if instant is not None), default=None)


def hold(article: Article, revision: Revision, instant: datetime) -> None:
    """Note that this version is approved and waits for `instant`; a story that is not public gets its address now."""
    from terbit.newsroom.slugs import free_slug

    _set_instant(revision, instant)
    article.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    if article.live:
        _tell(article)  # its row is what readers have, and stays
        return
    if not article.slug:
        article.slug = free_slug(article.headline, article.language, for_article=article.pk)
    article.has_unpublished_changes, article.live_revision = True, None
    article.save()


def drop_approval(article: Article) -> bool:
    """Whether a version waited; none does from now on."""
    had = article.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    if had:
        _tell(article)
    return bool(had)


def reconsider(stories: Iterable[int]) -> None:
    """Give waiting stories the instant that holds now, after an edition or its list changed.

    A story that nothing keeps any longer does not slip out by that: its approval lapses, and the desk gives it anew.
    """
    from terbit.newsroom.models import Article

    for pk in sorted(set(stories)):
        revision = approved_version(pk)
        if revision is None:
            continue
        instant = _latest_instant(revision.as_object())
        if instant is None:
            drop_approval(Article.objects.get(pk=pk))
        elif instant != revision.approved_go_live_at:
            _set_instant(revision, instant)
            _tell(Article.objects.get(pk=pk))


def set_embargo(article: Article, version: Revision, until: datetime) -> datetime:
    """Give the approved `version` another embargo; the instant for which it waits now, its editions' releases included."""
    draft = version.as_object()
    draft.go_live_at = until
    version.content = version.content | {"go_live_at": draft.serializable_data()["go_live_at"]}
    version.save(update_fields=["content"])
    instant = max(until, _latest_instant(draft) or until)
    _set_instant(version, instant)
    if article.live:
        _tell(article)  # its row is what readers have, and stays
        return instant
    article.go_live_at = until
    article.save()
    return instant


def approved_version(pk: int) -> Revision | None:
    """The version of this story that waits for its release."""
    return _approved().filter(object_id=str(pk)).first()


def _approved() -> QuerySet[Revision]:
    """Asked for often, and nearly always none: found by their instants. By its own choice SQLite would go through every
    revision of every article, so the kind of thing is hidden from its planner.
    """
    from terbit.newsroom.models import Article

    kind = ContentType.objects.get_for_model(Article)
    approved = Revision.objects.filter(approved_go_live_at__gt=_LONG_AGO)
    return approved.alias(kind_of_thing=F("base_content_type_id") + 0).filter(kind_of_thing=kind.pk)


def _set_instant(revision: Revision, instant: datetime) -> None:
    revision.approved_go_live_at = instant
    revision.save(update_fields=["approved_go_live_at"])


def _tell(article: Any) -> None:
    staged.send(type(article), things=frozenset({things.article(article.pk)}), article=article)
