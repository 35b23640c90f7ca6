"""A section's page: its newest stories."""

from __future__ import annotations

from collections.abc import Iterable

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.models import Article, Section
from terbit.press.contexts import Head, ListPage
from terbit.press.pages.cards import NEWEST, cards_of, for_cards, newest_first
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.things import ids_in

NAME = "section"


class SectionKind:
    name = NAME

    def every(self) -> Iterable[Target]:
        return [Target(NAME, section.path, section.pk) for section in Section.objects.all()]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        sections = Section.objects.filter(pk__in=ids_in(things, "section"))
        return [Target(NAME, section.path, section.pk) for section in sections]

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        """None where the section is gone, or has moved to another address."""
        uses.add(things.section(target.subject))
        section = Section.objects.filter(pk=target.subject).first()
        return _draft(section, uses) if section and section.path == target.key else None


def _draft(section: Section, uses: set[str]) -> Draft:
    sheet = Sheet(section.language, uses)
    sheet.use(things.section_list(section.pk))
    stories = newest_first(for_cards(Article.objects.public().filter(section=section)))[:NEWEST]
    cards = cards_of(list(stories), sheet)
    page = ListPage(
        head=Head(f"{section.name} – {sheet.house.name}", absolute(section.path)),
        here=section.path,
        because=sheet.because(Access.FREE, OPEN_KINDS),
        title=section.name,
        cards=tuple(cards),
    )
    linked = tuple(text for card in cards for text in (card.headline, card.standfirst) if text)
    html = sheet.render("section.html", page, OPEN_KINDS)
    return Draft(section.path, section.language, FREE_PAGE, html, linked_texts=linked)
