"""The tool that turns public corpora into an archive: six styles of dates, and none that is false."""

from __future__ import annotations

import pytest
from tools.corpus import Dated, date_of

KOMPAS = "https://regional.kompas.com/read/2019/09/10/21485171/x"


@pytest.mark.parametrize(
    ("words", "time", "address", "published", "fate"),
    [
        (
            "16/09/2019",
            "22:58 WIB",
            "https://x.example/read/2019/09/16/1",
            "2019-09-16T22:58+07:00",
            "confirmed by the address",
        ),
        ("2019-10-09", "21:48 WIB", KOMPAS, "2019-09-10T21:48+07:00", "turned round by the address"),
        ("2019-09-17", "21:12 WIB", "https://x.example/1", "2019-09-17T21:12+07:00", "as written"),
        ("2019-09-10", "13:30 WIB", "https://x.example/1", "2019-09-10T13:30+07:00", "ambiguous, and said so"),
        ("2019-04-04", "23:31:00", "https://x.example/1", "2019-04-04T23:31:00", "as written"),
        ("31 Juli 2019", "12:38:00", "https://x.example/1", "2019-07-31T12:38:00", "as written"),
        ("10-Sep-19", "23:04", "https://x.example/2019/09/10/x", "2019-09-10T23:04", "confirmed by the address"),
        ("Oct 2, 2019", "-", "https://x.example/1", "2019-10-02", "as written"),
        ("Oktober 19, 2019", "-", "https://x.example/2019/10/x.html", "2019-10-19", "confirmed by the address"),
        ("Sep 30, 2019", "-", "https://x.example/1", "2019-09-30", "as written"),
        ("16/09/2019", "25:58 WIB", "https://x.example/1", "2019-09-16", "day only"),
        ("Oct 2, 2019", "-", "https://x.example/2018/10/x", "2019-10-02", "ambiguous, and said so"),
        ("Smarch 3, 2019", "-", "https://x.example/1", None, "unknown"),
        ("besok", "-", "https://x.example/1", None, "unknown"),
    ],
)
def test_each_style_of_the_corpus(words: str, time: str, address: str, published: str | None, fate: str) -> None:
    _style, dated = date_of(words, time, address)
    assert (dated.published, dated.fate) == (published, fate)
    assert bool(dated.doubt) == (fate not in {"as written", "confirmed by the address"})


def test_a_doubt_names_the_other_day() -> None:
    assert date_of("2019-09-10", "-", "https://x.example/1")[1] == Dated(
        "2019-09-10", "“2019-09-10” could also mean 2019-10-09.", "ambiguous, and said so"
    )
