"""Which lists of stories the house has: of a section, a topic, a contributor, a partner, a publication; and how they
are numbered.

A list's pages are numbered from the oldest story, PER_PAGE on each, so that a full page stays as it is for ever. The
newest stories stand on the list's own address, at least PER_PAGE of them where there are so many, and fewer than twice
that: so a new story touches that page alone, and each PER_PAGE-th one brings a new numbered page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Model, Q

from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, prefix_of
from terbit.newsroom.models import (
    Article,
    ArticleQuerySet,
    Byline,
    Contributor,
    Kind,
    Partner,
    Publication,
    Section,
    Topic,
)

PER_PAGE: Final = 30

Key = tuple[int, str]
"""A list within its family: the row's id and a language."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of public stories in one language. `list_thing` is what the newsroom calls it when stories come and go,
    `own_thing` the row that gives it its name."""

    family: str
    subject: int
    language: str
    path: str
    title: str
    row: Any
    stories: ArticleQuerySet
    own_thing: str
    list_thing: str


@dataclass(frozen=True, slots=True)
class Family:
    """All lists that are made in the same way. `lasting`: a list has its page also while no story stands in it."""

    name: str
    folder: str
    model: type[Model]
    column: str
    own_thing: Callable[[int], str]
    list_thing: Callable[[int], str]
    stories_of: Callable[[int], Q]
    lasting: bool = False

    @property
    def one_language(self) -> bool:
        """Whether the row itself says its language; else it has a list in each language that it has stories in."""
        return any(field.name == "language" for field in self.model._meta.get_fields())

    def counts(self, subjects: Iterable[int] | None = None) -> dict[Key, int]:
        """How many public stories each list has that has any, in one query."""
        public = Article.objects.public().exclude(**{self.column: None})
        if subjects is not None:
            public = public.filter(**{f"{self.column}__in": list(subjects)})
        many = "__" in self.column
        counted = public.order_by().values_list(self.column, "language").annotate(Count("pk", distinct=many))
        return {(subject, language): number for subject, language, number in counted}

    def listings(self, subjects: Iterable[int] | None = None) -> list[tuple[Listing, int]]:
        """Every list that has a page (of these rows, or of all), with its number of stories."""
        chosen = None if subjects is None else list(subjects)
        counts = self.counts(chosen)
        rows = self.model._default_manager.order_by("pk")
        found = rows if chosen is None else rows.filter(pk__in=chosen)
        every = [(row, language) for row in found for language in self._languages(row)]
        return [
            (self.listing(row, language), number)
            for row, language in every
            if (number := counts.get((row.pk, language), 0)) or self.lasting
        ]

    def find(self, subject: int, language: str) -> Listing | None:
        row = self.model._default_manager.filter(pk=subject).first()
        return self.listing(row, language) if row is not None and language in self._languages(row) else None

    def listing(self, row: Any, language: str) -> Listing:
        return Listing(
            family=self.name,
            subject=row.pk,
            language=language,
            path=f"{prefix_of(language)}/{self.folder}/{getattr(row, 'slug', '') or getattr(row, 'code', '')}",
            title=" ".join(row.name.split()),
            row=row,
            stories=Article.objects.public().filter(self.stories_of(row.pk), language=language),
            own_thing=self.own_thing(row.pk),
            list_thing=self.list_thing(row.pk),
        )

    def _languages(self, row: Any) -> list[str]:
        return [row.language] if self.one_language else [code for code, _name in LANGUAGES]


def _by(contributor: int) -> Q:
    return Q(pk__in=Byline.objects.filter(contributor=contributor).values("article"))


def _about(topic: int) -> Q:
    return Q(pk__in=Article.topics.through.objects.filter(topic=topic).values("article"))


SECTIONS: Final = Family(
    "section",
    "rubrik",
    Section,
    "section",
    things.section,
    things.section_list,
    lambda pk: Q(section=pk),
    lasting=True,
)
TOPICS: Final = Family("topic", "topik", Topic, "topics__id", things.topic, things.topic_list, _about)
CONTRIBUTORS: Final = Family(
    "contributor",
    "penulis",
    Contributor,
    "bylines__contributor",
    things.contributor,
    things.contributor_list,
    _by,
)
PARTNERS: Final = Family(
    "partner",
    "mitra",
    Partner,
    "partner",
    things.partner,
    things.partner_list,
    lambda pk: Q(partner=pk),
)
PUBLICATIONS: Final = Family(
    "publication",
    "terbitan",
    Publication,
    "publication",
    things.publication,
    things.publication_list,
    lambda pk: Q(publication=pk) & ~Q(publication__kind=Kind.SITE),
)
PAGED: Final = (SECTIONS, TOPICS, CONTRIBUTORS, PARTNERS)


def oldest_first(stories: ArticleQuerySet) -> ArticleQuerySet:
    """The order of numbering: the reverse of `cards.newest_first`, so stories without a date come before all others."""
    return stories.order_by(F("published_at").asc(nulls_first=True), "id")


def full_pages(number: int) -> int:
    """How many numbered pages a list of so many stories has."""
    return max(0, number // PER_PAGE - 1)


def on_newest(number: int) -> int:
    """How many stories of a list of so many stand on its newest page."""
    return number - full_pages(number) * PER_PAGE


def ranks_of(page: int) -> slice:
    """Which stories, counted from the oldest, stand on a numbered page."""
    return slice((page - 1) * PER_PAGE, page * PER_PAGE)


def page_of(rank: int, number: int) -> int:
    """On which numbered page the story stands that has `rank` older ones before it; 0 where on the newest page."""
    page = rank // PER_PAGE + 1
    return page if page <= full_pages(number) else 0


def address(listing: Listing, page: int = 0) -> str:
    """Of a numbered page, or (0) of the newest."""
    return f"{listing.path}/{page}" if page else listing.path


def number_in(key: str) -> int:
    """Which page of its list stands at that address: "/rubrik/dunia/7" → 7, "/en/rubrik/world" → 0."""
    parts = key.removeprefix("/en").strip("/").split("/")
    return int(parts[2]) if len(parts) == 3 and parts[2].isdecimal() else 0
