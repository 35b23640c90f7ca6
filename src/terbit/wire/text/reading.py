"""Files and folders of saved pages, one story each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from terbit.wire.format import Delivered, Item, Place, Refusal
from terbit.wire.text.decode import decode
from terbit.wire.text.folder import MOST_PAGES, NOTHING, Learned, learn
from terbit.wire.text.lines import Line, lines_of
from terbit.wire.text.pages import NoArticle, read_page

_ENDINGS: Final = (".txt", ".text")
LONGEST_PAGE: Final = 8 * 1024 * 1024
"""Bytes. A page of a news site as text has some ten thousand."""


class SavedText:
    """Every `.txt` of a folder and of those below it; the pages of one folder are taken for one site's."""

    name = "text"

    def weigh(self, paths: Sequence[Path]) -> int:
        return sum(_size(file) for path in paths for _, file in _files(path))

    def read(self, paths: Sequence[Path]) -> Iterator[Item]:
        for path in paths:
            found = _files(path)
            if not found:
                yield Refusal(Place(path), "empty_folder", f"There is no {' or '.join(_ENDINGS)} file in this folder.")
            for _, together in groupby(found, key=lambda one: one[1].parent):
                site = list(together)
                learned = _learned([file for _, file in site])
                for id_, file in site:
                    yield _item(id_, file, learned)


def _files(path: Path) -> list[tuple[str, Path]]:
    """(id, file): of a folder the path within it, without its ending; of a file named by itself its name."""
    try:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())
            ordered = sorted(inside, key=lambda file: (str(file.parent), file.name))
            return [(file.relative_to(path).with_suffix("").as_posix(), file) for file in ordered]
    except OSError:
        return []
    return [(path.stem, path)]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):
        return 0


def _learned(files: list[Path]) -> Learned:
    """What the pages of a folder have in common; from evenly many of them where they are thousands."""
    if len(files) < 2:
        return NOTHING
    step = max(1, len(files) // MOST_PAGES)
    return learn(_lines(file) for file in files[::step][:MOST_PAGES])


def _lines(file: Path) -> list[Line]:
    try:
        with file.open("rb") as stream:
            return lines_of(decode(stream.read(LONGEST_PAGE)).text)
    except (OSError, ValueError):
        return []


def _item(id_: str, file: Path, learned: Learned) -> Item:
    place = Place(file)
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_PAGE + 1)
    except (OSError, ValueError) as problem:  # ValueError: a null byte in the path
        words = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        return Refusal(place, "cannot_read", f"The file cannot be read: {words}.", id_)
    if len(data) > LONGEST_PAGE:
        return Refusal(
            place,
            "too_long",
            f"The file is longer than {LONGEST_PAGE // 1024 // 1024} MB: no saved page.",
            id_,
            len(data),
        )
    try:
        return Delivered(place, read_page(data, id_, learned), len(data))
    except NoArticle as missing:
        return Refusal(place, missing.code, str(missing), id_, len(data))
