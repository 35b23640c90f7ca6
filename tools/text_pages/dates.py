"""Dates as sites write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

_WORDS: Final = {
    "id": {
        "weekday": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
        "month": ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"],
        "mon": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    },
    "en": {
        "weekday": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        "month": (
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
        ),
        "mon": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    },
}  # fmt: skip


def written(moment: datetime | None, form: str, language: str, zone: str, precision: str) -> str:
    """`moment` in a site's `form`. Where only the day is known, sites that print a time print midnight."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone)) if precision == "minute" else datetime(*moment.timetuple()[:3])
    words = _WORDS[language]
    return form.format(
        weekday=words["weekday"][local.weekday()],
        month=words["month"][local.month - 1],
        mon=words["mon"][local.month - 1],
        d=local.day,
        d2=f"{local.day:02}",
        m2=f"{local.month:02}",
        y=local.year,
        H=f"{local.hour:02}",
        M=f"{local.minute:02}",
        h12=local.hour % 12 or 12,
        ampm="AM" if local.hour < 12 else "PM",
    )


EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
