"""For search engines: robots.txt, the index of sitemaps, one of each month, one of the house's own pages, and the news.

Months are the house's, so a sitemap of the past changes only when one of its stories does. The news sitemap reads no
clock: it goes by the stored news day (terbit.press.news_day), which the worker moves at midnight.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.db.models import Q
from lxml import etree

from terbit.gate import FREE_PAGE
from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, first_language
from terbit.newsroom.models import Article, ArticleQuerySet, Indexing, Precision
from terbit.press import dates
from terbit.press.house import house_settings
from terbit.press.models import Mark, NewsDay, Printed
from terbit.press.pages.archive import days_named, days_of, midnight
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.things import ids_in

INDEX: Final = "/sitemap.xml"
NEWS: Final = "/sitemap-news.xml"
ROBOTS: Final = "/robots.txt"
OF_THE_HOUSE: Final = "/sitemap/pages.xml"
UNDATED: Final = "/sitemap/undated.xml"
MOST_NEWS: Final = 1000
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"
_XML: Final = "application/xml; charset=utf-8"
_CLOSED: Final = ("/akun/", "/langganan/", "/redaksi/", "/cari", "/api/", "/saya")


def month_path(day: date) -> str:
    return f"/sitemap/{day:%Y-%m}.xml"


def _listed() -> ArticleQuerySet:
    """Stories that search engines may list here: a partner's only where the partner wishes it (field.md G8)."""
    return Article.objects.public().filter(Q(partner=None) | Q(partner__indexing=Indexing.INDEX))


class MonthSitemapKind:
    """The stories of one month, or those whose day is not known, with the day of their last change."""

    name = "sitemap-month"

    def every(self) -> Iterable[Target]:
        return [Target(self.name, path, 0) for path in (*_months(), UNDATED)]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """The months of changed stories; where a story stood before, its sitemap used it."""
        if "house" in things:
            return self.every()
        paths = {month_path(day) for _language, day in days_named(things)}
        if _undated(Article.objects.filter(pk__in=ids_in(things, "article"))).exists():
            paths.add(UNDATED)
        return [Target(self.name, path, 0) for path in sorted(paths)]

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        sheet = Sheet(first_language(), uses)
        stories = _undated(_listed()) if target.key == UNDATED else _of_month(target.key)
        root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})
        columns = "pk", "language", "slug", "headline", "published_at", "published_precision", "updated_at", "partner"
        for story in stories.order_by("published_at", "pk").only(*columns):
            sheet.use(things.article(story.pk), *([things.partner(story.partner_id)] if story.partner_id else []))
            changed = story.updated_at or story.published_at
            precision = "minute" if story.updated_at else story.published_precision
            _url(root, story.path, _stamp(changed, precision, sheet))
        return _draft(target.key, root, sheet) if len(root) else None


def _of_month(path: str) -> ArticleQuerySet:
    try:
        start = datetime.strptime(path, "/sitemap/%Y-%m.xml").date()
    except ValueError:
        return Article.objects.none()
    zone = ZoneInfo(house_settings().zone)
    end = (start + timedelta(days=31)).replace(day=1)
    known = _listed().exclude(published_precision=Precision.UNKNOWN)
    return known.filter(published_at__gte=midnight(start, zone), published_at__lt=midnight(end, zone))


def _undated(stories: ArticleQuerySet) -> ArticleQuerySet:
    return stories.filter(Q(published_at=None) | Q(published_precision=Precision.UNKNOWN))


def _months() -> list[str]:
    return sorted({month_path(day) for code, _name in LANGUAGES for day in days_of(code)})


class SitemapIndexKind:
    """The index, and the sitemap of pages that are no stories."""

    name = "sitemap-index"

    def every(self) -> Iterable[Target]:
        return [Target(self.name, INDEX, 0), Target(self.name, OF_THE_HOUSE, 0)]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """Where a month may have come or gone. One that waits to be printed may have done so before."""
        if "house" in things:
            return self.every()
        named = {month_path(day) for _language, day in days_named(things)}
        if ids_in(things, "article") or named:
            named.add(UNDATED)
        out = set(Printed.objects.filter(key__in=named).values_list("key", flat=True))
        waiting = set(Mark.objects.filter(key__in=named).values_list("key", flat=True))
        gone = {path for path in out if not (_of_month(path) if path != UNDATED else _undated(_listed())).exists()}
        changed = ((named - {UNDATED}) - out) | (waiting & named) | gone
        return [Target(self.name, INDEX, 0)] if changed else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        printers = {INDEX: _index, OF_THE_HOUSE: _pages}
        return printers[target.key](Sheet(first_language(), uses)) if target.key in printers else None


