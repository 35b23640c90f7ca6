"""The house as an archive file. Every line is read again before it is written: whoever takes the file in gets these very bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from terbit.wire.archive.reading import story_of_line
from terbit.wire.archive.writing import line_of
from terbit.wire.format import Delivered, Refusal
from terbit.wire.story import Story


def lines(stories: Iterable[Story], refused: Callable[[str, Refusal], None]) -> Iterator[bytes]:
    """One line a story; what the format cannot carry is named to `refused`, with the story's id, and left out."""
    for story in stories:
        read = story_of_line(line_of(story))
        if isinstance(read, Delivered):
            yield line_of(read.story)
        else:
            refused(story.id, read)
