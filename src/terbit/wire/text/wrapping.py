"""Paragraphs that were broken at a fixed width, put together again.

A program that wraps text breaks a line only where the next word would not fit. So in wrapped text a line that goes on is
always so long that the next line's first word had no room; where that does not hold, a new paragraph begins.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from terbit.wire.text.bylines import read_labels
from terbit.wire.text.dates import find_dates, rest_of
from terbit.wire.text.names import looks_like_person, split_names
from terbit.wire.text.vocabulary import ALL_FUNCTION_WORDS, INTERFACE, LISTABLE, LISTED, words_of

_WIDEST: Final = 110
_WIDE: Final = 60
_HYPHENATED: Final = re.compile(r"\w-")
_STARTS_ANEW: Final = re.compile(r"\s*(?:[•‣▪◦●■·*+»o]\s|https?://\S+$)")
_DASH_OR_NUMBER: Final = re.compile(r"\s*(?:[–—-]+|\(?\d{1,2}[.)])\s")


def unwrapped(lines: list[str]) -> list[str]:
    """The same lines, those of one paragraph joined; unchanged where the page was not wrapped."""
    width = _width(lines)
    if not width:
        return lines
    joined: list[str] = []
    last, height = "", 0  # the line as it stood in the page, and how many its paragraph has so far
    for line in lines:
        if _goes_on(last, line, width, height):
            joined[-1] = _joined(joined[-1], line.strip())
            height += 1
        else:
            joined.append(line)
            height = 1
        last = line
    return joined


def _width(lines: list[str]) -> int:
    """At how many characters the page was wrapped; 0 if it was not.

    The width is the longest length that several lines come near. Long lines prove nothing by themselves: at least three
    must go on with a small letter below, or two wide ones where no other could; and few lines may be longer than the width.
    """
    lengths = Counter(len(line) for line in lines if line.strip() and "\t" not in line)
    total = sum(lengths.values())
    longer = 0
    for width in sorted(lengths, reverse=True):
        if width <= _WIDEST and sum(lengths[near] for near in range(width - 6, width + 1)) >= 2:
            return width if _is_wrapped_at(lines, width) else 0
        longer += lengths[width]
        if longer > max(2, total // 50):
            return 0
    return 0


def _is_wrapped_at(lines: list[str], width: int) -> bool:
    full = [(one, two) for one, two in pairwise(lines) if _is_full(one, two, width)]
    going_on = sum(two.strip()[0].islower() for _, two in full)
    if going_on == 2:
        return width >= _WIDE and len(full) == 2
    return width >= 30 and going_on >= 3 and going_on * 4 >= len(full)


def _is_full(line: str, following: str, width: int) -> bool:
    words = following.split(maxsplit=1)
    return bool(line.strip() and words) and len(line) <= width < len(line) + 1 + len(words[0])


def _goes_on(last: str, line: str, width: int, height: int) -> bool:
    if not last.strip() or not line.strip() or "\t" in line or "\t" in last or not _is_full(last, line, width):
        return False
    if _STARTS_ANEW.match(line) or (_DASH_OR_NUMBER.match(line) and _begins_item(last, line)):
        return False
    may_stand_alone = height == 1 and not line.strip()[0].islower() and not _ends_open(last)
    if may_stand_alone and _is_own_line(line.strip()):
        return False
    deeper = len(line) - len(line.lstrip()) > len(last) - len(last.lstrip())
    return not (deeper and _ends(last)) or bool(_STARTS_ANEW.match(last))


def _ends_open(last: str) -> bool:
    """Whether a line stops in the middle: behind a comma, after a quotation, at a word that wants another."""
    return last.rstrip().endswith((",", ",”", ',"')) or last.split()[-1].lower() in ALL_FUNCTION_WORDS


def _begins_item(last: str, line: str) -> bool:
    """Whether a dash begins a list's item: not who said it below a quotation, not a dash within a sentence."""
    is_source = last.rstrip()[-1:] in '”"' and not line.lstrip().startswith("- ")
    return not is_source and (_ends(last) or bool(_DASH_OR_NUMBER.match(last)))


def _is_own_line(line: str) -> bool:
    """A label, a date, names, a menu's words: they stand on lines of their own also where the line above is full."""
    if len(line) > 70 or line[-1] in ".,;":
        return False
    dates = find_dates(line)
    if dates and len(words_of(rest_of(line, dates))) <= 4:
        return True
    words = words_of(line)
    if len(words) <= 5 and all(word in INTERFACE or word in LISTED or word in LISTABLE for word in words):
        return True
    return bool(read_labels(line)) or all(map(looks_like_person, split_names(line.split(" - ")[0]) or [""]))


def _ends(line: str) -> bool:
    return line.rstrip()[-1:] in '.?!”"…:'


def _joined(above: str, below: str) -> str:
    return above + below if _HYPHENATED.match(above[-2:]) and below[:1].islower() else f"{above} {below}"
