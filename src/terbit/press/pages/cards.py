"""Stories as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import F

from terbit.gate import Access, Terms
from terbit.newsroom import things
from terbit.newsroom.access import publications_of
from terbit.newsroom.models import Article, ArticleQuerySet, Kind
from terbit.press.batch import rows
from terbit.press.contexts import Card
from terbit.press.pages.pictures import figures
from terbit.press.pages.sheet import Sheet

#: Fronts and sections show this many; what is older stands in the archive.
NEWEST = 30

_COLUMNS: Final = (
    "language", "slug", "kicker", "headline", "standfirst", "published_at", "published_precision", "lead_picture",
    "section", "publication", "translation_of", "access_override",
)  # fmt: skip


def newest_first(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Newest first; a story without a date comes last. `stories` is public already."""
    return stories.order_by(F("published_at").desc(nulls_last=True), "-id")


def public_stories(ids: Iterable[int] | ArticleQuerySet) -> list[Article]:
    """The public stories of these ids (or of this query), in their order, with what a card and its terms read.

    The lists of a paper show the same stories: each is read once a batch.
    """
    ordered: list[int] = list(ids.values_list("pk", flat=True) if isinstance(ids, ArticleQuerySet) else ids)
    found = rows("press.cards", ordered, _read)
    return [found[pk] for pk in ordered if pk in found]


def _read(ids: set[int]) -> Mapping[int, Article]:
    stories = Article.objects.public().only(*_COLUMNS).select_related("publication")
    return stories.prefetch_related("edition_entries__edition__publication", "covers__publication").in_bulk(ids)


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


def names_of(story: Article) -> list[str]:
    """Names of the publications that gate the story: all of its own but the free site, or all where none is left."""
    gated = [publication.name for publication in publications_of(story) if publication.kind != Kind.SITE]
    return gated or [publication.name for publication in publications_of(story)]
