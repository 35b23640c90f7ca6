"""One saved page to one story: what each line is, where the text stands, what stands above and below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from terbit.wire.cleaning import one_line
from terbit.wire.prose import escaped, plain_of
from terbit.wire.story import Block, Credited, Doubt, Original, Paragraph, Picture, Story, Subheading, When
from terbit.wire.text.bodies import blocks_of
from terbit.wire.text.boxes import without_closed_boxes
from terbit.wire.text.credits import closing_credit
from terbit.wire.text.datelines import split_dateline
from terbit.wire.text.dates import Found
from terbit.wire.text.decode import decode
from terbit.wire.text.folder import NOTHING, Learned
from terbit.wire.text.head import Head, read_head
from terbit.wire.text.headlines import CERTAIN, find_headline, find_kicker, without_site
from terbit.wire.text.languages import language_of
from terbit.wire.text.lines import lines_of
from terbit.wire.text.marks import TEXT, Kind, Seen, look
from terbit.wire.text.privacy import masked
from terbit.wire.text.region import article_span
from terbit.wire.text.scrub import scrubbed
from terbit.wire.text.sitenames import site_names
from terbit.wire.text.tail import Tail, read_tail

_SPEAKER: Final = re.compile(r"[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}:\s")
_LEAST_WORDS: Final = 25
_SHORTLY_BEFORE: Final = 4


class NoArticle(ValueError):
    """There is no article on the page; `str()` says what was missed, `code` is stable."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


def read_page(data: bytes, name: str, learned: Learned = NOTHING) -> Story:
    """The story on a saved page; `name` is its id. `learned` is what its folder taught (folder.py). Raises NoArticle only.

    No e-mail address is left in it, nor in the original beside it.
    """
    decoded = decode(data)
    lines = lines_of(decoded.text)
    language, language_doubt = language_of(line.text for line in lines if len(line.text) > 60)
    page = _settled(without_closed_boxes(look(lines, learned, language)))
    span = article_span(page)
    if span is None or sum(seen.words for seen in page[span[0] : span[1] + 1] if seen.kind in TEXT) < _LEAST_WORDS:
        raise NoArticle("no_article", "There are not enough sentences on the page for an article.")
    is_site = site_names(lines)
    story = _Page(page, span, learned, is_site).story(name)
    language, language_doubt = language_of(_texts(story.body)) if len(story.body) > 1 else (language, language_doubt)
    doubts = [*story.doubts]
    if language_doubt:
        doubts.append(Doubt("language", language_doubt))
    if decoded.doubt:
        doubts.append(Doubt("body", decoded.doubt))
    original = Original(name, masked(data))
    return scrubbed(replace(story, language=language, doubts=tuple(doubts), original=original))


def _texts(body: tuple[Block, ...]) -> list[str]:
    return [plain_of(block.html) for block in body if isinstance(block, Paragraph)]


def _settled(page: list[Seen]) -> list[Seen]:
    """Where many lines of one run speak of accounts or owners, the article is about that, and they are its prose after all."""
    prose = [at for at, seen in enumerate(page) if seen.kind is Kind.PROSE]
    if len(prose) < 2:
        return page
    within = [
        seen
        for seen in page[prose[0] : prose[-1]]
        if seen.kind is Kind.FURNITURE and not seen.is_repeated and seen.words >= 9
    ]
    if len(within) >= 5 and len(within) > 0.25 * len(prose):
        for seen in within:
            seen.kind = Kind.PROSE
    return page


