"""No epoch date, and no midnight where only the day is known.

A story may speak of 1 January 1970 and of 00.00 o'clock; what the page itself says of a date may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from terbit.press.proof.findings import Finding
from terbit.press.proof.galley import Galley

_EPOCH = re.compile(
    r"1970-01-01|\b0?1(?:st)?\s+(?:Januari|January|Jan)\.?,?\s+1970\b|\b(?:January|Jan)\.?\s+0?1(?:st)?,?\s+1970\b"
    r"|\b0?1[/.]0?1[/.]1970\b",
    re.IGNORECASE,
)
_YEAR = re.compile("1970")
_BEFORE_AND_AFTER = 24, 16  # characters around the year that can belong to its date
_TIME = re.compile(r"<time\b([^>]*)>(.*?)</time>", re.DOTALL)
_MIDNIGHT = re.compile(r"(?<![\d.,:])00[.:]00(?![\d:]|[.,]\d)")


def no_false_date(galley: Galley) -> Iterator[Finding]:
    """The epoch nowhere on the page but in the story's own words; "00.00" in no date that has a day alone."""
    for part in galley.parts:
        if "1970" in part.html:
            yield from _epochs(part.html, galley)
        if "00.00" in part.html or "00:00" in part.html:
            yield from _midnights(part.html)


def _epochs(html: str, galley: Galley) -> Iterator[Finding]:
    said_in_dates = {epoch for time in _TIME.finditer(html) for epoch in _epochs_in(time.group())}
    for epoch in _epochs_in(html):
        if epoch in said_in_dates or epoch not in galley.prose:
            yield Finding("false_date", epoch)


def _epochs_in(html: str) -> set[str]:
    """Looked for around the year only: the whole expression is slow on a whole page."""
    before, after = _BEFORE_AND_AFTER
    around = (html[max(0, year.start() - before) : year.end() + after] for year in _YEAR.finditer(html))
    return {epoch.group() for text in around for epoch in _EPOCH.finditer(text)}


def _midnights(html: str) -> Iterator[Finding]:
    """A `<time>` that prints midnight must say in `datetime` that the minute is known; then it was midnight."""
    for time in _TIME.finditer(html):
        attributes, words = time.groups()
        if _MIDNIGHT.search(words) and "T00:00" not in attributes:
            yield Finding("false_date", re.sub(r"<[^>]*>", "", words))
