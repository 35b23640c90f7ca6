"""Dates as they are printed: never more of a date than is known, in the house's zone, with the zone's name.

A date known to the day prints no hour, an unknown one prints nothing at all. Words are our own tables, so that a page
does not change with the version of a library.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

_MONTHS: Final = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_DAYS: Final = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_ZONE_LABELS: Final = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}


def zone_label(at: datetime, zone: str) -> str:
    """What the zone is called in print at that moment: WIB, WITA, WIT; elsewhere its own short name (CET, CEST)."""
    return _ZONE_LABELS.get(zone) or at.astimezone(ZoneInfo(zone)).tzname() or zone


def long_date(at: datetime | date | None, precision: str, language: str, zone: str) -> str:
    """ "Sabtu, 22 November 2026, 14.05 WIB"; without the hour where only the day is known; "" where nothing is."""
    day = _day(at, precision, zone)
    if at is None or day is None:
        return ""
    words = f"{_DAYS[language][day.weekday()]}, {_in_words(day, language)}"
    if precision != "minute" or not isinstance(at, datetime):
        return words
    return f"{words}, {clock(at, language, zone)}"


def short_date(at: datetime | date | None, precision: str, language: str, zone: str) -> str:
    """ "22 November 2026", or "" where the date is unknown."""
    day = _day(at, precision, zone)
    return _in_words(day, language) if day else ""


def month_name(day: date, language: str) -> str:
    """ "November"."""
    return _MONTHS[language][day.month - 1]


def clock(at: datetime, language: str, zone: str) -> str:
    """ "14.05 WIB" in Indonesian, "14:05 WIB" in English."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H}{'.' if language == 'id' else ':'}{local:%M} {zone_label(at, zone)}"


def machine_date(at: datetime | date | None, precision: str, zone: str) -> str:
    """For `datetime=""` and structured data: ISO 8601 with the offset, a date alone where only the day is known."""
    day = _day(at, precision, zone)
    if at is None or day is None:
        return ""
    if precision != "minute" or not isinstance(at, datetime):
        return day.isoformat()
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def _day(at: datetime | date | None, precision: str, zone: str) -> date | None:
    if at is None or precision == "unknown":
        return None
    return at.astimezone(ZoneInfo(zone)).date() if isinstance(at, datetime) else at


def _in_words(day: date, language: str) -> str:
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
