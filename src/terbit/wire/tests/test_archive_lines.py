"""One line of an archive: what it may say, and why it is refused."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from terbit.wire.archive import ARCHIVE
from terbit.wire.archive.reading import story_of_line
from terbit.wire.archive.writing import line_of
from terbit.wire.format import Delivered, Refusal
from terbit.wire.story import (
    Credited,
    Embed,
    Issue,
    Listing,
    Paragraph,
    Picture,
    Quote,
    ReadAlso,
    Shown,
    Story,
    Subheading,
    Table,
)
from terbit.wire.tests.conftest import a_line

JAKARTA = timezone(timedelta(hours=7))


def story(**values: Any) -> Story:
    item = story_of_line(json.dumps(a_line(**values)).encode())
    assert isinstance(item, Delivered), item
    return item.story


def refusal(**values: Any) -> Refusal:
    item = story_of_line(json.dumps(a_line(**values)).encode())
    assert isinstance(item, Refusal), item
    return item


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-20T06:10:00+07:00", datetime(2026, 11, 20, 6, 10, tzinfo=JAKARTA)),
        ("2026-11-20T06:10+0700", datetime(2026, 11, 20, 6, 10, tzinfo=JAKARTA)),
        ("2026-11-19 23:10:00Z", datetime(2026, 11, 19, 23, 10, tzinfo=timezone(timedelta()))),
        ("2026-11-20T06:10:30.250+07:00", datetime(2026, 11, 20, 6, 10, 30, 250000, tzinfo=JAKARTA)),
        ("2026-11-20T06:10", datetime(2026, 11, 20, 6, 10)),  # in the house's zone
        ("2026-11-20", date(2026, 11, 20)),
        ("", None),
        (None, None),
        (..., None),
        ("1970-01-01", None),
        ("1970-01-01T00:00:00Z", None),
        ("1970-01-01T07:00:00+07:00", None),
        ("1969-12-31T19:00:00-05:00", None),
    ],
)
def test_a_date_is_to_the_minute_the_day_only_or_unknown(written: Any, meant: Any) -> None:
    assert story(published=written).published == meant


@pytest.mark.parametrize(
    "written",
    ["20/11/2026", "Nov 20, 2026", "2026-13-01", "2026-02-30", "2026-11-20T25:00", "2026-11", "2026", "kemarin",
     "20261120", "2026-11-20T06", "0001-01-01", "9999-12-31T23:59:59Z", "２０２６-１１-２０"],
)  # fmt: skip
def test_what_is_no_date_is_refused_and_never_guessed(written: str) -> None:
    assert refusal(published=written).code == "bad_date"


def test_a_bad_update_is_unknown_and_doubted_and_the_story_comes_in() -> None:
    found = story(updated="20 Nov")
    assert found.updated is None
    assert [doubt.field for doubt in found.doubts] == ["updated"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"id": ...}, "missing"),
        ({"headline": "  \n "}, "missing"),
        ({"body": ...}, "no_text"),
        ({"body": "<script>alert(1)</script>", "body_format": "html"}, "no_text"),
        ({"body": [{"read_also": "2"}], "body_format": "blocks"}, "no_text"),
        ({"body": [{"paragraph": "a"}], "body_format": "html"}, "bad_value"),
        ({"body": [{"poem": "a"}], "body_format": "blocks"}, "bad_value"),
        ({"body": [{"paragraph": 7}], "body_format": "blocks"}, "bad_value"),
        ({"body_format": "rtf"}, "bad_value"),
        ({"headline": 7}, "bad_value"),
        ({"headline": "x" * 256}, "too_long"),
        ({"kicker": "x" * 81}, "too_long"),
        ({"access": "secret"}, "bad_value"),
        ({"cover_story": "yes"}, "bad_value"),
        ({"edition": {"publication": "koran"}}, "bad_date"),
        ({"edition": {"publication": "koran", "date": "2026-11-20T00:00"}}, "bad_date"),
        ({"edition": {"date": "2026-11-20"}}, "missing"),
        ({"edition": "koran"}, "bad_value"),
        ({"publication": "Koran Pagi"}, "bad_value"),
        ({"byline": [7]}, "bad_value"),
        ({"state": "gone"}, "bad_value"),
    ],
)
def test_a_field_that_must_be_right_refuses_the_line(values: dict[str, Any], code: str) -> None:
    assert refusal(**values).code == code


def test_a_body_without_a_format_is_read_as_what_it_looks_like() -> None:
    assert story(body="satu\n\ndua", body_format=...).body == (Paragraph("satu"), Paragraph("dua"))
    assert story(body="<p>satu<p>dua", body_format=...).body == (Paragraph("satu"), Paragraph("dua"))
    assert story(body=[{"paragraph": "satu"}], body_format=...).body == (Paragraph("satu"),)


def test_the_four_formats_of_a_body_say_the_same() -> None:
    expected = (Paragraph("Satu <b>dua</b> &amp; tiga."), Subheading("Empat"), Listing(("lima", "enam")))
    html = "<div><p>Satu <strong>dua</strong> &amp; tiga.</p><h3>Empat</h3><ul><li>lima</li><li><p>enam</p></li></ul></div>"
    markdown = "Satu **dua** & tiga.\n\n### Empat\n\n- lima\n- enam\n"
    blocks = [{"paragraph": "Satu <b>dua</b> &amp; tiga."}, {"subheading": "Empat"}, {"list": ["lima", "enam"]}]
    assert story(body=html, body_format="html").body == expected
    assert story(body=markdown, body_format="markdown").body == expected
    assert story(body=blocks, body_format="blocks").body == expected
    assert story(body="a < b\r\nc\r\n\r\nd", body_format="text").body == (Paragraph("a &lt; b c"), Paragraph("d"))


def test_every_block_is_read() -> None:
    body = [
        "satu",
        {"quote": {"text": "kata\norang", "source": "Budi"}},
        {"quote": "kata"},
        {"table": {"head": ["a", "b"], "rows": [["1"], ["2", "3"]], "caption": "t"}},
        {"picture": {"path": "a.jpg", "caption": "c", "credit": "k", "alt": "l"}},
        {"embed": {"url": "https://video.example/1", "title": "Video"}},
        {"read_also": 42},
        {"list": {"ordered": True, "items": ["x", "<i>y</i>"]}},
    ]
    assert story(body=body, body_format="blocks").body == (
        Paragraph("satu"),
        Quote("kata\norang", "Budi"),
        Quote("kata"),
        Table(("a", "b"), (("1", ""), ("2", "3")), "t"),
        Shown(Picture("a.jpg", "", "c", "k", "l")),
        Embed("https://video.example/1", "Video"),
        ReadAlso("42"),
        Listing(("x", "<i>y</i>"), True),
    )


def test_bylines_editions_languages_and_tags() -> None:
    found = story(
        byline=[{"name": "Rara", "role": "editor"}, "Tono", {"name": "Antara", "organisation": True}, {"name": " "}],
        edition={"publication": "koran", "date": "2026-11-20"},
        cover_story=True,
        language="in_ID",
        tags=["Beras", " beras", "", "Panen"],
    )
    assert found.byline == (Credited("Rara", "editor"), Credited("Tono"), Credited("Antara", organisation=True))
    assert found.editions == (Issue("koran", date(2026, 11, 20), True),)
    assert (found.language, found.tags) == ("id", ("Beras", "Panen"))


def test_what_is_not_needed_and_wrong_is_left_out_and_doubted() -> None:
    found = story(
        origin_url="javascript:1",
        pictures=[{"caption": "tanpa berkas"}],
        byline=[{"name": "Rara", "role": "driver"}],
        colour="red",
        cover_story=True,
    )
    assert (
        found.origin_url == ""
        and found.pictures == (Picture(caption="tanpa berkas"),)
        and found.byline[0].role == "contributor"
    )
    assert {doubt.field for doubt in found.doubts} == {"origin_url", "pictures", "byline", "colour", "cover_story"}


def test_lines_that_are_no_json_are_refused_with_their_number(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    good = json.dumps(a_line()).encode()
    lines = [b"\xef\xbb\xbf" + good, b"", b"{", b"[1]", b'{"id": "\xe9"}', b"[" * 100_000, good]
    file.write_bytes(b"\n".join(lines))
    items = list(ARCHIVE.read([file, tmp_path / "nowhere.jsonl"]))
    told = [(item.place.line, item.code if isinstance(item, Refusal) else "story") for item in items]
    assert told == [
        (1, "story"), (3, "not_json"), (4, "not_json"), (5, "not_utf_8"), (6, "not_json"), (7, "story"), (0, "cannot_read"),
    ]  # fmt: skip
    assert sum(item.weight for item in items) <= ARCHIVE.weigh([file])


def test_a_file_in_utf_16_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(a_line()) + "\n" + json.dumps(a_line(id="2")), encoding="utf-16")
    assert [item.code for item in ARCHIVE.read([file]) if isinstance(item, Refusal)] == ["not_utf_8"]


def test_a_line_too_long_to_be_an_article_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terbit.wire.archive.reading.LONGEST_LINE", 1000)
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(a_line(body="x" * 3000)) + "\n" + json.dumps(a_line(id="2")) + "\n")
    first, second = ARCHIVE.read([file])
    assert isinstance(first, Refusal) and first.code == "too_long"
    assert isinstance(second, Delivered) and second.place.line == 2


def test_a_folder_stands_for_its_archive_files_by_name(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "notes.txt"):
        (tmp_path / name).write_text(json.dumps(a_line(id=name)))
    assert [item.story.id for item in ARCHIVE.read([tmp_path]) if isinstance(item, Delivered)] == ["a.jsonl", "b.jsonl"]


def test_a_story_written_and_read_is_the_same_story_and_the_same_bytes() -> None:
    found = story(
        byline=[{"name": "Rara", "role": "editor"}],
        edition=[
            {"publication": "koran", "date": "2026-11-20", "cover_story": True},
            {"publication": "x", "date": "2026-11-21"},
        ],
        standfirst="Satu\nDua\u2028Tiga",
        pictures=["a.jpg", "https://foto.example/b.jpg"],
        redirects=["/lama/1.html"],
        doubts=[{"field": "byline", "why": "Tidak jelas."}],
        updated="2026-11-21",
    )
    again = story_of_line(line_of(found))
    assert isinstance(again, Delivered)
    assert again.story == found
    assert line_of(again.story) == line_of(found)
    assert line_of(found).count(b"\n") == 1
