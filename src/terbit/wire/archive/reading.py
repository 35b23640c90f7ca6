"""Archive files, line by line. A line that is no article is refused with its number; the next one is read."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from terbit.wire.archive.fields import BadField, story_from
from terbit.wire.format import Delivered, Item, Place, Refusal

LONGEST_LINE: Final = 96 * 1024 * 1024
"""Bytes. Room for an article with a few pictures in it; more than one of these is never in memory."""
_ENDINGS: Final = (".jsonl", ".ndjson", ".jsonlines")
_UTF_8_MARK: Final = codecs.BOM_UTF8
_OTHER_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Archive:
    name = "archive"

    def weigh(self, paths: Sequence[Path]) -> int:
        return sum(_size(file) for path in paths for file in _files(path))

    def read(self, paths: Sequence[Path]) -> Iterator[Item]:
        for path in paths:
            files = _files(path)
            if not files:
                yield Refusal(Place(path), "empty_folder", f"There is no {' or '.join(_ENDINGS)} file in this folder.")
            for file in files:
                yield from _items_of(file)


def story_of_line(line: bytes) -> Item:
    """One line as an item without a place; for those who hold a line and no file."""
    return _item(line, Place(Path("-"), 1))


def _files(path: Path) -> list[Path]:
    """The file itself; of a folder its archive files, by name."""
    try:
        if path.is_dir():
            return sorted(file for file in path.iterdir() if file.suffix.lower() in _ENDINGS and file.is_file())
    except OSError:
        pass
    return [path]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):
        return 0


def _items_of(file: Path) -> Iterator[Item]:
    try:
        with file.open("rb") as stream:
            for number, line in enumerate(_lines(stream), start=1):
                if number == 1 and line.startswith(_OTHER_MARKS):
                    yield Refusal(Place(file), "not_utf_8", "The file is UTF-16; save it as UTF-8.", weight=_size(file))
                    return
                if line.strip():
                    yield _item(line.removeprefix(_UTF_8_MARK) if number == 1 else line, Place(file, number))
    except (OSError, ValueError) as problem:  # ValueError: a null byte in the path
        words = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        yield Refusal(Place(file), "cannot_read", f"The file cannot be read: {words}.")


def _lines(stream: Any) -> Iterator[bytes]:
    """Lines without their end; of one that is too long only the beginning, which is a byte longer than allowed."""
    while line := stream.readline(LONGEST_LINE + 1):
        kept = line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)
        yield kept


def _item(line: bytes, place: Place) -> Item:
    weight, id_ = len(line), ""
    try:
        if weight > LONGEST_LINE:
            raise BadField("too_long", f"The line has more than {LONGEST_LINE // 1024 // 1024} MB.")
        found = _object(line)
        id_ = _id_in(found)
        return Delivered(place, story_from(found), weight)
    except BadField as problem:
        return Refusal(place, problem.code, problem.why, id_, weight)


def _id_in(found: dict[str, Any]) -> str:
    """Only to name the line in a message."""
    given = found.get("id")
    return str(given)[:80] if isinstance(given, str | int) else ""


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode())
    except UnicodeDecodeError as problem:
        words = (
            f"Byte {problem.start + 1} of the line is not UTF-8 (0x{line[problem.start]:02x}); save the file as UTF-8."
        )
        raise BadField("not_utf_8", words) from problem
    except RecursionError as problem:
        raise BadField("not_json", "The line is nested too deeply.") from problem
    except ValueError as problem:
        where = f" at character {problem.pos + 1}" if isinstance(problem, json.JSONDecodeError) else ""
        raise BadField("not_json", f"The line is not JSON{where}.") from problem
    if not isinstance(found, dict):
        raise BadField("not_json", "The line is JSON, but not an object with an article's fields.")
    return found
