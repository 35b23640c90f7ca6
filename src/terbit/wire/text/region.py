"""Where on the page the article's text stands: the run of lines that gathers most prose for least furniture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from terbit.wire.text.marks import TEXT, Kind, Seen

_WORTH: Final = {
    Kind.SHORT: -3.0,
    Kind.ROW: -0.5,
    Kind.DATE: -10.0,
    Kind.BYLINE: -6.0,
    Kind.PARTNER: -8.0,
    Kind.LOGO: -6.0,
    Kind.CREDIT: -2.0,
    Kind.READ_ALSO: -1.0,
    Kind.LIST: -16.0,
    Kind.AD: -0.5,
    Kind.MENU: -5.0,
    Kind.FURNITURE: -6.0,
    Kind.NOISE: -2.0,
}
_BOX: Final = 12  # lines
_MOST_FOR_A_LINE: Final = 60.0


def worth(seen: Seen) -> float:
    """How much a line speaks for being within the article, about one point a word of prose."""
    if seen.is_repeated and seen.kind not in TEXT:
        return min(_WORTH[seen.kind], -4.0)
    if seen.kind is Kind.PROSE:
        return min(float(seen.words), _MOST_FOR_A_LINE)
    if seen.kind is Kind.SENTENCE:
        return min(seen.words * 0.8, 10.0)
    if seen.kind is Kind.SHORT and seen.line.bullet:
        return -1.0
    return _WORTH[seen.kind]


def article_span(page: Sequence[Seen]) -> tuple[int, int] | None:
    """First and last line of the article's text, both prose; None where there is none. The earlier of two equal runs."""
    best, best_span = 0.0, None
    total, start = 0.0, 0
    for at, seen in enumerate(page):
        if total <= 0:
            total, start = 0.0, at
        total += worth(seen)
        if total > best and seen.kind in TEXT:
            best, best_span = total, (start, at)
    if best_span is None:
        return None
    start, end = best_span
    while page[start].kind not in TEXT:
        start += 1
    return start, _with_closing_list(page, _to_credit(page, end))


def _to_credit(page: Sequence[Seen], end: int) -> int:
    """A credit line ends a story: text right above one, a box or so further down, still belongs to it."""
    for at in range(end + 2, min(end + _BOX, len(page))):
        above = page[at - 1]
        is_last_line = above.kind in TEXT or (above.kind is Kind.SHORT and above.words >= 6)
        if page[at].kind is Kind.CREDIT and is_last_line and not above.is_repeated:
            return at - 1
    return end


def _with_closing_list(page: Sequence[Seen], end: int) -> int:
    """A list or a table right below the last paragraph is the article's, if it is not a menu."""
    last = end
    for at in range(end + 1, min(end + 40, len(page))):
        seen = page[at]
        is_own = seen.kind is Kind.ROW or (seen.line.bullet and seen.kind in TEXT)
        if not is_own or seen.is_repeated:
            break
        last = at
    return last
