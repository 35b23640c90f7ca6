"""The pages of a list of stories: the newest on the list's own address, older ones numbered from the oldest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, prefix_of
from terbit.newsroom.models import Article, Partner, Slot
from terbit.newsroom.models.after_publication import plain_paragraphs
from terbit.press.contexts import Card, Head, Image, Link, ListPage
from terbit.press.pages.cards import cards_of, newest_first, public_stories
from terbit.press.pages.feed_links import feeds_of
from terbit.press.pages.listings import (
    Family,
    Listing,
    address,
    full_pages,
    number_in,
    oldest_first,
    on_newest,
    ranks_of,
)
from terbit.press.pages.pictures import figures
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.touched import touched_pages


class PagedKind:
    """All lists of one family: sections, topics, contributors, partners."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.name: Final = family.name

    def every(self) -> Iterable[Target]:
        for listing, number in self.family.listings():
            for page in range(full_pages(number) + 1):
                yield self._target(listing, page)

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        return [self._target(listing, page) for listing, page in touched_pages(self.family, things)]

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        """None where the list is gone, has moved to another address, or is not so long."""
        uses.add(self.family.own_thing(target.subject))
        listing, page = self._listing(target), number_in(target.key)
        if listing is None or address(listing, page) != target.key or not listing.title:
            return None
        if page:
            return _numbered(listing, page, uses)
        uses.add(listing.list_thing)
        number = listing.stories.count()
        return _newest(listing, number, uses) if number or self.family.lasting else None

    def _target(self, listing: Listing, page: int) -> Target:
        return Target(self.name, address(listing, page), listing.subject)

    def _listing(self, target: Target) -> Listing | None:
        """By the row, in the language that the address says."""
        languages = [
            code for code, _name in LANGUAGES if target.key.startswith(f"{prefix_of(code)}/{self.family.folder}/")
        ]
        return self.family.find(target.subject, languages[0]) if languages else None


def _newest(listing: Listing, number: int, uses: set[str]) -> Draft:
    """Curated stories first, then by time; the rest of the list that no numbered page has."""
    sheet, last = Sheet(listing.language, uses), full_pages(number)
    newest = public_stories(newest_first(listing.stories)[: on_newest(number)])
    first = slotted(sheet, listing.subject) if listing.family == "section" else []
    stories = first + [story for story in newest if story not in first]
    older = Link(sheet.words.gettext("Older"), address(listing, last)) if last else None
    return _draft(listing, sheet, 0, stories, older=older)


def _numbered(listing: Listing, page: int, uses: set[str]) -> Draft | None:
    """A full page: it changes when a story goes from it or an older one, or comes to one."""
    last = full_pages(listing.stories.count())
    if page > last:
        return None
    sheet = Sheet(listing.language, uses)
    ids = list(oldest_first(listing.stories).values_list("pk", flat=True)[ranks_of(page)])
    stories = public_stories(reversed(ids))
    _ = sheet.words.gettext
    newer = Link(_("Newer"), address(listing, page + 1 if page < last else 0))
    older = Link(_("Older"), address(listing, page - 1)) if page > 1 else None
    return _draft(listing, sheet, page, stories, newer=newer, older=older)


def slotted(sheet: Sheet, section: int | None) -> list[Article]:
    """The public stories that the desk has put first: on a section's front, or (None) on the language's."""
    slots = (
        Slot.objects.filter(section=section) if section else Slot.objects.filter(section=None, language=sheet.language)
    )
    wanted = list(slots.order_by("position", "pk").values_list("article", flat=True))
    sheet.use(*map(things.article, wanted))
    return [story for story in public_stories(wanted) if story.language == sheet.language]


def _draft(
    listing: Listing,
    sheet: Sheet,
    number: int,
    stories: list[Article],
    *,
    newer: Link | None = None,
    older: Link | None = None,
) -> Draft:
    path, cards = address(listing, number), cards_of(stories, sheet)
    span = _span(cards) if number else ""
    partner = listing.row if isinstance(listing.row, Partner) else None
    page = ListPage(
        head=Head(
            " – ".join(filter(None, [listing.title, span, sheet.house.name])),
            absolute(path),
            feeds=feeds_of(listing.path, listing.title) if not number and cards else (),
        ),
        here=path,
        because=sheet.because(Access.FREE, OPEN_KINDS),
        title=listing.title,
        cards=tuple(cards),
        label=_label(listing, sheet),
        intro=() if number else tuple(plain_paragraphs(getattr(listing.row, "biography", ""))),
        site=Link(partner.url.removeprefix("https://").removeprefix("http://").strip("/"), partner.url)
        if partner and partner.url
        else None,
        logo=_logo(partner, sheet) if partner else None,
        range=span,
        newer=newer,
        older=older,
    )
    linked = tuple(text for card in cards for text in (card.headline, card.standfirst) if text)
    html = sheet.render("section.html", page, OPEN_KINDS)
    return Draft(path, listing.language, FREE_PAGE, html, linked_texts=linked)


def _span(cards: list[Card]) -> str:
    """From when to when a numbered page reaches: its oldest day and its newest."""
    days = list(dict.fromkeys(card.when.words for card in reversed(cards) if card.when))
    return " – ".join(dict.fromkeys([days[0], days[-1]])) if days else ""


def _label(listing: Listing, sheet: Sheet) -> str:
    _ = sheet.words.gettext
    match listing.family:
        case "topic":
            return _("Topic")
        case "contributor" if listing.row.is_organisation:
            return _("Stories from")
        case "contributor":
            return _("Stories by")
        case "partner":
            return _("Partner")
        case _section:
            return ""


def _logo(partner: Partner, sheet: Sheet) -> Image | None:
    pk = partner.logo_id
    found = figures({pk}, sheet.uses).get(pk) if pk else None
    return found.image if found else None
