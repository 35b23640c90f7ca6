"""A page's date is the story's, to the minute, to the day, or unknown; never a false one."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from terbit.wire.story import When
from terbit.wire.text.dates import find_dates
from terbit.wire.text.tests.builders import PARAGRAPHS, read

WIB, WITA, UTC = (timezone(timedelta(hours=hours)) for hours in (7, 8, 0))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Selasa, 3 September 2019 10:15 WIB", datetime(2019, 9, 3, 10, 15, tzinfo=WIB)),
        ("3 Sep 2019, 10.15 WITA", datetime(2019, 9, 3, 10, 15, tzinfo=WITA)),
        ("September 3, 2019 at 6:10 PM GMT", datetime(2019, 9, 3, 18, 10, tzinfo=UTC)),
        ("2019-09-03T10:15+07:00", datetime(2019, 9, 3, 10, 15, tzinfo=WIB)),
        ("03/09/2019 - 10:15", datetime(2019, 9, 3, 10, 15)),
        ("3 September 2019", date(2019, 9, 3)),
        ("Selasa, 3 September 2019 pukul 10.15 WIB", datetime(2019, 9, 3, 10, 15, tzinfo=WIB)),
    ],
)
def test_dates_are_read_as_sites_write_them(text: str, when: When) -> None:
    assert [found.when for found in find_dates(text)] == [when]


@pytest.mark.parametrize(
    "text",
    [
        "1 Januari 1970",
        "Kamis, 1 Januari 1970 00.00 WIB",
        "1 Januari 1970 07:00 WIB",
        "31 Februari 2019",
        "Senin, 3 September 2019",
        "3 September 0019",
    ],
)
def test_what_cannot_be_the_storys_date_is_unknown(text: str) -> None:
    assert [found.when for found in find_dates(text)] == [None]


def test_midnight_sharp_means_that_only_the_day_is_known() -> None:
    (found,) = find_dates("3 September 2019 00.00 WIB")
    assert (found.when, bool(found.doubt)) == (date(2019, 9, 3), True)


def test_an_english_page_may_mean_the_month_first() -> None:
    assert find_dates("9/3/2019", "en")[0].when is None
    assert find_dates("9/13/2019", "en")[0].when == date(2019, 9, 13)
    assert find_dates("9/3/2019", "id")[0].when == date(2019, 3, 9)


def test_a_date_within_a_sentence_is_not_the_storys() -> None:
    opened = "Jembatan gantung itu dibuka pada 5 Mei 1988 oleh wali kota dan tiga orang camat."
    story = read(opened, *PARAGRAPHS, head="Jembatan Ditutup Lagi")
    assert story.published is None


def test_the_date_of_the_next_storys_box_is_not_the_storys() -> None:
    story = read(
        head="Jembatan Kampung Lampu Ditutup\nReporter: Raka Mahardika",
        below="Bagikan\nBerita Selanjutnya\nFeri Malam Berlayar\n5 Mei 2019 10:00 WIB",
    )
    assert story.published is None


def test_a_second_date_with_its_word_is_the_change() -> None:
    story = read(
        head="Jembatan Kampung Lampu Ditutup\nTayang: 3 September 2019 10:15 WIB\nDiperbarui: 4 September 2019 08:00 WIB"
    )
    assert story.published == datetime(2019, 9, 3, 10, 15, tzinfo=WIB)
    assert story.updated == datetime(2019, 9, 4, 8, 0, tzinfo=WIB)


def test_a_time_without_a_zone_is_doubted() -> None:
    story = read(head="Jembatan Kampung Lampu Ditutup\n3 September 2019 10:15")
    assert story.published == datetime(2019, 9, 3, 10, 15)
    assert "published" in [doubt.field for doubt in story.doubts]
