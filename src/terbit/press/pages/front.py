"""The front: the newest stories of one language, the newest edition of each paper, and a block for each section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, prefix_of
from terbit.newsroom.models import Article, Edition, Kind, Publication, Section
from terbit.press.contexts import Block, Card, FrontPage, Head, Issue, Link
from terbit.press.pages.cards import NEWEST, cards_of, newest_first, public_stories
from terbit.press.pages.feed_links import feeds_of
from terbit.press.pages.json_ld import news_organisation
from terbit.press.pages.paged import slotted
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute

NAME = "front"
SECOND = 5  # stories beside the lead
POLICY_ADDRESSES = {
    "correctionsPolicy": ("koreksi", "corrections"),
    "ethicsPolicy": ("etika", "kode-etik", "ethics"),
    "ownershipFundingInfo": ("kepemilikan", "ownership"),
    "verificationFactCheckingPolicy": ("verifikasi", "verification"),
    "actionableFeedbackPolicy": ("masukan", "feedback"),
    "unnamedSourcesPolicy": ("narasumber-anonim", "unnamed-sources"),
}
"""schema.org's name of a policy → last parts of the addresses of policy pages that hold it."""


class FrontKind:
    name = NAME

    def every(self) -> Iterable[Target]:
        return [Target(NAME, prefix_of(language) + "/", 0) for language, _name in LANGUAGES]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """Also where an edition or a publication changes: one that no front used yet may now be the newest."""
        new_issue = any(thing.startswith(("edition/", "list/edition/", "publication/")) for thing in things)
        return self.every() if new_issue or things & {"house", *_lists()} else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        language = next((code for code, _name in LANGUAGES if target.key == prefix_of(code) + "/"), None)
        return _draft(target.key, language, uses) if language else None


def _lists() -> set[str]:
    return {things.front_list(code) for code, _name in LANGUAGES}


def _draft(path: str, language: str, uses: set[str]) -> Draft:
    sheet = Sheet(language, uses)
    sheet.use(things.front_list(language))
    first = slotted(sheet, None)
    newest = public_stories(newest_first(Article.objects.public().filter(language=language))[:NEWEST])
    stories = first + [story for story in newest if story not in first]
    cards = cards_of(stories, sheet)
    issues = _issues(language, sheet)
    page = FrontPage(
        head=_head(path, sheet, stories=any(card.when for card in cards)),
        here=path,
        because=sheet.because(Access.FREE, OPEN_KINDS),
        lead=cards[0] if cards else None,
        second=tuple(cards[1 : 1 + SECOND]),
        issues=issues,
        blocks=_blocks(stories[1 + SECOND :], cards[1 + SECOND :], sheet),
    )
    shown = [*cards, *(issue.cover for issue in issues if issue.cover)]
    linked = tuple(text for card in shown for text in (card.headline, card.standfirst) if text)
    return Draft(path, language, FREE_PAGE, sheet.render("front.html", page, OPEN_KINDS), linked_texts=linked)


def _head(path: str, sheet: Sheet, *, stories: bool) -> Head:
    house = sheet.house
    title = f"{house.name}: {house.tagline}" if house.tagline else house.name
    logo = absolute(house.logo.source) if house.logo else ""
    return Head(
        title,
        absolute(path),
        house.tagline,
        image=logo,
        alternates=house.others,
        json_ld=news_organisation(sheet, _policies(sheet)),
        feeds=feeds_of(prefix_of(sheet.language) + "/feed", house.name) if stories else (),
    )


def _policies(sheet: Sheet) -> dict[str, str]:
    """The properties of a NewsMediaOrganization for which the house has a page of its own, by the page's address."""
    pages = {link.path.rpartition("/")[2]: link.path for link in sheet.house.policies}
    found = {name: [pages[slug] for slug in slugs if slug in pages] for name, slugs in POLICY_ADDRESSES.items()}
    # The guidelines that every house has say how it corrects, and by which ethics.
    usual = {"correctionsPolicy": sheet.house.guidelines, "ethicsPolicy": sheet.house.guidelines}
    return usual | {name: paths[0] for name, paths in found.items() if paths}


def _blocks(stories: Sequence[Article], cards: Sequence[Card], sheet: Sheet) -> tuple[Block, ...]:
    """The rest by section, in the menu's order; a section without a story has no block."""
    by_section: dict[int, list[Card]] = {}
    for story, card in zip(stories, cards, strict=True):
        by_section.setdefault(story.section_id or 0, []).append(card)
    sections = Section.objects.filter(pk__in=by_section)
    sheet.use(*(things.section(section.pk) for section in sections))
    return tuple(Block(Link(section.name, section.path), tuple(by_section[section.pk])) for section in sections)


def _issues(language: str, sheet: Sheet) -> tuple[Issue, ...]:
    """The newest edition of each daily and weekly in this language that has a public story."""
    papers = Publication.objects.filter(language=language, kind__in=(Kind.DAILY, Kind.WEEKLY))
    return tuple(issue for paper in papers if (issue := _issue(paper, sheet)))


def _issue(paper: Publication, sheet: Sheet) -> Issue | None:
    sheet.use(things.publication(paper.pk))
    edition = Edition.objects.filter(publication=paper, entries__article__live=True).order_by("-date").first()
    if edition is None:
        return None
    sheet.use(things.edition(edition.pk), things.edition_list(edition.pk))
    cover = public_stories([edition.cover_story_id] if edition.cover_story_id else [])
    day = sheet.moment(edition.date, "day")
    cards = cards_of(cover, sheet)
    return Issue(paper.name, Link(day.words if day else "", edition.path), cards[0] if cards else None)
