"""Feeds: of each language's news, and of every section, topic, contributor, partner's page and publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from terbit.gate import FREE_PAGE
from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, prefix_of
from terbit.newsroom.models import Article, ArticleQuerySet
from terbit.press.batch import once
from terbit.press.models import Printed
from terbit.press.pages.feed_formats import atom, json_feed, rss
from terbit.press.pages.feed_items import Feed, FeedItem, items_of, names_said
from terbit.press.pages.feed_links import ATOM, FORMATS, JSON, RSS
from terbit.press.pages.listings import Family, Listing
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.things import ids_in

FOLDER: Final = "/feed"
_WRITERS: Final = {RSS: rss, ATOM: atom, JSON: json_feed}


class FrontFeedKind:
    """All news of a language: "/feed/rss.xml", "/en/feed/atom.xml"."""

    name = "feed-front"

    def every(self) -> Iterable[Target]:
        return [
            Target(self.name, f"{prefix_of(code)}{FOLDER}/{file}", 0) for code, _name in LANGUAGES for file in FORMATS
        ]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        return self.every() if any(thing.startswith("list/front/") for thing in things) else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        language = next((c for c, _n in LANGUAGES if target.key.startswith(f"{prefix_of(c)}{FOLDER}/")), None)
        file = target.key.rpartition("/")[2]
        if language is None or file not in FORMATS:
            return None
        sheet = Sheet(language, uses)
        sheet.use(things.front_list(language))
        stories = Article.objects.public().filter(language=language)
        return _draft(target.key, file, sheet, _Source("", sheet.house.home, sheet.house.tagline, stories))


class ListFeedKind:
    """The feeds beside the lists of one family: "/rubrik/dunia/rss.xml"."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.name: Final = f"feed-{family.name}"

    def every(self) -> Iterable[Target]:
        return _targets(self.name, self.family.listings())

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """Of lists that may have none yet, or had another address; the others used the list."""
        renamed = ids_in(things, self.family.name)
        moved = ids_in(things, f"list/{self.family.name}")
        chosen = renamed | (moved - self._out(moved))
        return _targets(self.name, self.family.listings(chosen)) if chosen else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        uses |= {self.family.own_thing(target.subject), self.family.list_thing(target.subject)}
        path, _slash, file = target.key.rpartition("/")
        listing = self._listing(target.subject, path)
        if listing is None or file not in FORMATS or not (self.family.lasting or listing.stories.exists()):
            return None
        return _draft(
            target.key, file, Sheet(listing.language, uses), _Source(listing.title, path, "", listing.stories)
        )

    def _listing(self, subject: int, path: str) -> Listing | None:
        found = (self.family.find(subject, code) for code, _name in LANGUAGES)
        return next((listing for listing in found if listing and listing.path == path), None)

    def _out(self, subjects: set[int]) -> set[int]:
        """Those whose feeds are out, in every language: one format missing, and all are named again."""
        rows = Printed.objects.filter(kind=self.name, subject__in=subjects).values_list("subject", flat=True)
        formats = len(FORMATS) * (1 if self.family.one_language else len(LANGUAGES))
        printed = list(rows)
        return {subject for subject in subjects if printed.count(subject) >= formats}


class _Source:
    """What one feed is of: its title beside the house's name, its page, and its stories."""

    def __init__(self, title: str, home: str, description: str, stories: ArticleQuerySet) -> None:
        self.title, self.home, self.description, self.stories = title, home, description, stories


def _targets(name: str, listings: Iterable[tuple[Listing, int]]) -> list[Target]:
    return [Target(name, f"{listing.path}/{file}", listing.subject) for listing, _n in listings for file in FORMATS]


def _draft(key: str, file: str, sheet: Sheet, source: _Source) -> Draft | None:
    """None for an Atom feed without a story: it would have to say when it changed last, and it never did."""
    items, used = once(("press.feed", source.home, sheet.language), lambda: _read(sheet, source.stories))
    sheet.use(*used)
    if file == ATOM and not items:
        return None
    feed = Feed(
        url=absolute(key),
        home=absolute(source.home),
        title=" – ".join(filter(None, [source.title, sheet.house.name])),
        description=source.description,
        language=sheet.language,
        items=items,
    )
    return Draft(
        key=key,
        language=sheet.language,
        terms=FREE_PAGE,
        html={"open": _WRITERS[file](feed)},
        content_type=f"{FORMATS[file][1]}; charset=utf-8",
        linked_texts=names_said(items),
    )


def _read(sheet: Sheet, stories: ArticleQuerySet) -> tuple[tuple[FeedItem, ...], frozenset[str]]:
    """Read once for all formats that are printed together."""
    own = Sheet(sheet.language, set())
    items = items_of(stories, own)
    return items, frozenset(own.uses)
