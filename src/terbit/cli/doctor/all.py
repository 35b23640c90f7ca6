"""Every group of checks in order. Each looks first and judges then; judging is pure.

Nothing is changed, nothing is sent, and what cannot be looked at is a line too: a doctor is called when things are broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from terbit.cli.doctor import (
    backups,
    clock,
    database,
    disk,
    keys,
    ledger,
    mail,
    permissions,
    press,
    processes,
    settings,
    versions,
)
from terbit.cli.doctor.line import Line, wrong
from terbit.config import SettingError, Settings


def examine(
    house: Settings, environ: Mapping[str, str], problems: Mapping[str, SettingError], now: datetime
) -> Iterator[Line]:
    """Every line, group by group. `house` was read from `environ` without its `problems`; `now` is aware."""
    groups: list[tuple[str, Callable[[], Iterator[Line]]]] = [
        (settings.ABOUT, lambda: settings.check(house, environ, problems)),
        (versions.ABOUT, versions.check),
    ]
    if house.kind_file.exists():
        groups += [
            (clock.ABOUT, lambda: clock.check(house, now)),
            (disk.ABOUT, lambda: disk.check(house)),
            (permissions.ABOUT, lambda: permissions.check(house)),
            (keys.ABOUT, lambda: keys.check(house)),
            (database.ABOUT, lambda: database.check(house)),
            (ledger.ABOUT, lambda: ledger.check(house)),
            (mail.ABOUT, lambda: mail.check(house)),
            (processes.ABOUT, lambda: processes.check(house, environ)),
            (press.ABOUT, lambda: press.check(now)),
            (backups.ABOUT, lambda: backups.check(house, now)),
        ]
    for about, check in groups:
        yield from _guarded(about, check)


def _guarded(about: str, check: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    try:
        yield from check()
    except Exception as problem:  # noqa: BLE001  whatever is broken, the other groups are looked at
        what = f"it cannot be looked at: {type(problem).__name__}: {problem}"
        yield wrong(about, what, "Mend what the other lines name first, then look again.")
