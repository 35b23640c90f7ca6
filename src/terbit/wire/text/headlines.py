"""Which line is the headline, and which the kicker above it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from terbit.wire.text.bylines import names_alone
from terbit.wire.text.folder import Learned
from terbit.wire.text.marks import PAGES_OWN, TEXT, Kind, Seen
from terbit.wire.text.names import is_job, looks_like_person
from terbit.wire.text.pictures import has_label, is_bare_label, is_credit, is_picture_sign, split_caption
from terbit.wire.text.vocabulary import ACT, ALL_FUNCTION_WORDS, HOUSE, INTERFACE, LISTABLE, words_of

_PATH: Final = 12  # words
_STEM: Final = 5  # letters: enough to know a word again with another ending
_LEAST: Final = -2.5
CERTAIN: Final = 0.5
_ORNAMENTS: Final = "✍👤🖊📝 \ufe0f"
_POSSIBLE: Final = frozenset({Kind.SHORT, Kind.SENTENCE, Kind.PROSE, Kind.ROW, Kind.FURNITURE, Kind.READ_ALSO})
_HOST: Final = re.compile(r"^(?:\w+ ){0,2}[\w-]+\.[a-z]{2,4}(?:\.[a-z]{2})?$", re.IGNORECASE)
_TWO_SENTENCES: Final = re.compile(r"\w{3,}[.?!]\s+[A-Z]")
_MARKS: Final = (" - ", " | ", " – ", " — ", " :: ", " » ")


def stems_of(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for text in texts for word in words_of(text) if word not in ALL_FUNCTION_WORDS)


def find_headline(page: Sequence[Seen], start: int, end: int, learned: Learned) -> tuple[int, float] | None:
    """The line above the text (`start` to `end`) that is likest to be its headline, and its score; None if none is.

    Below CERTAIN it is only the best there is.

    A headline says in few words what the text says in many, stands near names and date, and is no button.
    """
    body = stems_of([seen.text for seen in page[start : end + 1] if seen.kind in TEXT])
    best, found = _LEAST, -1
    for at in range(min(start + 3, len(page))):
        score = _score(page, at, start, body, learned)
        if score > best:
            best, found = score, at
    return (found, best) if found >= 0 else None


def _score(page: Sequence[Seen], at: int, start: int, body: frozenset[str], learned: Learned) -> float:
    seen = page[at]
    if seen.words > 35 or (at >= start and seen.kind in TEXT):
        return -10.0
    if seen.kind not in _POSSIBLE:
        return -10.0
    own = stems_of([seen.text])
    shared = len(own & body) / len(own) if own else 0.0
    score = 3.5 * shared + min(seen.words, 8) * 0.25 - abs(start - at) * 0.12
    below = [page[i].kind for i in range(at + 1, min(at + 5, len(page)))]
    above = page[at - 1].kind if at else None
    score += 2.0 * (Kind.DATE in below or Kind.BYLINE in below) + 1.0 * (above in (Kind.DATE, Kind.BYLINE))
    score -= 3.0 * bool(seen.text.endswith(".") or seen.kind is Kind.PROSE or _TWO_SENTENCES.search(seen.text))
    score -= 2.0 * (seen.words >= 18 and seen.text.endswith("."))  # a standfirst below a headline of few words
    if below[:1] and below[0] in TEXT and Kind.DATE in [page[i].kind for i in range(max(0, at - 6), at)]:
        score -= 1.5  # between date and text stands a picture's caption, or the text's first line
    score -= 5.0 * (has_label(seen.text) or is_credit(seen.text) or bool(seen.line.bullet) or seen.kind is Kind.ROW)
    score -= 1.0 * (seen.kind in (Kind.FURNITURE, Kind.READ_ALSO) and not seen.is_repeated)
    score -= 1.5 * (seen.words <= 4 and bool(words_of(seen.text)) and words_of(seen.text)[0] in ACT)
    score -= 4.0 * ((shared < 0.5 and _is_names(seen.text)) or is_job(seen.text)) + 5.0 * _names_the_line_above(
        page, at
    )
    score -= 2.5 * bool(seen.kind is not Kind.READ_ALSO and split_caption(seen.text)[1])
    score -= 2.0 * (seen.words < 3) + 2.0 * (above is Kind.READ_ALSO or above is Kind.LIST)
    return score - 6.0 * learned.is_menu(seen.text) - 3.0 * (at > start)


def _is_names(text: str) -> bool:
    """Persons and nothing else, also with the site's name behind them."""
    text = text.lstrip(_ORNAMENTS)
    names = names_alone(text) or names_alone(text.split(" - ")[0])
    return bool(names) and all(looks_like_person(name) for name in names)


def _names_the_line_above(page: Sequence[Seen], at: int) -> bool:
    """Whether the line above is a label that waits for a name or a caption."""
    above = page[at - 1] if at else None
    return above is not None and (
        is_bare_label(above.text)
        or is_picture_sign(above.text)
        or (above.kind is Kind.BYLINE and above.labels[-1].is_bare)
    )


def find_kicker(page: Sequence[Seen], headline: int, is_site: Callable[[str], bool]) -> str:
    """A short line right above the headline that is no part of a menu; of a path ("Home › Kota › Pasar") its end."""
    if headline == 0:
        return ""
    while headline > 1 and page[headline - 1].kind is Kind.LOGO:
        headline -= 1  # the partner's, between kicker and headline
    above = page[headline - 1]
    for mark in ("›", " > ", "»", " / "):
        if mark in above.text and 1 <= above.text.count(mark.strip()) <= 4 and above.words <= _PATH:
            return above.text.rsplit(mark.strip(), 1)[1].strip()
    words = words_of(above.text)
    is_button = all(word in INTERFACE for word in words) or not words or words[0] in ACT or words[0] in HOUSE
    if (
        above.kind not in (Kind.SHORT, Kind.MENU)
        or is_button
        or (above.kind is Kind.MENU and words[0] in INTERFACE and words[0] not in LISTABLE)
        or above.is_repeated
        or above.words > 5
    ):
        return ""
    if is_site(above.text) or above.line.bullet:
        return ""
    before = page[headline - 2] if headline > 1 else None
    if (
        before is not None
        and not above.line.follows_blank
        and before.kind in (Kind.MENU, Kind.SHORT, Kind.LIST)
        and not before.line.cells
    ):
        return ""  # the last of a column of links
    return above.text if above.text[-1] not in ".:;," else ""


def without_site(headline: str, is_site: Callable[[str], bool]) -> str:
    """The headline without "- Name of the site" behind it, as windows' titles have."""
    for mark in _MARKS:
        before, _, after = headline.rpartition(mark)
        if before and (is_site(after) or _HOST.search(after)):
            return before.strip()
    return headline


def is_headline_like(seen: Seen) -> bool:
    """Whether a line without a full stop could be another story's headline: long, or with capitals on most words."""
    tokens = [token for token in seen.text.split() if token[:1].isalpha()]
    capitals = sum(token[0].isupper() for token in tokens)
    return seen.kind not in PAGES_OWN and (seen.words >= 6 or (seen.words >= 4 and capitals >= 0.7 * len(tokens)))
