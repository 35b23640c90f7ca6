"""Dates as news pages print them, in Indonesian and English. What is not certain is unknown: no date is better than a false one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from terbit.wire.dates import is_epoch
from terbit.wire.story import When

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february pebruari feb peb", "maret march mar", "april apr", "mei may", "juni june jun",
            "juli july jul", "agustus august agu agt ags aug", "september sept sep", "oktober october okt oct",
            "november nopember nov nop", "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        ("senin monday mon sen", "selasa tuesday tue tues sel", "rabu wednesday wed rab", "kamis thursday thu thur thurs kam",
         "jumat jum'at friday fri jum", "sabtu saturday sat sab", "minggu ahad sunday sun min")
    )
    for name in names.split()
}  # fmt: skip
_ZONES: Final = {"wib": 7, "wita": 8, "wit": 9, "gmt": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "pst": -8, "pdt": -7, "bst": 1, "cet": 1,
                 "cest": 2, "sgt": 8, "aest": 10, "myt": 8}  # fmt: skip
_NAMED: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS: Final = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_DATE: Final = re.compile(
    rf"(?:\b(?P<weekday>{_DAYS})\b\.?,?\s*(?:\(\s*)?)?"
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<m1>{_NAMED})\b\.?,?[\s-]+(?P<y1>\d{{4}})"
    rf"|\b(?P<m2>{_NAMED})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    r"|(?<!\d)(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d)"
    r"|(?<![\d/.])(?P<d4>\d{1,2})(?P<sep>[/.-])(?P<m4>\d{1,2})(?P=sep)(?P<y4>\d{4})(?![\d/]))",
    re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"\A\)?(?:[\s,|–—·•@T-]|\bpukul\b|\bpkl\b\.?|\bjam\b|\bat\b)*(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.]\d\d(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?:\s*\(?(?P<zone>[a-z]{2,4}\b|z\b|[+-]\d\d:?\d\d)\)?)?",
    re.IGNORECASE,
)
_UPDATED: Final = re.compile(
    r"\b(?:updated?|diperbarui|diperbaharui|pembaruan|last modified|modified|dimutakhirkan|terakhir diubah)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line: `when` as far as it is certain, `doubt` for the desk, and where in the line it stands."""

    when: When
    doubt: str
    start: int
    end: int
    is_update: bool = False

    @property
    def is_epoch(self) -> bool:
        return self.when is None and not self.doubt


def find_dates(text: str, language: str = "") -> list[Found]:
    """Every date of a line. `language` tells whether 3/4 is in April; in English alone it stays unknown."""
    return [_found(match, text, language) for match in _DATE.finditer(text)] if any(map(str.isdigit, text)) else []


def _found(match: re.Match[str], text: str, language: str) -> Found:
    clock = _TIME.match(text[match.end() :])
    end = match.end() + (clock.end() if clock else 0)
    is_update = bool(_UPDATED.search(text[max(0, match.start() - 40) : match.start()]))
    day, doubt = _day(match, language)
    if day is None:
        return Found(None, doubt, match.start(), end, is_update)
    weekday = match["weekday"]
    if weekday and day.weekday() != _WEEKDAYS[weekday.lower()]:
        return Found(None, f"“{match[0]}” was another weekday.", match.start(), end, is_update)
    if is_epoch(day):
        return Found(None, "", match.start(), end, is_update)
    when, doubt = _moment(day, clock)
    return Found(None if when is not None and is_epoch(when) else when, doubt, match.start(), end, is_update)


def _day(match: re.Match[str], language: str) -> tuple[date | None, str]:
    """The day, or why it is unknown. Numbers alone are read day first, as in Indonesia, unless an English page may mean the month."""
    parts = match.groupdict()
    which = next(number for number in "1234" if parts["y" + number])
    month_word, day, year = parts["m" + which], int(parts["d" + which]), int(parts["y" + which])
    month = _MONTHS[month_word.lower()] if which in "12" else int(month_word)
    if which == "4" and parts["sep"] == "/" and language == "en" and day != month:
        if day <= 12 and month <= 12:
            return None, f"“{match[0]}” can be two dates."
        if month > 12:
            day, month = month, day
    if not 1605 <= year <= 2200:
        return None, f"“{match[0]}” is no year of a newspaper."
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, f"“{match[0]}” is no day of the calendar."


def _moment(day: date, clock: re.Match[str] | None) -> tuple[When, str]:
    """Day and time together. Midnight sharp is what machines print that know the day only."""
    if clock is None:
        return day, ""
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59:
        return day, f"“{clock[0].strip()}” is no time of day."
    if hour == minute == 0:
        return day, "Midnight sharp was taken for a time that nobody knew."
    zone = (clock["zone"] or "").lower()
    if zone[:1] in "+-" and zone:
        offset = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[-2:]))
    elif zone == "et":  # New York's winter or summer, as the day has it
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("America/New_York"))
        offset = moment.utcoffset() or timedelta()
    elif zone in _ZONES:
        offset = timedelta(hours=_ZONES[zone])
    else:
        return datetime(
            day.year, day.month, day.day, hour, minute
        ), "The time came without a zone; the house's own was taken."
    try:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone(offset)), ""
    except ValueError:
        return day, f"“{clock[0].strip()}” has no zone of this world."


def rest_of(text: str, dates: list[Found]) -> str:
    """What stands on the line beside its dates."""
    for found in reversed(dates):
        text = text[: found.start] + " " + text[found.end :]
    return " ".join(text.split())
