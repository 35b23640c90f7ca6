"""The archive, cut by date: every day's stories, every month's days, and the months. Undated stories stand in none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, prefix_of
from terbit.newsroom.models import Article, ArticleQuerySet, Precision
from terbit.press import dates
from terbit.press.batch import unchanged
from terbit.press.contexts import ArchivePage, Head, Link, LinksGroup
from terbit.press.house import house_settings
from terbit.press.models import Mark, Printed
from terbit.press.pages.cards import cards_of, newest_first, public_stories
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute

FOLDER: Final = "/arsip"
NAME: Final = "archive"
INDEX: Final = "archive-index"


def dated(language: str) -> ArticleQuerySet:
    """The public stories of a language whose day is known."""
    known = Article.objects.public().exclude(published_at=None).exclude(published_precision=Precision.UNKNOWN)
    return known.filter(language=language)


def days_of(language: str, start: date | None = None, end: date | None = None) -> list[date]:
    """The days on which stories were published, in the house's zone, oldest first; from `start` up to, not at, `end`."""
    zone, stories = ZoneInfo(house_settings().zone), dated(language)
    if start and end:
        stories = stories.filter(published_at__gte=midnight(start, zone), published_at__lt=midnight(end, zone))
    moments = stories.order_by().values_list("published_at", flat=True)
    return sorted({at.astimezone(zone).date() for at in moments if at})


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_path(language: str, day: date) -> str:
    return f"{prefix_of(language)}{FOLDER}/{day:%Y/%m/%d}"


def month_path(language: str, day: date) -> str:
    return f"{prefix_of(language)}{FOLDER}/{day:%Y/%m}"


def root_path(language: str) -> str:
    return f"{prefix_of(language)}{FOLDER}"


class DayKind:
    """One day's stories, newest first. It leads up to its month."""

    name = NAME

    def every(self) -> Iterable[Target]:
        return [Target(NAME, day_path(code, day), 0) for code, _name in LANGUAGES for day in days_of(code)]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """A day that is new, and all of them where the house's zone may have moved midnight."""
        if "house" in things:
            return self.every()
        return [Target(NAME, day_path(language, day), 0) for language, day in days_named(things)]

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        language, parts = _read_path(target.key)
        day = _day(parts) if len(parts) == 3 else None
        if day is None or day_path(language, day) != target.key:
            return None
        uses.add(things.day_list(language, day))
        sheet, zone = Sheet(language, uses), ZoneInfo(house_settings().zone)
        end = day + timedelta(days=1)
        found = dated(language).filter(published_at__gte=midnight(day, zone), published_at__lt=midnight(end, zone))
        stories = public_stories(newest_first(found))
        if not stories:
            return None
        spoken = dates.long_date(day, "day", language, house_settings().zone)
        page = _page(target.key, spoken, sheet, up=Link(_month_words(day, sheet), month_path(language, day)))
        page = replace(page, cards=tuple(cards_of(stories, sheet)))
        linked = tuple(text for card in page.cards for text in (card.headline, card.standfirst) if text)
        html = sheet.render("archive.html", page, OPEN_KINDS)
        return Draft(target.key, language, FREE_PAGE, html, linked_texts=linked)


class MonthKind:
    """The days of a month that have stories; and, at the archive's root, the months by year."""

    name = INDEX

    def every(self) -> Iterable[Target]:
        found: list[Target] = []
        for code, _name in LANGUAGES:
            months = {day.replace(day=1) for day in days_of(code)}
            paths = [root_path(code), *(month_path(code, month) for month in sorted(months))]
            found += [Target(INDEX, path, 0) for path in paths]
        return found

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """Where a day may have come or gone. A day that waits to be printed may have done so before."""
        if "house" in things:
            return self.every()
        named = set(days_named(things))
        out = set(Printed.objects.filter(key__in=[day_path(*day) for day in named]).values_list("key", flat=True))
        waiting = set(Mark.objects.filter(kind=NAME, key__in=out).values_list("key", flat=True))
        new = {named_day for named_day in named if day_path(*named_day) not in out - waiting or not _stands(*named_day)}
        paths = {path for language, day in new for path in (month_path(language, day), root_path(language))}
        return [Target(INDEX, path, 0) for path in sorted(paths)]

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        language, parts = _read_path(target.key)
        if target.key == root_path(language):
            return self._root(target.key, Sheet(language, uses))
        month = _day([*parts, "1"]) if len(parts) == 2 else None
        if month is None or month_path(language, month) != target.key:
            return None
        return self._month(target.key, month, Sheet(language, uses))

    def _root(self, path: str, sheet: Sheet) -> Draft:
        """There from the first day, since every page leads to it."""
        months = sorted({day.replace(day=1) for day in _all_days(sheet.language)}, reverse=True)
        years = tuple(
            LinksGroup(
                str(year), tuple(Link(_month_name(month, sheet), month_path(sheet.language, month)) for month in of)
            )
            for year, of in groupby(months, key=lambda month: month.year)
        )
        return _index(path, sheet.words.gettext("Archive"), sheet, years)

    def _month(self, path: str, month: date, sheet: Sheet) -> Draft | None:
        next_month = (month + timedelta(days=31)).replace(day=1)
        days = days_of(sheet.language, month, next_month)
        if not days:
            return None
        links = (Link(_spoken(day, sheet), day_path(sheet.language, day)) for day in reversed(days))
        up = Link(sheet.words.gettext("Archive"), root_path(sheet.language))
        return _index(path, _month_words(month, sheet), sheet, (LinksGroup("", tuple(links)),), up)


def _index(path: str, title: str, sheet: Sheet, groups: tuple[LinksGroup, ...], up: Link | None = None) -> Draft:
    page = replace(_page(path, title, sheet, up=up), groups=groups)
    return Draft(path, sheet.language, FREE_PAGE, sheet.render("archive.html", page, OPEN_KINDS))


def _page(path: str, title: str, sheet: Sheet, up: Link | None) -> ArchivePage:
    head = Head(f"{title} – {sheet.house.name}", absolute(path))
    return ArchivePage(head=head, here=path, because=sheet.because(Access.FREE, OPEN_KINDS), title=title, up=up)


def _all_days(language: str) -> list[date]:
    return unchanged(("press.archive.days", language), lambda: days_of(language))


def _stands(language: str, day: date) -> bool:
    return bool(days_of(language, day, day + timedelta(days=1)))


def days_named(names: Iterable[str]) -> list[tuple[str, date]]:
    """("list/day/id/2026-11-22") → ("id", 22 November 2026)."""
    parts = (name.split("/") for name in sorted(names) if name.startswith("list/day/"))
    return [(language, date.fromisoformat(day)) for _list, _day, language, day in parts]


def _read_path(key: str) -> tuple[str, list[str]]:
    """The language of an address, and what follows the archive's folder."""
    for code, _name in LANGUAGES:
        if (key + "/").startswith(root_path(code) + "/"):
            return code, [part for part in key.removeprefix(root_path(code)).split("/") if part]
    return LANGUAGES[0][0], []


def _day(parts: list[str]) -> date | None:
    try:
        return date(*map(int, parts))
    except (TypeError, ValueError):
        return None


def _month_name(month: date, sheet: Sheet) -> str:
    return dates.month_name(month, sheet.language)


def _month_words(month: date, sheet: Sheet) -> str:
    return f"{dates.month_name(month, sheet.language)} {month.year}"


def _spoken(day: date, sheet: Sheet) -> str:
    return dates.long_date(day, "day", sheet.language, "UTC")
