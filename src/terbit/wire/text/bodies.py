"""The article's lines as blocks: paragraphs, subheadings, quotes, lists, tables; what the page put in between is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from terbit.wire.prose import escaped
from terbit.wire.story import Block, Listing, Paragraph, Quote, Subheading, Table
from terbit.wire.text.boxes import introduces_box
from terbit.wire.text.folder import Learned
from terbit.wire.text.headlines import is_headline_like, stems_of
from terbit.wire.text.lines import Line
from terbit.wire.text.marks import PAGES_OWN, TEXT, Kind, Seen
from terbit.wire.text.pictures import has_label

_QUOTE: Final = re.compile(
    r"^[“\"„](?P<text>[^“”\"„]{3,400})[”\"“]\s*(?:[—–-]{1,3}\s*(?P<after>\S.*)|\((?P<within>[^()]+)\)|(?P<plain>[A-Z].*))?$"
)
_LONGEST_CAPTION: Final = 45  # words
_DASHES: Final = frozenset({"-", "–", "—", "--"})
_LONGEST_SUBHEADING: Final = 16  # words
_LEFT_OUT: Final = PAGES_OWN | {Kind.DATE, Kind.BYLINE, Kind.LOGO, Kind.PARTNER, Kind.CREDIT}


class _Builder:
    def __init__(self, page: Sequence[Seen], learned: Learned) -> None:
        self.page, self.learned = page, learned
        self.blocks: list[Block] = []
        self.stems = stems_of([seen.text for seen in page if seen.kind in TEXT])
        self.awaits = 0  # how many lines of links a label above may still have

    def build(self) -> tuple[Block, ...]:
        at = 0
        while at < len(self.page):
            at += self._take(at)
        while self.blocks and isinstance(self.blocks[-1], Subheading):
            self.blocks.pop()
        return tuple(self.blocks)

    def _take(self, at: int) -> int:
        seen = self.page[at]
        if seen.kind is Kind.READ_ALSO:
            self.awaits = 0 if seen.value else 3
        elif seen.kind is Kind.LIST:
            self.awaits = 5
        elif seen.kind in _LEFT_OUT or (has_label(seen.text) and seen.words <= _LONGEST_CAPTION):
            return 1
        elif seen.line.cells and (rows := self._rows(at)):
            return rows
        elif seen.line.bullet and (items := self._items(at)):
            return items
        elif introduces_box(self.page, at):
            return 1
        elif seen.kind in TEXT:
            self._text(at)
        elif not self._says_who(seen) and not self._is_link(at):
            self._subheading(at)
        return 1

    def _text(self, at: int) -> None:
        seen = self.page[at]
        if self.awaits and self._is_other_story(seen):
            self.awaits -= 1
            return
        self.awaits = 0
        if not self._says_who(seen):
            self.blocks.append(_paragraph(whole(seen.line)))

    def _says_who(self, seen: Seen) -> bool:
        """ "— A. B, who said it": the line below a quotation that stands alone."""
        last = self.blocks[-1] if self.blocks else None
        is_source = seen.line.bullet.strip() in _DASHES and seen.words <= 14 and not seen.text.endswith((".", "?", "!"))
        if not (isinstance(last, Quote) and not last.source and is_source):
            return False
        self.blocks[-1] = Quote(last.text, seen.text)
        return True

    def _is_other_story(self, seen: Seen) -> bool:
        """Text below "read also" that is another story's headline after all: a long one, or a question."""
        is_headline = (
            seen.text[0] not in '“"„«'
            and not seen.text.endswith((".", "!", "”", '"', ":", "…"))
            and (seen.words < 20 or not seen.line.follows_blank)
        )
        return is_headline or self.learned.stands_elsewhere(seen.text)

    def _is_link(self, at: int) -> bool:
        """A line below "read also", or one that other pages or other places of this page have too: another story's headline."""
        seen = self.page[at]
        is_first = self.page[at - 1].kind in (Kind.READ_ALSO, Kind.LIST)
        is_below = (
            (is_first and not seen.line.follows_blank) or self.awaits > 3 or self.learned.stands_elsewhere(seen.text)
        )
        if self.awaits and (is_below or is_headline_like(seen) or (is_first and not self._is_of_this_story(seen))):
            self.awaits -= 1
            return True
        self.awaits = 0
        below = self.page[at + 1] if at + 1 < len(self.page) else None
        return (
            seen.times > 1
            or self.learned.stands_elsewhere(seen.text)
            or (
                below is not None
                and below.kind is Kind.FURNITURE
                and below.words >= 9
                and not below.line.follows_blank
                and is_headline_like(seen)
            )
        )

    def _is_of_this_story(self, seen: Seen) -> bool:
        """Whether at least half of the line's own words are said in the text as well."""
        own = stems_of([seen.text])
        return bool(own) and len(own & self.stems) >= 0.5 * len(own)

    def _subheading(self, at: int) -> None:
        """A short line with text below it; of several in a row the last, the others are items if a colon announced them."""
        seen = self.page[at]
        below = next(
            (one for one in self.page[at + 1 :] if one.kind not in _LEFT_OUT and one.kind is not Kind.READ_ALSO), None
        )
        if below is None:
            return
        if below.kind is Kind.SHORT and not below.line.bullet:
            self._item(seen)
        elif seen.words <= _LONGEST_SUBHEADING and seen.text[-1] not in ",;:":
            self.blocks.append(Subheading(whole(seen.line)))
        else:
            self.blocks.append(_paragraph(seen.text))

    def _item(self, seen: Seen) -> None:
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Listing) and not last.ordered:
            self.blocks[-1] = Listing((*last.items, escaped(seen.text)))
        elif isinstance(last, Paragraph) and last.html.endswith(":"):
            self.blocks.append(Listing((escaped(seen.text),)))
        elif seen.words <= _LONGEST_SUBHEADING:
            self.blocks.append(Subheading(whole(seen.line)))

    def _rows(self, at: int) -> int:
        """The table that begins here: rows of equally many cells, at least two; 0 if it is none."""
        width = len(self.page[at].line.cells)
        rows = [self.page[at].line.cells]
        while at + len(rows) < len(self.page) and len(self.page[at + len(rows)].line.cells) == width:
            rows.append(self.page[at + len(rows)].line.cells)
        if len(rows) < 2:
            return 0
        self.blocks.append(Table(rows[0], tuple(rows[1:])))
        return len(rows)

    def _items(self, at: int) -> int:
        """The list that begins here; a numbered line alone is a subheading, one with a dash is somebody speaking: 0."""
        ordered = self.page[at].line.ordered
        lines: list[Seen] = []
        for seen in self.page[at:]:
            if (
                not seen.line.bullet
                or seen.line.ordered != ordered
                or (lines and seen.line.follows_blank and seen.kind is Kind.SHORT and ordered)
            ):
                break
            lines.append(seen)
        first = self.page[at].line.bullet.strip()
        if len(lines) < 2 and (ordered or first in "–—-"):
            return 0
        if self.awaits:
            return len(lines)
        kept = tuple(escaped(seen.text) for seen in lines if seen.kind not in _LEFT_OUT)
        if kept:
            self.blocks.append(Listing(kept, ordered))
        return len(lines)


def whole(line: Line) -> str:
    """The line with the number or dash that turned out to be no bullet."""
    return f"{line.bullet.strip()} {line.text}" if line.bullet else line.text


def _paragraph(text: str) -> Block:
    """A paragraph, or a quotation that stands alone: all of it in quotes, then at most who said it."""
    match = _QUOTE.match(text)
    if match:
        source = match["after"] or match["within"] or match["plain"] or ""
        if len(source.split()) <= 14 and not source.endswith((".", "?", "!", "”", '"')):
            return Quote(match["text"].strip(), source.strip())
    return Paragraph(escaped(text))


def blocks_of(page: Sequence[Seen], learned: Learned) -> tuple[Block, ...]:
    """The blocks of these lines, in order."""
    return _Builder(page, learned).build()
