"""What waits: pages to be printed, pages held back, releases that should be out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from terbit.cli.doctor.line import Line, ok, span, warning, wrong

ABOUT: Final = "press"
LONG: Final = timedelta(minutes=10)
STUCK: Final = timedelta(minutes=1)


def check(now: datetime) -> Iterator[Line]:
    """After Django was set up; `now` is aware."""
    from django.db.models import Min

    from terbit.newsroom.releases import due
    from terbit.press.models import Mark, Refusal

    oldest = Mark.objects.aggregate(first=Min("marked_at"))["first"]
    yield judge_waiting(Mark.objects.count(), now - oldest if oldest else timedelta())
    yield judge_held_back(Refusal.objects.filter(warning=False).values("key").distinct().count())
    yield judge_releases([release.at for release in due(now - STUCK)])


def judge_waiting(pages: int, oldest: timedelta) -> Line:
    """How many pages are marked, and since when the first of them."""
    if not pages:
        return ok(ABOUT, "no page waits to be printed")
    found = f"{pages:,} pages wait to be printed, the first for {span(oldest.total_seconds())}"
    if oldest <= LONG:
        return ok(ABOUT, found)
    return warning(ABOUT, found, "Is the worker running, and what does its log say? A large import takes a while.")


def judge_held_back(pages: int) -> Line:
    if not pages:
        return ok(ABOUT, "no page is held back")
    return warning(ABOUT, f"{pages:,} pages failed their proof and are held back", "`terbit press verify` says why.")


def judge_releases(late: list[datetime]) -> Line:
    if not late:
        return ok(ABOUT, "no release is late")
    return wrong(
        ABOUT,
        f"{len(late)} releases should be out, the first since {min(late):%Y-%m-%d %H:%M} UTC",
        "The worker makes them: is it running, and what does its log say?",
    )
