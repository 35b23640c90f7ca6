"""What a feed says of its stories. A gated story gives its public part alone, by the same function as its teaser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from terbit.newsroom.models import ArticleQuerySet, Precision
from terbit.press.batch import rows
from terbit.press.pages.cards import newest_first
from terbit.press.pages.json_ld import preview_source
from terbit.press.pages.reading import read_stories
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.story import Story

NEWEST: Final = 30
_OF_THE_HOUSE: Final = re.compile(r'(\b(?:href|src)=")(/[^"]*)"|(\bsrcset=")([^"]*)"')


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One story. `published` is None where only the day is known; `updated` is its last change, for order and Atom."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime | None
    updated: datetime
    authors: tuple[str, ...]
    sections: tuple[str, ...]
    image: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A list as a feed: `url` is its own address, `home` the page that it is the feed of."""

    url: str
    home: str
    title: str
    description: str
    language: str
    items: tuple[FeedItem, ...]

    @property
    def updated(self) -> datetime | None:
        """The newest change of a story in it: no feed looks at a clock."""
        return max((item.updated for item in self.items), default=None)


def items_of(stories: ArticleQuerySet, sheet: Sheet) -> tuple[FeedItem, ...]:
    """The newest of the public `stories` whose day is known. A story stands in several feeds, and is made once a batch."""
    dated = stories.exclude(published_at=None).exclude(published_precision=Precision.UNKNOWN)
    ids = list(newest_first(dated).values_list("pk", flat=True)[:NEWEST])
    found = rows(f"press.feed_items.{sheet.language}", ids, lambda missing: _made(missing, sheet.language))
    for _said, used in found.values():
        sheet.use(*used)
    return tuple(found[pk][0] for pk in ids)


def _made(ids: set[int], language: str) -> dict[int, tuple[FeedItem, frozenset[str]]]:
    """Each item with what was read for it."""
    reading, made = read_stories(ids), {}
    for pk in ids:
        own = Sheet(language, set())
        made[pk] = _item(Story(reading.stories[pk], reading, own)), frozenset(own.uses)
    return made


def _item(story: Story) -> FeedItem:
    article, page = story.article, story.page()
    at = article.published_at
    assert at is not None
    zone = ZoneInfo(story.sheet.settings.zone)
    updated = max(at, article.updated_at or at).astimezone(zone).replace(microsecond=0)
    if article.published_precision != Precision.MINUTE and article.updated_at is None:
        updated = updated.replace(hour=0, minute=0, second=0)
    known = article.published_precision == Precision.MINUTE
    return FeedItem(
        id=f"tag:{urlsplit(absolute('/')).hostname},2026:article/{article.pk}",
        url=absolute(article.path),
        title=" ".join(article.headline.split()),
        summary=" ".join(article.standfirst.split()) or story.part.text,
        html=_with_whole_links(str(page.public if story.terms.gated else page.body)),
        published=at.astimezone(zone).replace(microsecond=0) if known else None,
        updated=updated,
        authors=tuple(dict.fromkeys(name.text for group in page.bylines for name in group.names)),
        sections=tuple(filter(None, [page.section.text if page.section else "", *(t.text for t in page.topics)])),
        image=preview_source(story.lead.image) if story.lead else "",
    )


def _with_whole_links(html: str) -> str:
    """Links and pictures of the house with its name, since a feed is read elsewhere."""

    def whole(found: re.Match[str]) -> str:
        attribute, path, several, sources = found.groups()
        if attribute:
            return f'{attribute}{absolute(path)}"'
        each = (absolute(source.strip()) for source in sources.split(","))
        return f'{several}{", ".join(each)}"'

    return _OF_THE_HOUSE.sub(whole, html)


def names_said(items: Sequence[FeedItem]) -> tuple[str, ...]:
    return tuple(text for item in items for text in (item.title, item.summary) if text)
