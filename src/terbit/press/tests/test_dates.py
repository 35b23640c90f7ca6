from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from terbit.press.dates import long_date, machine_date, short_date

NOON_UTC = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
MIDNIGHT_IN_JAKARTA = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "precision", "language", "zone", "words"),
    [
        (NOON_UTC, "minute", "id", "Asia/Jakarta", "Minggu, 22 November 2026, 19.05 WIB"),
        (NOON_UTC, "minute", "en", "Asia/Jakarta", "Sunday, 22 November 2026, 19:05 WIB"),
        (NOON_UTC, "minute", "id", "Asia/Makassar", "Minggu, 22 November 2026, 20.05 WITA"),
        (NOON_UTC, "minute", "id", "Asia/Jayapura", "Minggu, 22 November 2026, 21.05 WIT"),
        (NOON_UTC, "minute", "en", "Europe/Berlin", "Sunday, 22 November 2026, 13:05 CET"),
        (MIDNIGHT_IN_JAKARTA, "day", "id", "Asia/Jakarta", "Minggu, 22 November 2026"),
        (date(2026, 11, 22), "minute", "id", "Asia/Jakarta", "Minggu, 22 November 2026"),
        (NOON_UTC, "unknown", "id", "Asia/Jakarta", ""),
        (None, "minute", "id", "Asia/Jakarta", ""),
    ],
)
def test_a_date_says_no_more_than_is_known(
    at: datetime | date | None, precision: str, language: str, zone: str, words: str
) -> None:
    assert long_date(at, precision, language, zone) == words


def test_a_short_date_never_has_an_hour() -> None:
    assert short_date(NOON_UTC, "minute", "id", "Asia/Jakarta") == "22 November 2026"
    assert short_date(None, "day", "id", "Asia/Jakarta") == ""


def test_machines_read_a_day_alone_where_only_the_day_is_known() -> None:
    assert machine_date(MIDNIGHT_IN_JAKARTA, "day", "Asia/Jakarta") == "2026-11-22"
    assert machine_date(NOON_UTC, "minute", "Asia/Jakarta") == "2026-11-22T19:05+07:00"
    assert machine_date(NOON_UTC, "unknown", "Asia/Jakarta") == ""
