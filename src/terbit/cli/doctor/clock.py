"""The clock: whether it stands before what the house has written down already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from terbit.cli.doctor.line import Line, ok, span, wrong
from terbit.config import Settings
from terbit.ledger.times import from_micros

ABOUT: Final = "clock"
TOLERANCE: Final = timedelta(seconds=5)


def check(settings: Settings, now: datetime) -> Iterator[Line]:
    yield judge(now, newest(settings))


def newest(settings: Settings) -> dict[str, datetime]:
    """The newest times that the databases have, by what bears them; a server has a clock of its own. Raises sqlite3.Error."""
    found: dict[str, datetime | None] = {}
    if not settings.database_url:
        found["printed page"] = _text(_ask(settings.house_database, "SELECT max(printed_at) FROM press_printed"))
        found["journal entry"] = _text(_ask(settings.house_database, "SELECT max(at) FROM newsroom_journal"))
    if not settings.ledger_url:
        found["opened article"] = _micros(_ask(settings.ledger_database, "SELECT max(at) FROM unlock"))
    return {what: at for what, at in found.items() if at is not None}


def judge(now: datetime, times: Mapping[str, datetime]) -> Line:
    """All aware."""
    stands = f"the clock stands at {now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if not times:
        return ok(ABOUT, stands)
    what, last = max(times.items(), key=lambda item: item[1])
    if last - now <= TOLERANCE:
        return ok(ABOUT, f"{stands}, after all that the house has written")
    return wrong(
        ABOUT,
        f"{stands}, {span((last - now).total_seconds())} before the newest {what}",
        "Set the clock (timedatectl): subscriptions, free articles and releases go by it.",
    )


def _ask(database: Path, question: str) -> object:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
        return connection.execute(question).fetchone()[0]


def _text(value: object) -> datetime | None:
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC) if value else None


def _micros(value: object) -> datetime | None:
    return from_micros(value) if isinstance(value, int) else None
