"""The one gate through which every story becomes public: Wagtail's buttons, the workflow, a release, our own verb.

A story whose instant is still to come passes all checks here and is *approved*: it waits (terbit.newsroom.releases).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction

from terbit.newsroom.dates import check_dates
from terbit.newsroom.four_eyes import check_four_eyes, words_of
from terbit.newsroom.refusals import (
    BodyMissing,
    HeadlineMissing,
    OriginMissing,
    PublicationMissing,
    ScheduledWithdrawal,
    SectionMissing,
    SlugTaken,
    Withdrawn,
    WrongLanguage,
)
from terbit.newsroom.releases import hold, release_instant
from terbit.newsroom.slugs import free_slug, is_taken

if TYPE_CHECKING:
    from terbit.newsroom.models import Article


class PublishArticle(PublishRevisionAction):
    """Checks, dates and journal around Wagtail's own publishing, all in one transaction. Raises PublishRefused.

    `user` None is the house itself: a release that was approved before. `skip_permission_checks` skips the question
    of the role, never four eyes.
    """

    def __init__(self, revision: Any, *, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(revision, **kwargs)
        self.now = now or timezone.now()

    def check(self, skip_permission_checks: bool = False) -> None:
        super().check(skip_permission_checks)
        stored = type(self.object).objects.get(pk=self.object.pk)
        check_four_eyes(stored, self.revision, self.user)
        check_complete(self.object, self.now)

    def execute(self, skip_permission_checks: bool = False) -> None:
        with transaction.atomic():
            super().execute(skip_permission_checks=skip_permission_checks)

    def _publish_revision(self, revision: Any, object: Article, user: Any, **kwargs: Any) -> None:
        """Our own clock and our own instant decide, not Wagtail's: an edition keeps its stories too."""
        from terbit.newsroom.models.journal import record

        instant = release_instant(object, self.now)
        if instant is not None:
            hold(object, revision, instant)
            self._after_publish()
            record("article.approved", object, by=user, at=self.now, revision=revision.pk, until=instant.isoformat())
            return
        object.go_live_at = None  # over: Wagtail would compare it with its own clock
        stamp(object, self.now)
        super()._publish_revision(revision, object, user, **kwargs)
        mark_released(object, self.now)
        record("article.published", object, by=user, at=self.now, revision=revision.pk)


def check_complete(draft: Article, now: datetime) -> None:
    """Raises the PublishRefused of the first thing that `draft` lacks before readers may see it."""
    from terbit.newsroom.models import HouseSettings

    if draft.withdrawn_at is not None:
        raise Withdrawn
    if not draft.headline.strip():
        raise HeadlineMissing
    if draft.section_id is None:
        raise SectionMissing
    if draft.section.language != draft.language:
        raise WrongLanguage(section=draft.section)
    if draft.publication_id is None:
        raise PublicationMissing
    if not len(draft.body):
        raise BodyMissing
    if draft.partner_id is not None and not (draft.credit.strip() or draft.origin_url):
        raise OriginMissing(partner=draft.partner)
    if draft.slug and is_taken(draft.slug, draft.language, by_other_than=draft.pk):
        raise SlugTaken(slug=draft.slug)
    if draft.expire_at is not None:
        raise ScheduledWithdrawal
    zone, until = HouseSettings.load().zone, release_instant(draft, now)
    check_dates(draft.published_at, draft.updated_at, scheduled_for=until, now=now, zone=zone)


def stamp(draft: Article, now: datetime) -> None:
    """Fill what publishing itself knows: the address, the date, and on later publishing with other words the update."""
    if not draft.slug:
        draft.slug = free_slug(draft.headline, draft.language, for_article=draft.pk)
    if draft.published_at is None and draft.published_precision != "unknown":
        draft.published_at, draft.published_precision = now, "minute"
    if draft.first_published_at is not None and _says_something_else(draft):
        draft.updated_at = now


def _says_something_else(draft: Article) -> bool:
    public = type(draft).objects.get(pk=draft.pk)
    return words_of(public.serializable_data()) != words_of(draft.serializable_data())


def mark_released(article: Article, now: datetime) -> None:
    """An edition is out from the moment that its first story is public."""
    from terbit.newsroom.models import Edition

    for edition in Edition.objects.filter(entries__article=article, released_at=None):
        edition.released_at = now
        edition.save(update_fields=["released_at"])
