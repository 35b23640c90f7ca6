"""What a format is: something that reads files and yields items, one for each story that it met, good or not.

A format never raises for what it reads. A file that cannot be opened, a line that is no JSON, a page without an article: each is
a Refusal with its place, and the reading goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from terbit.wire.story import Story


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item was met. `line` counts from 1; 0 where the file as a whole is meant."""

    file: Path
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else str(self.file)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A story that could be read. `weight` is how many bytes of the input it took, for the time that is left."""

    place: Place
    story: Story
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that could not become a story: a stable `code`, a sentence `why`, and the source's `id` where it is known."""

    place: Place
    code: str
    why: str
    id: str = ""
    weight: int = 0


Item: TypeAlias = Delivered | Refusal


class Format(Protocol):
    """One folder of `wire` gives one of these; terbit.wire.formats lists them."""

    @property
    def name(self) -> str:
        """As the command line spells it."""
        ...

    def weigh(self, paths: Sequence[Path]) -> int:
        """How many bytes `read` will get through; a guess will do. Never raises."""
        ...

    def read(self, paths: Sequence[Path]) -> Iterator[Item]:
        """Every item of these files and folders, in a stable order, without holding more than one file's."""
        ...
