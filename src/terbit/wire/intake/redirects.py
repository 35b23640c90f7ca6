"""Addresses that stories had before they came: each leads to the story for ever (308), where nothing else stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from terbit.newsroom.languages import LANGUAGES
from terbit.newsroom.models import Article, Redirect
from terbit.newsroom.slugs import article_path
from terbit.wire.story import Doubt

#: First parts of addresses that are the house's own pages and services.
RESERVED: Final = frozenset(
    {
        *("_kiosk", "akun", "api", "arsip", "cari", "edisi", "feed", "healthz", "kebijakan", "koreksi", "langganan"),
        *("media", "mitra", "pedoman-media-siber", "penulis", "redaksi", "robots.txt", "rubrik", "saya", "sitemap"),
        *("sitemap-news.xml", "sitemap.xml", "static", "tentang", "terbitan", "topik"),
    }
)
_LONGEST: Final = 300
_CODES: Final = frozenset(code for code, _name in LANGUAGES)


class NoAddress(ValueError):
    """`str()` says why an old address cannot be kept."""


def old_path(address: str) -> str:
    """The path of an old address, percent-decoded, as the kiosk looks it up. Raises NoAddress."""
    try:
        parts = urlsplit(address)
    except ValueError as problem:
        raise NoAddress("it is no address") from problem
    path = unquote(parts.path, errors="replace")
    if parts.query:
        raise NoAddress("an address with a question mark is not told apart from the one without")
    if not path.startswith("/") or path.startswith("//") or not path.isprintable() or "\ufffd" in path:
        raise NoAddress("it is no path of a site; it begins with a slash")
    if len(path) > _LONGEST:
        raise NoAddress(f"it has more than {_LONGEST} characters")
    first, *rest = path.strip("/").split("/")
    if first in _CODES:
        first = rest[0] if rest else ""
    if first in RESERVED or not first:
        raise NoAddress("the house has a page of its own there")
    return path


class OldAddresses:
    """The redirects of one batch's stories, checked against what there is."""

    def __init__(self, wanted: Sequence[tuple[Article, tuple[str, ...]]]) -> None:
        self.doubts: dict[int, list[Doubt]] = {}
        self.rows: list[Redirect] = []
        asked = [(article, address) for article, addresses in wanted for address in addresses]
        paths = {article.pk: set[str]() for article, _address in asked}
        for article, address in asked:
            try:
                paths[article.pk].add(old_path(address))
            except NoAddress as problem:
                self._doubt(article, address, str(problem))
        self._choose({article.pk: article for article, _address in asked}, paths)

    def write(self) -> None:
        Redirect.objects.bulk_create(self.rows)

    def _choose(self, articles: dict[int, Article], paths: dict[int, set[str]]) -> None:
        every = {path for some in paths.values() for path in some}
        owners = dict(Redirect.objects.filter(old_path__in=every).values_list("old_path", "article_id"))
        slugs = {path.rpartition("/")[2] for path in every if "/artikel/" in path}
        rows = Article.objects.filter(slug__in=slugs).values_list("language", "slug", "pk") if slugs else []
        stories = {article_path(language, slug): pk for language, slug, pk in rows}
        for pk in sorted(paths):
            for path in sorted(paths[pk] - {articles[pk].path}):
                owner = owners.get(path, stories.get(path))
                if owner is None:
                    owners[path] = pk
                    self.rows.append(Redirect(old_path=path, article=articles[pk]))
                elif owner != pk:
                    self._doubt(articles[pk], path, "another story is found there")

    def _doubt(self, article: Article, address: str, why: str) -> None:
        words = f"“{address[:80]}” does not lead here: {why}."
        self.doubts.setdefault(article.pk, []).append(Doubt("redirects", words))
