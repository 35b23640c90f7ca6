"""A printed page laid out for its proof: every document once, and of those that differ little only what differs.

The bodies of one page share most of their bytes. The rules that look at small places (a heading, a date, an address)
read `parts`: the first document whole, of each other one the stretch in which it differs, widened on both sides to a
place where no element without words can reach across. So a page with seven bodies costs little more than one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from terbit.gate import TEASER_KINDS
from terbit.press.pages.registry import Draft

_TEXT: Final = re.compile(r">([^<]*\w[^<]*)<")
WORD: Final = re.compile(r"[^\W_]+")
"""A word is letters and digits."""
RUN: Final = 8
"""So many paid words in a row may not stand in a teaser."""
SAMPLE: Final = 5


@dataclass(frozen=True, slots=True)
class HouseWords:
    """What the house says of itself on every page: its own addresses, and its own texts (plain, one a line)."""

    addresses: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one document, from the start of a tag to the end of a tag (or the document's end)."""

    html: str
    document: str


@dataclass(frozen=True)
class Galley:
    """A draft with the documents that will go out (`bodies`: body kind → HTML), before its proof."""

    draft: Draft
    bodies: Mapping[str, str]
    house: HouseWords = field(default_factory=HouseWords)

    @cached_property
    def parts(self) -> list[Part]:
        return differing_parts(list(dict.fromkeys(self.bodies.values())), words=0)

    @cached_property
    def teaser_parts(self) -> list[Part]:
        """As `parts`, of the teasers only, each so wide that a run of eight words cannot reach across its ends."""
        teasers = dict.fromkeys(html for kind, html in self.bodies.items() if kind in TEASER_KINDS)
        return differing_parts(list(teasers), words=RUN - 1)

    @cached_property
    def paid_words(self) -> list[str]:
        return words_of(self.draft.paid_text)

    @cached_property
    def paid_samples(self) -> set[tuple[str, ...]]:
        """Every run of SAMPLE paid words."""
        return set(zip(*(self.paid_words[at:] for at in range(SAMPLE)), strict=False))

    @cached_property
    def prose(self) -> str:
        """The story's own words, of which a rule about the page's furniture must not complain."""
        return "\n".join((self.draft.public_text, self.draft.paid_text, *self.draft.linked_texts))


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())


def differing_parts(documents: list[str], *, words: int) -> list[Part]:
    """The first document, then the stretch of each other one that differs from the first, widened.

    Each stretch reaches `words` words further on both sides, and at least so far that an element which it cuts through
    has a word in it: so no empty element is missed, nor a run of words that crosses its edge.
    """
    if not documents:
        return []
    first = documents[0]
    parts = [Part(first, first)]
    for other in documents[1:]:
        start = _same_at_start(first, other)
        end = len(other) - _same_at_end(first, other, min(len(first), len(other)) - start)
        parts.append(Part(other[_widen_left(other, start, words) : _widen_right(other, end, words)], other))
    return parts


def _same_at_start(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _same_at_end(one: str, other: str, most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _widen_left(html: str, at: int, words: int) -> int:
    """A tag to the left of `at`, `words` words or more away, with a text before it that has a word; or 0."""
    seen = 0
    while (tag := html.rfind("<", 0, at)) > 0:
        here = len(WORD.findall(html, html.rfind(">", 0, tag) + 1, tag))
        if here and seen >= words:
            return tag
        seen += here
        at = tag
    return 0


def _widen_right(html: str, at: int, words: int) -> int:
    """The end of a text to the right of `at`, with one word or more, and `words` or more, between; or the end of all."""
    seen = 0
    while found := _TEXT.search(html, at):
        at = found.end() - 1
        seen += len(WORD.findall(found.group(1)))
        if seen >= words:
            return at
    return len(html)
