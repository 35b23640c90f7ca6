"""From publishing to reading: waits until a change stands on every kiosk, and tells the desk what became of it."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Final

from django.utils import timezone

from terbit.dispatch import write
from terbit.newsroom import releases
from terbit.newsroom.published import Visible
from terbit.press.models import Mark, Printed

PATIENCE_SECONDS: Final = 2.0
LOOK_AGAIN_SECONDS: Final = 0.015


def wait_until_visible(since: datetime) -> Visible:
    """What was marked and printed from `since` on, once all of it stands on the kiosks heard of in the last 30 s.

    After two seconds it says how far things are. Runs after the commit: inside it, nobody else could print.
    """
    began = time.monotonic()
    while True:
        visible = _look(since, began)
        if not visible.waiting or time.monotonic() - began > PATIENCE_SECONDS:
            return visible
        time.sleep(LOOK_AGAIN_SECONDS)


def _look(since: datetime, began: float) -> Visible:
    marked = Mark.objects.filter(marked_at__gte=since).count()
    rows = Printed.objects.filter(printed_at__gte=since).values_list("kind", "key", "number")
    printed = [row for row in rows if row[2]]  # asked for here: with both in the query, SQLite would read every page
    due = sum(release.at >= since for release in releases.due(timezone.now()))  # an embargo that was lifted just now
    needed = max((number for _, _, number in printed), default=0)
    kiosks = write.kiosks()
    there = sum(kiosk.number >= needed for kiosk in kiosks)
    paths = [key for kind, key, _ in sorted(printed, key=lambda row: row[0] != "article") if key.startswith("/")]
    milliseconds = round((time.monotonic() - began) * 1000)
    return Visible(paths, milliseconds, kiosks=there, waiting=marked + due + len(kiosks) - there)