@dataclass(frozen=True, slots=True)
class _Page:
    page: Sequence[Seen]
    span: tuple[int, int]
    learned: Learned
    is_site: Callable[[str], bool]

    def story(self, name: str) -> Story:
        start, end = self.span
        found = find_headline(self.page, start, end, self.learned)
        if found is None:
            raise NoArticle("no_headline", "No line above the text looks like its headline.")
        at, certainty = found
        head = read_head(self.page, at, end, self.is_site)
        tail = read_tail(self.page, end, self.is_site)
        body, dateline, credit, doubts = self._body(head.body, end)
        if not body:
            raise NoArticle("no_article", "Nothing was left of the page when its furniture was taken away.")
        above = self._above(at)
        _mark_second(head.dates)
        published, updated, date_doubts = _dates(
            [*head.dates, *tail.dates] or [found for seen in above for found in seen.dates]
        )
        byline = _byline(head, tail, above)
        picture = Picture(caption=one_line(head.caption), credit=one_line(head.picture_credit))
        headline = without_site(self.page[at].text, self.is_site)
        if certainty < CERTAIN or self.page[at].words < 3:
            doubts.append(Doubt("headline", "It is the likeliest line, but no more."))
        if not byline:
            doubts.append(Doubt("byline", "No name was found."))
        return Story(
            id=name,
            headline=headline,
            body=body,
            kicker=find_kicker(self.page, at, self.is_site),
            standfirst="\n".join(head.standfirst),
            byline=byline,
            published=published,
            updated=updated,
            credit=tail.credit or credit,
            partner=self._partner(head, tail, above),
            dateline=dateline,
            pictures=(picture,) if picture.caption or picture.credit else (),
            doubts=(*doubts, *(Doubt(*one) for one in head.doubts), *date_doubts),
        )

    def _above(self, headline: int) -> list[Seen]:
        """The few lines right above the headline, where some sites print names and date."""
        return [
            seen
            for seen in self.page[max(0, headline - _SHORTLY_BEFORE) : headline]
            if seen.kind in (Kind.DATE, Kind.BYLINE, Kind.LOGO)
        ]

    def _body(self, first: int, end: int) -> tuple[tuple[Block, ...], str, str, list[Doubt]]:
        body = list(blocks_of(self.page[first : end + 1], self.learned))
        doubts, dateline, credit = [], "", ""
        if body and isinstance(body[0], Paragraph | Subheading):
            first_text = plain_of(body[0].html) if isinstance(body[0], Paragraph) else body[0].text
            dateline, rest = split_dateline(first_text, self.is_site, is_interview=_is_interview(body))
            body[0] = Paragraph(escaped(rest)) if dateline else body[0]
        if body and isinstance(body[-1], Paragraph):
            rest, credit = closing_credit(plain_of(body[-1].html))
            body[-1] = Paragraph(escaped(rest))
            if credit:
                doubts.append(Doubt("credit", "It ended the last paragraph."))
        inner = next((seen.text for seen in self.page[first : end + 1] if seen.kind is Kind.CREDIT), "")
        return tuple(body), dateline, credit or inner, doubts

    def _partner(self, head: Head, tail: Tail, above: list[Seen]) -> str:
        logos = [seen.value for seen in above if seen.kind is Kind.LOGO and not self.is_site(seen.value)]
        inner = [
            s.value for s in self.page[head.body : self.span[1]] if s.kind is Kind.PARTNER and not self.is_site(s.value)
        ]
        return next((one for one in (head.partner, tail.partner, *logos, *inner) if one), "")


def _is_interview(body: list[Block]) -> bool:
    """Paragraphs that begin with a speaker's name and a colon: the first one's is no place either."""
    return sum(bool(_SPEAKER.match(text)) for text in _texts(tuple(body))) >= 3


def _byline(head: Head, tail: Tail, above: list[Seen]) -> tuple[Credited, ...]:
    """Every name once in a role, the writers first, as the page names them."""
    labelled = [one for seen in above for label in seen.labels for one in label.credited()]
    named: dict[tuple[str, str], Credited] = {}
    for one in (*labelled, *head.byline, *tail.byline):
        named.setdefault((one.name.casefold(), one.role), one)
    writers = [one for one in named.values() if one.role in ("reporter", "author")]
    return (*writers, *(one for one in named.values() if one not in writers))


def _mark_second(found: list[Found]) -> None:
    """Of two dates above a text the later one, on the line below, says when it was changed."""
    if len(found) == 2 and not any(one.is_update for one in found):
        first, second = found[0].when, found[1].when
        if (
            isinstance(first, datetime)
            and isinstance(second, datetime)
            and bool(first.tzinfo) == bool(second.tzinfo)
            and first < second
        ):
            found[1] = replace(found[1], is_update=True)


def _dates(found: list[Found]) -> tuple[When, When, list[Doubt]]:
    """When the story was published and updated; what is doubtful, the epoch, and what does not fit together is unknown."""
    doubts: list[Doubt] = []
    published: When = None
    updated: When = None
    for one in found:
        if one.is_update:
            updated = updated or one.when
        elif published is None:
            published = one.when
            if one.doubt:
                doubts.append(Doubt("published", one.doubt))
    if published is None:
        doubts.append(Doubt("published", "No date of the story was found."))
    if updated is not None and published is not None and _sortable(updated) < _sortable(published):
        updated = None
    return published, updated, doubts


def _sortable(when: Any) -> date:
    return when.date() if isinstance(when, datetime) else when
