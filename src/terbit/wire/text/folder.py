"""What a folder of pages of one site teaches: what stands on many of them is the site's, not a story's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from terbit.wire.text.lines import Line
from terbit.wire.text.vocabulary import words_of

MOST_PAGES: Final = 300
"""Pages that are read to learn a site; more teach nothing new."""
_DIGITS: Final = re.compile(r"\d+")


@lru_cache(maxsize=8192)
def key_of(text: str) -> str:
    """Two lines that differ in numbers, case or punctuation only are one."""
    return _DIGITS.sub("0", " ".join(words_of(text))) or text[:40]


@dataclass(frozen=True, slots=True)
class Learned:
    """`seen` counts on how many different pages a line stands, `top` on how many in the upper third; `pages` how many there were."""

    pages: int = 0
    seen: Counter[int] = field(default_factory=Counter)
    top: Counter[int] = field(default_factory=Counter)

    def count(self, text: str) -> int:
        return self.seen[hash(key_of(text))] if self.pages else 0

    def is_furniture(self, text: str) -> bool:
        """On a third of the pages, at least three; of two or three pages, on all."""
        if self.pages < 2:
            return False
        return self.count(text) >= (self.pages if self.pages < 4 else max(3, self.pages // 3))

    def is_menu(self, text: str) -> bool:
        """In the upper part of half of the pages: a headline is there on its own page only, whoever else lists it below."""
        return self.pages > 2 and self.top[hash(key_of(text))] >= max(3, self.pages // 2)

    def stands_elsewhere(self, text: str) -> bool:
        """On another page too."""
        return self.count(text) >= 2


NOTHING: Final = Learned()


def learn(pages: Iterable[list[Line]]) -> Learned:
    """Count lines over pages. The same story saved twice counts once, or its paragraphs would be furniture."""
    seen: Counter[int] = Counter()
    top: Counter[int] = Counter()
    stories: set[tuple[str, ...]] = set()
    for lines in pages:
        longest = tuple(sorted({line.text for line in lines}, key=lambda text: (-len(text), text))[:3])
        if longest and longest not in stories:
            stories.add(longest)
            seen.update({hash(key_of(line.text)) for line in lines})
            top.update({hash(key_of(line.text)) for line in lines[: len(lines) // 3]})
    return Learned(len(stories), seen, top)
