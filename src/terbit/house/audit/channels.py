"""The one registry of channels: every way in which a story's words can leave the house.

A page kind of the press, a route of the newsroom or an address of the kiosk that is in none of them fails a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final


@dataclass(frozen=True)
class Channel:
    """`kinds` are page kinds of the press; `routes` expressions for whole routes of the newsroom; `addresses` what the
    kiosk answers by itself, or the prefix of what it hands on. Where `built` is false there is no such way yet.
    """

    name: str
    what: str
    kinds: frozenset[str] = frozenset()
    routes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    built: bool = True

    def has_route(self, route: str) -> bool:
        return any(expression.fullmatch(route) for expression in self._routes)

    @cached_property
    def _routes(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.routes))


def _kinds(text: str) -> frozenset[str]:
    return frozenset(text.split())


STORIES: Final = "stories"
STRUCTURED_DATA: Final = "structured-data"
META: Final = "meta"
HEADERS: Final = "headers"
ERRORS: Final = "errors"
OLD_ADDRESSES: Final = "old-addresses"
SAYA: Final = "saya"
CONDITION: Final = "condition"
ACCOUNTS: Final = "accounts"
SUBSCRIBING: Final = "subscribing"
DESK: Final = "desk"
PREVIEWS: Final = "previews"
DESK_FILES: Final = "desk-files"
BETWEEN: Final = "between"
PICTURES: Final = "pictures"
STATIC: Final = "static"
LETTERS: Final = "letters"
EXPORTS: Final = "exports"
SEARCH: Final = "search"
API: Final = "api"

_FEEDS: Final = _kinds("feed-front feed-section feed-topic feed-contributor feed-partner feed-publication")

CHANNELS: Final[tuple[Channel, ...]] = (
    Channel(STORIES, "stories' pages, and the notice of a withdrawn one", _kinds("article")),
    Channel(
        "lists",
        "fronts and lists of stories",
        _kinds("front section topic contributor partner edition publication archive archive-index"),
    ),
    Channel("remarks", "corrections and replies", _kinds("correction reply corrections")),
    Channel("house-pages", "pages about the house", _kinds("masthead guidelines policy-page")),
    Channel("feeds-rss", "RSS", _FEEDS),
    Channel("feeds-atom", "Atom", _FEEDS),
    Channel("feeds-json", "JSON Feed", _FEEDS),
    Channel("sitemaps", "sitemaps and robots.txt", _kinds("sitemap-month sitemap-index sitemap-news robots")),
    Channel(OLD_ADDRESSES, "addresses that stories had (308)", _kinds("redirect")),
    Channel(ERRORS, "what is said instead of a page", _kinds("not-found unavailable wall")),
    Channel(STRUCTURED_DATA, "structured data within pages", _kinds("article front")),
    Channel(META, "the head of pages: title, description, what a shared link shows", _kinds("article front section")),
    Channel(HEADERS, "the headers of every answer"),
    Channel(SAYA, "what is left of a reader's allowance", addresses=("/saya",)),
    Channel(CONDITION, "the kiosk of itself", addresses=("/healthz", "/readyz", "/metrics")),
    Channel(ACCOUNTS, "readers' own pages", routes=("/akun/.*",), addresses=("/akun/",)),
    Channel(SUBSCRIBING, "how to subscribe", routes=("/langganan/",), addresses=("/langganan/",)),
    Channel(DESK, "the newsroom", routes=("/redaksi/.*",), addresses=("/redaksi/",)),
    Channel(PREVIEWS, "previews and older versions", routes=("/redaksi/.*(preview|revisions|history|compare).*",)),
    Channel(DESK_FILES, "files for the desk", routes=("/redaksi/berkas/.*", "/redaksi/(images|documents)/.*")),
    Channel(BETWEEN, "what the kiosk tells the newsroom", routes=("/_kiosk/.*",)),
    Channel(PICTURES, "pictures, and what is written into them", addresses=("/media/",)),
    Channel(STATIC, "the theme's files", addresses=("/static/",)),
    Channel(LETTERS, "letters"),
    Channel(EXPORTS, "exports and backups, wherever readers could fetch one"),
    Channel(SEARCH, "search and its suggestions", routes=("/cari.*",), addresses=("/cari",), built=False),
    Channel(API, "programs' own addresses", routes=("/api/.*",), addresses=("/api/",), built=False),
)

BY_NAME: Final = {channel.name: channel for channel in CHANNELS}
_FEED_FILES: Final = {"rss.xml": "feeds-rss", "atom.xml": "feeds-atom", "feed.json": "feeds-json"}
_OF_PAGES: Final = (STRUCTURED_DATA, META)


def channel_of_page(kind: str, key: str, status: int = 200) -> str:
    """The channel of a printed page as a whole; what its head and its structured data say has channels of its own."""
    if kind in _FEEDS:
        return _FEED_FILES[key.rpartition("/")[2]]
    if status >= 400:
        return ERRORS
    return next(one.name for one in CHANNELS if kind in one.kinds and one.name not in _OF_PAGES)


def channel_of_route(route: str) -> str:
    """The narrowest channel of a route of the newsroom. Raises StopIteration for one in no channel."""
    return next(one.name for one in sorted(CHANNELS, key=lambda one: one.name == DESK) if one.has_route(route))


def not_in_a_channel(kinds: Iterable[str], routes: Iterable[str], addresses: Iterable[str]) -> list[str]:
    """What of these no channel has; and what a channel has that is said not to be built."""
    known = {kind for channel in CHANNELS for kind in channel.kinds}
    heard = {address for channel in CHANNELS for address in channel.addresses}
    built = [channel for channel in CHANNELS if channel.built]
    found = [f"page kind {kind}" for kind in kinds if kind not in known]
    found += [f"route {route}" for route in routes if not any(channel.has_route(route) for channel in built)]
    return found + [f"address {address}" for address in addresses if address not in heard]
