"""Stories as lists show them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from terbit.gate import Access, Terms
from terbit.newsroom import things
from terbit.newsroom.models import Article, ArticleQuerySet, Kind, Publication
from terbit.press.contexts import Card
from terbit.press.pages.pictures import figures
from terbit.press.pages.sheet import Sheet

#: Fronts and sections show this many; what is older stands in the archive.
NEWEST = 30


def newest_first(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Newest first; a story without a date comes last. `stories` is public already."""
    return stories.order_by(F("published_at").desc(nulls_last=True), "-id")


def for_cards(stories: ArticleQuerySet) -> ArticleQuerySet:
    """With what a card and its terms read, and without the text."""
    return stories.for_printing().defer("body")


def cards_of(stories: Sequence[Article], sheet: Sheet) -> list[Card]:
    """A card for each story, in the same order; pictures of all of them are read at once."""
    shown = figures({story.lead_picture_id for story in stories}, sheet.uses)
    cards = []
    for story in stories:
        sheet.use(things.article(story.pk))
        figure = shown.get(story.lead_picture_id or 0)
        cards.append(
            Card(
                path=story.path,
                headline=story.headline,
                kicker=story.kicker.strip(),
                standfirst=story.standfirst.strip(),
                when=sheet.moment(story.published_at, story.published_precision, short=True),
                image=figure.image if figure else None,
                badge=badge_of(story, sheet),
            )
        )
    return cards


def badge_of(story: Article, sheet: Sheet) -> str:
    """In words, that a story is not open to everybody; "" where it is."""
    _ = sheet.words.gettext
    terms = terms_of(story, sheet)
    match terms.access:
        case Access.FREE:
            return ""
        case Access.REGISTERED:
            return _("With an account")
        case Access.METERED:
            return " · ".join(names_of(story))
        case _subscribers:
            return _("Subscribers")


def terms_of(story: Article, sheet: Sheet) -> Terms:
    """A story's terms, with a note of the publications that they follow from."""
    sheet.use(*(things.publication(publication.pk) for publication in publications_of(story)))
    return story.terms


def publications_of(story: Article) -> list[Publication]:
    """The story's own publication and those of its editions, each once, its own first."""
    own = [story.publication] if story.publication else []
    covers = list(story.covers.all()) if story.pk else []
    entries = [entry.edition for entry in story.edition_entries.all()] if story.pk else []
    several = own + [edition.publication for edition in [*entries, *covers]]
    return list({publication.pk: publication for publication in several}.values())


def names_of(story: Article) -> list[str]:
    """Names of the publications that gate the story: all of its own but the free site, or all where none is left."""
    gated = [publication.name for publication in publications_of(story) if publication.kind != Kind.SITE]
    return gated or [publication.name for publication in publications_of(story)]
