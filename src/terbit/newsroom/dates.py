"""False dates: a story shows a true date or none at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from terbit.newsroom.refusals import EpochDate, FutureDate, UpdatedBeforePublished

_EPOCH = date(1970, 1, 1)


def check_dates(
    published_at: datetime | None,
    updated_at: datetime | None,
    *,
    scheduled_for: datetime | None,
    now: datetime,
    zone: str,
) -> None:
    """Raises EpochDate, FutureDate or UpdatedBeforePublished. A scheduled story may bear the date of its release."""
    local = ZoneInfo(zone)
    for moment in (published_at, updated_at):
        if moment is not None and _EPOCH in {moment.astimezone(UTC).date(), moment.astimezone(local).date()}:
            raise EpochDate
    latest = max(now, scheduled_for) if scheduled_for else now
    for moment in (published_at, updated_at):
        if moment is not None and moment > latest:
            raise FutureDate(date=_words(moment, local))
    if published_at is not None and updated_at is not None and updated_at < published_at:
        raise UpdatedBeforePublished(updated=_words(updated_at, local), published=_words(published_at, local))


def _words(moment: datetime, local: ZoneInfo) -> str:
    return date_format(moment.astimezone(local), "j F Y H.i")
