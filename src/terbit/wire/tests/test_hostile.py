"""Inputs that were made, or have survived, to break things. They lie beside the repository and are read in place."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from terbit.newsroom.models import Article
from terbit.wire.archive import ARCHIVE
from terbit.wire.archive.exporting import lines
from terbit.wire.archive.reading import story_of_line
from terbit.wire.archive.writing import line_of
from terbit.wire.export import stories, within
from terbit.wire.format import Delivered, Refusal
from terbit.wire.tests.conftest import a_line

HOSTILE = Path(__file__).parents[5] / "shared" / "data" / "bad-input"
_FIELDS = (
    "headline", "kicker", "standfirst", "section", "publication", "access", "credit", "partner", "origin_url", "dateline",
    "language", "slug", "published", "updated", "body_format", "state",
)  # fmt: skip


def words() -> list[str]:
    if not HOSTILE.is_dir():
        pytest.skip("the hostile inputs lie beside the repository, not in it")
    naughty: list[str] = json.loads((HOSTILE / "strings" / "blns.json").read_text())
    vectors: Any = json.loads((HOSTILE / "strings" / "h5sc-xss-odd.json").read_text())
    return [
        *naughty,
        *_strings(vectors),
        *_strings(json.loads((HOSTILE / "encoding" / "ftfy-mojibake-cases.json").read_text())),
    ]


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in _strings(part)]


def a_hostile_line(text: str, number: int) -> dict[str, Any]:
    """The text as id, headline, in every kind of block, wherever a list can hold it, and in each other field in turn."""
    pieces = [
        {"paragraph": text}, {"subheading": text}, {"quote": {"text": text, "source": text}}, {"list": [text]},
        {"table": {"head": [text], "rows": [[text]]}}, {"embed": {"url": text, "title": text}}, {"read_also": text or "x"},
        {"paragraph": "x"},
    ]  # fmt: skip
    lists = {name: [text] for name in ("tags", "byline", "redirects", "pictures")}
    whole = a_line(id=text, headline=text or "x", body_format="blocks", body=pieces, **lists)
    return whole | {_FIELDS[number % len(_FIELDS)]: text}


def test_every_hostile_string_in_every_field_is_read_or_refused_in_a_sentence() -> None:
    for text in words():
        for field in _FIELDS:
            assert_read(a_line(**{field: text}))
        for body_format in ("html", "markdown", "text"):
            assert_read(a_line(body=text, body_format=body_format))
            assert_read(a_line(body=f"<p>x</p>{text}", body_format=body_format))


def assert_read(line: dict[str, Any]) -> None:
    item = story_of_line(json.dumps(line).encode())
    if isinstance(item, Refusal):
        assert item.why.endswith(".") and item.code.isidentifier()
    else:
        again = story_of_line(line_of(item.story))
        assert isinstance(again, Delivered) and line_of(again.story) == line_of(item.story)


def test_every_hostile_string_comes_into_the_house_and_out_again(bring_in) -> None:
    every = [a_hostile_line(text, number) for number, text in enumerate(words())]
    report = bring_in(*every)
    assert report.read == len(every) > 1000
    assert [one.why for one in report.refusals if one.code == "did_not_fit"] == []
    assert report.fates["made"] > len(every) / 3
    for body in Article.objects.values_list("body", flat=True):
        for block in body.raw_data:
            assert block["type"] != "paragraph" or "<script" not in block["value"].lower()
    refused: list[Any] = []
    assert len([*lines(stories(within), lambda *one: refused.append(one))]) > len(every) / 3
    assert refused == []


def test_every_file_in_old_code_pages_is_refused_or_read_and_nothing_breaks(tmp_path: Path) -> None:
    if not HOSTILE.is_dir():
        pytest.skip("the hostile inputs lie beside the repository, not in it")
    files = [file for file in HOSTILE.rglob("*") if file.is_file() and file.suffix != ".gz"]
    items = list(ARCHIVE.read([*files, HOSTILE, HOSTILE / "encoding" / "legacy-text"]))
    assert len(items) > len(files)
    assert {type(item) for item in items} == {Refusal}
    for number, file in enumerate(sorted((HOSTILE / "encoding" / "legacy-text").iterdir())):
        line = b'{"id": "%d", "headline": "x", "body": "' % number + file.read_bytes().replace(b"\n", b" ") + b'"}\n'
        (tmp_path / f"{number:02}.jsonl").write_bytes(line)
    assert all(isinstance(item, Delivered | Refusal) for item in ARCHIVE.read([tmp_path]))


def test_text_that_was_decoded_wrongly_before_is_doubted_and_left_as_it_is(bring_in) -> None:
    bring_in(a_line(headline="CafÃ© baru di Braga", body="Harga sudah naik â€œ10 persenâ€\u009d."))
    story = Article.objects.get()
    assert story.headline == "CafÃ© baru di Braga"
    assert {doubt["field"] for doubt in story.delivery.doubts} == {"headline", "body"}


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5_000,
        "<b><i>" * 5_000 + "x",
        "<table><tr><td>" * 2_000 + "x",
        "<ul><li>" * 2_000 + "x",
        "<blockquote>" * 2_000 + "x",
        "<a href=x>" * 5_000 + "x",
        "<br>" * 50_000,
        "&" * 100_000,
        "<" * 100_000,
        "> " * 5_000 + "x",
        "* " * 5_000 + "x",
        "[" * 5_000 + "x",
        "x" * 2_000_000,
    ],
    ids=range(13),
)
@pytest.mark.parametrize("body_format", ["html", "markdown", "text"])
def test_no_shape_of_text_takes_more_than_seconds(body: str, body_format: str) -> None:
    begun = time.process_time()
    assert isinstance(
        story_of_line(json.dumps(a_line(body=body, body_format=body_format)).encode()), Delivered | Refusal
    )
    assert time.process_time() - begun < 10
