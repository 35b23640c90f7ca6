"""How old the last good backup is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from terbit.cli.doctor.line import Line, ok, span, warning
from terbit.config import Settings
from terbit.house.backup.note import LastBackup, last_backup

ABOUT: Final = "backups"
OLD: Final = timedelta(days=2)
MAKE_ONE: Final = "Make one with `terbit backup FILE`, every day, and keep it on another machine."


def check(settings: Settings, now: datetime) -> Iterator[Line]:
    yield judge(last_backup(settings), settings.demo, now)


def judge(last: LastBackup | None, demo: bool, now: datetime) -> Line:
    """`now` is aware."""
    if last is None:
        return ok(ABOUT, "none; a demo house needs none") if demo else warning(ABOUT, "there is none", MAKE_ONE)
    age = now - datetime.fromisoformat(last.made_at)
    found = f"the last one was made {span(age.total_seconds())} ago, to {last.file}"
    return ok(ABOUT, found) if age <= OLD or demo else warning(ABOUT, found, MAKE_ONE)