def _index(sheet: Sheet) -> Draft:
    root = etree.Element(f"{{{_SITEMAP}}}sitemapindex", nsmap={None: _SITEMAP})
    months = [path for path in _months() if _of_month(path).exists()]
    for path in (OF_THE_HOUSE, *months, *([UNDATED] if _undated(_listed()).exists() else []), NEWS):
        _add(etree.SubElement(root, f"{{{_SITEMAP}}}sitemap"), "loc", absolute(path))
    return _draft(INDEX, root, sheet)


def _pages(sheet: Sheet) -> Draft:
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})
    for code, _name in LANGUAGES:
        house = Sheet(code, sheet.uses).house
        links = [*house.sections, *house.papers, *house.policies]
        for path in (house.home, *(link.path for link in links), house.archive, house.corrections):
            _url(root, path)
        for path in (house.masthead, house.guidelines):
            _url(root, path)
    return _draft(OF_THE_HOUSE, root, sheet)


class NewsSitemapKind:
    """The stories of the news day and of the day before, newest first; no partner's (field.md G6)."""

    name = "sitemap-news"

    def every(self) -> Iterable[Target]:
        return [Target(self.name, NEWS, 0)]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        since = _news_since()
        named = any(since and day >= since for _language, day in days_named(things))
        return self.every() if named or "house" in things else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        if target.key != NEWS:
            return None
        sheet, since = Sheet(first_language(), uses), _news_since()
        root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP, "news": _NEWS})
        if since:
            start = midnight(since, ZoneInfo(sheet.settings.zone))
            known = Article.objects.public().exclude(published_precision=Precision.UNKNOWN).filter(partner=None)
            for story in known.filter(published_at__gte=start).order_by("-published_at", "-pk")[:MOST_NEWS]:
                sheet.use(things.article(story.pk))
                _news(_url(root, story.path), story, sheet)
        return _draft(NEWS, root, sheet)


def _news_since() -> date | None:
    row = NewsDay.objects.first()
    return row.day - timedelta(days=1) if row else None


def _news(url: Any, story: Article, sheet: Sheet) -> None:
    news = etree.SubElement(url, f"{{{_NEWS}}}news")
    publication = etree.SubElement(news, f"{{{_NEWS}}}publication")
    _add(publication, "name", sheet.house.name, _NEWS)
    _add(publication, "language", story.language, _NEWS)
    machine = _stamp(story.published_at, story.published_precision, sheet)
    _add(news, "publication_date", machine, _NEWS)
    _add(news, "title", " ".join(story.headline.split()), _NEWS)


class RobotsKind:
    """Every page is for everybody's machines but those of accounts and of the desk."""

    name = "robots"

    def every(self) -> Iterable[Target]:
        return [Target(self.name, ROBOTS, 0)]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        return self.every() if "house" in things else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        if target.key != ROBOTS:
            return None
        sheet = Sheet(first_language(), uses)
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), ""]
        lines += [f"Sitemap: {absolute(INDEX)}", f"Sitemap: {absolute(NEWS)}", ""]
        html = {"open": "\n".join(lines)}
        return Draft(ROBOTS, sheet.language, FREE_PAGE, html, content_type="text/plain; charset=utf-8")


def _stamp(at: datetime | None, precision: str, sheet: Sheet) -> str:
    """With its seconds, as the schema asks, where the minute is known; else the day alone."""
    if at is None or precision != Precision.MINUTE:
        return dates.machine_date(at, precision, sheet.settings.zone)
    return at.astimezone(ZoneInfo(sheet.settings.zone)).isoformat(timespec="seconds")


def _url(root: Any, path: str, changed: str = "") -> Any:
    url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
    _add(url, "loc", absolute(_quoted(path)))
    if changed:
        _add(url, "lastmod", changed)
    return url


def _quoted(path: str) -> str:
    return quote(path, safe="/-._~")


def _add(parent: Any, name: str, text: str, space: str = _SITEMAP) -> None:
    etree.SubElement(parent, f"{{{space}}}{name}").text = "".join(sign for sign in text if sign.isprintable())


def _draft(key: str, root: Any, sheet: Sheet) -> Draft:
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(root, encoding="unicode", pretty_print=True)
    return Draft(key, sheet.language, FREE_PAGE, {"open": text}, content_type=_XML)
