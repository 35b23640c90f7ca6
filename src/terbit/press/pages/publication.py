"""A paper's page: its newest editions with their covers; and each year's editions, all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.languages import prefix_of
from terbit.newsroom.models import Edition, Kind, Publication
from terbit.newsroom.models.after_publication import plain_paragraphs
from terbit.press.contexts import Head, Issue, Link, PublicationPage
from terbit.press.pages.cards import cards_of, public_stories
from terbit.press.pages.edition import released
from terbit.press.pages.feed_links import feeds_of
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.things import ids_in

NAME: Final = "publication"
NEWEST: Final = 12
FOLDER: Final = "terbitan"


def path_of(publication: Publication, year: int = 0) -> str:
    own = f"{prefix_of(publication.language)}/{FOLDER}/{publication.code}"
    return f"{own}/{year}" if year else own


class PublicationKind:
    """Dailies and weeklies; the site is the house's front itself."""

    name = NAME

    def every(self) -> Iterable[Target]:
        return _targets(Publication.objects.values_list("pk", flat=True))

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """Also where an edition changed: no page may have used it yet."""
        editions = ids_in(things, "edition") | ids_in(things, "list/edition")
        of_editions = set(Edition.objects.filter(pk__in=editions).values_list("publication", flat=True))
        chosen = ids_in(things, "publication") | of_editions
        return _targets(chosen) if chosen else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        uses.add(things.publication(target.subject))
        paper = Publication.objects.exclude(kind=Kind.SITE).filter(pk=target.subject).first()
        if paper is None:
            return None
        year = target.key.removeprefix(path_of(paper)).strip("/")
        if target.key != path_of(paper, int(year) if year.isdecimal() else 0):
            return None
        return _draft(target.key, paper, int(year or 0), uses)


def _targets(publications: Iterable[int]) -> list[Target]:
    papers = Publication.objects.exclude(kind=Kind.SITE).filter(pk__in=publications)
    return [
        Target(NAME, path, paper.pk) for paper in papers for path in (path_of(paper), *(p for _y, p in _years(paper)))
    ]


def _years(paper: Publication) -> list[tuple[int, str]]:
    """The years that have editions, newest first, and where they are listed."""
    years = released(Edition.objects.filter(publication=paper)).order_by().values_list("date__year", flat=True)
    return [(year, path_of(paper, year)) for year in sorted(set(years), reverse=True)]


def _draft(path: str, paper: Publication, year: int, uses: set[str]) -> Draft | None:
    editions = released(Edition.objects.filter(publication=paper)).order_by("-date")
    chosen = list(editions.filter(date__year=year) if year else editions[:NEWEST])
    if year and not chosen:
        return None
    sheet = Sheet(paper.language, uses)
    sheet.use(things.publication(paper.pk))
    title = f"{paper.name} {year}" if year else paper.name
    page = PublicationPage(
        head=Head(
            f"{title} – {sheet.house.name}",
            absolute(path),
            feeds=feeds_of(path, paper.name) if chosen and not year else (),
        ),
        here=path,
        because=sheet.because(Access.FREE, OPEN_KINDS),
        title=title,
        intro=() if year else tuple(plain_paragraphs(paper.description)),
        issues=_issues(chosen, sheet),
        years=tuple(Link(str(other), where) for other, where in _years(paper) if where != path),
    )
    covers = [issue.cover for issue in page.issues if issue.cover]
    linked = tuple(text for card in covers for text in (card.headline, card.standfirst) if text)
    return Draft(
        path, paper.language, FREE_PAGE, sheet.render("publication.html", page, OPEN_KINDS), linked_texts=linked
    )


def _issues(editions: list[Edition], sheet: Sheet) -> tuple[Issue, ...]:
    covers = [edition.cover_story_id for edition in editions if edition.cover_story_id]
    public = public_stories(covers)
    cards = dict(zip((story.pk for story in public), cards_of(public, sheet), strict=True))
    for edition in editions:
        sheet.use(things.edition(edition.pk), things.edition_list(edition.pk))
    return tuple(
        Issue(edition.title.strip(), Link(day.words, edition.path), cards.get(edition.cover_story_id or 0))
        for edition in editions
        if (day := sheet.moment(edition.date, "day"))
    )
