"""An empty house, an archive written line by line, and its import."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from terbit.newsroom.setup import empty_house
from terbit.press.marks import gathered
from terbit.wire.archive import ARCHIVE
from terbit.wire.intake import Options, Report, take_in

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta

Line = dict[str, Any]


def a_line(**values: Any) -> Line:
    """An article that says everything it must and a little more; name what differs, `...` leaves a field out."""
    whole = {
        "id": "1",
        "headline": "Harga beras naik di tujuh kota",
        "body": "Harga beras naik.\n\nPanen raya belum tiba.",
        "body_format": "text",
        "published": "2026-11-20T06:10:00+07:00",
        "section": "Ekonomi",
        "publication": "site",
        "language": "id",
    }
    return {name: value for name, value in (whole | values).items() if value is not ...}


class Importing:
    """Writes archives and takes them in; what happened last is in `report` and `said`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.report = Report()
        self.said: list[tuple[int, str]] = []

    def file(self, *lines: Line | str | bytes, name: str = "archive.jsonl") -> Path:
        file = self.folder / name
        file.write_bytes(b"".join(_encoded(line) + b"\n" for line in lines))
        return file

    def __call__(self, *lines: Line | str | bytes, now: datetime = NOW, **options: Any) -> Report:
        return self.take(self.file(*lines), now=now, **options)

    def take(self, file: Path, *, source: str = "lama", now: datetime = NOW, **options: Any) -> Report:
        self.said = []
        self.report = take_in(
            ARCHIVE.read([file]),
            Options("archive", source, **options),
            now=lambda: now,
            watch=lambda item, outcome, _: self.said.append(
                (item.place.line, getattr(outcome, "fate", "") or getattr(outcome, "code", ""))
            ),
        )
        return self.report

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(refusal.place.line, refusal.code) for refusal in self.report.refusals]


def _encoded(line: Line | str | bytes) -> bytes:
    if isinstance(line, bytes):
        return line
    return (
        line.encode()
        if isinstance(line, str)
        else json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass")
    )


@pytest.fixture
def house(db: None) -> None:
    with gathered():
        empty_house()


@pytest.fixture
def bring_in(house: None, tmp_path: Path) -> Callable[..., Report]:
    return Importing(tmp_path)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def own_media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def told(db: None) -> Iterator[list[frozenset[str]]]:
    """What the newsroom said, in order."""
    from terbit.newsroom.signals import changed

    heard: list[frozenset[str]] = []

    def hear(things: frozenset[str], **_: Any) -> None:
        heard.append(things)

    changed.connect(hear)
    yield heard
    changed.disconnect(hear)
