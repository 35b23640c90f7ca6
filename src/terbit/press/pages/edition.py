"""An edition's page: one dated issue, its cover story first, then its other stories in the order of the issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import QuerySet

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.models import Article, Edition
from terbit.press.contexts import Card, EditionPage, Head
from terbit.press.pages.cards import cards_of, public_stories
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.things import ids_in

NAME = "edition"


class EditionKind:
    name = NAME

    def every(self) -> Iterable[Target]:
        """Editions that are out: a planned one has no page."""
        return _targets({})

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        return _targets({"pk__in": ids_in(things, "edition") | ids_in(things, "list/edition")})

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        uses |= {things.edition(target.subject), things.edition_list(target.subject)}
        edition = Edition.objects.select_related("publication").filter(pk=target.subject).first()
        if edition is None or edition.path != target.key:
            return None
        stories = _stories(edition)
        return _draft(edition, stories, uses) if stories or edition.released_at else None


def _targets(chosen: dict[str, set[int]]) -> Iterable[Target]:
    editions = Edition.objects.select_related("publication").filter(**chosen)
    return [Target(NAME, edition.path, edition.pk) for edition in released(editions)]


def released(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Those that are out: with a public story, or with stories that were public and have been withdrawn."""
    return (editions.filter(entries__article__live=True) | editions.filter(released_at__isnull=False)).distinct()


def _stories(edition: Edition) -> list[Article]:
    """Its public stories, cover first, then by place."""
    stories = Article.objects.public().filter(edition_entries__edition=edition)
    ordered = public_stories(stories.order_by("edition_entries__position", "edition_entries__id"))
    return sorted(ordered, key=lambda story: story.pk != edition.cover_story_id)


def _draft(edition: Edition, stories: list[Article], uses: set[str]) -> Draft:
    language = edition.publication.language
    sheet = Sheet(language, uses)
    sheet.use(things.publication(edition.publication_id))
    cards = [_within(card, edition, sheet) for card in cards_of(stories, sheet)]
    has_cover = bool(stories) and stories[0].pk == edition.cover_story_id
    day = sheet.moment(edition.date, "day")
    name = edition.publication.name
    page = EditionPage(
        head=Head(f"{name}, {day.words if day else ''} – {sheet.house.name}", absolute(edition.path)),
        here=edition.path,
        because=sheet.because(Access.FREE, OPEN_KINDS),
        title=name,
        subtitle=edition.title.strip(),
        date=day,
        cover=cards[0] if has_cover else None,
        cards=tuple(cards[1:] if has_cover else cards),
    )
    linked = tuple(text for card in cards for text in (card.headline, card.standfirst) if text)
    return Draft(edition.path, language, FREE_PAGE, sheet.render("edition.html", page, OPEN_KINDS), linked_texts=linked)


def _within(card: Card, edition: Edition, sheet: Sheet) -> Card:
    """The card without what the page's head already says: the publication's name, and the edition's day."""
    day = sheet.moment(edition.date, "day", short=True)
    return replace(
        card,
        badge="" if card.badge == edition.publication.name else card.badge,
        when=None if card.when and day and card.when.words == day.words else card.when,
    )
