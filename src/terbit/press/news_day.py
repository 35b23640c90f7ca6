"""The news day: the one place where the press looks at the calendar, and stores what it saw.

Pages are a pure function of rows and read no clock, but the news sitemap may hold only what is two days old or less. So
the day is a row: the worker moves it after midnight in the house's zone, and marks the sitemap in the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from terbit.press.house import house_settings
from terbit.press.marks import mark_pages
from terbit.press.models import NewsDay
from terbit.press.pages.registry import Target

_SITEMAP: Final = Target("sitemap-news", "/sitemap-news.xml", 0)


def move_news_day(now: datetime) -> bool:
    """Make today, in the house's zone, the news day; True where it was another."""
    today = now.astimezone(ZoneInfo(house_settings().zone)).date()
    if NewsDay.objects.filter(pk=1, day=today).exists():
        return False
    with transaction.atomic():
        NewsDay.objects.update_or_create(pk=1, defaults={"day": today})
        mark_pages([_SITEMAP], cause="news day")
    return True
