"""Boxes within an article's text that say themselves where they end, or that lead up to the page's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from terbit.wire.text.furniture import has_price
from terbit.wire.text.headlines import stems_of
from terbit.wire.text.marks import TEXT, Kind, Seen
from terbit.wire.text.vocabulary import READER, squeezed, words_of

_END: Final = re.compile(r"^(?:akhir dari|end of) (?P<name>[^.:]{3,60})$", re.IGNORECASE)
_LONGEST: Final = 14  # lines
_MOST_SAID: Final = 40  # words of sentences in a box; between two subheadings stands more
_QUOTES: Final = '"“”„»«'
_LABEL: Final = 6  # words
_SHARED: Final = 0.35  # of its words with the article's others; a paragraph of the article shares more


def without_closed_boxes(page: list[Seen]) -> list[Seen]:
    """The same lines; those from "Podcast" to "End of podcast" are marked as furniture."""
    for at, seen in enumerate(page):
        closing = _END.match(seen.text)
        if closing and (first := _opening(page, at, closing["name"])) is not None:
            for inside in page[first : at + 1]:
                inside.kind = Kind.FURNITURE
    return page


def _opening(page: Sequence[Seen], end: int, name: str) -> int | None:
    """The nearest label above that begins with the box's name; without one, or with much text below it, there is no box."""
    said = 0
    for at in range(end - 1, max(-1, end - _LONGEST - 1), -1):
        seen = page[at]
        said += seen.words if seen.kind in TEXT else 0
        if said > _MOST_SAID:
            return None
        if seen.kind not in TEXT and squeezed(seen.text).startswith(squeezed(name)):
            return at
    return None


def _is_offer(page: Sequence[Seen], at: int) -> bool:
    """A price by the month below the page's own words, or below another such price: news lists prices below its own."""
    seen = page[at]
    if at == 0 or seen.kind is not Kind.SHORT or seen.line.bullet or not has_price(seen.text):
        return False
    return page[at - 1].kind in (Kind.MENU, Kind.FURNITURE) or _is_offer(page, at - 1)


def introduces_box(page: Sequence[Seen], at: int) -> bool:
    """Whether a sentence to the reader, or a label above one, leads to furniture and says nothing of the story.

    `page` is the article's part of a page. News speaks to readers too, so that no sign decides by itself.
    """
    seen = page[at]
    below = page[at + 1] if at + 1 < len(page) else None
    if _is_offer(page, at):
        return True
    if below is None or seen.line.bullet:
        return False
    if seen.kind is Kind.SHORT and seen.words <= _LABEL:
        return introduces_box(page, at + 1)
    is_between = at > 0 and page[at - 1].kind is Kind.SHORT and below.kind in (Kind.FURNITURE, Kind.MENU)
    speaks = seen.kind in TEXT and seen.text[0] not in _QUOTES and bool(READER.intersection(words_of(seen.text)))
    if not (is_between and speaks):
        return False
    others = stems_of([one.text for one in page if one.kind in TEXT and one is not seen])
    own = stems_of([seen.text])
    return len(own & others) < _SHARED * len(own)
