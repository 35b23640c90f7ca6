"""The neutral model: one story as it comes in, whatever format it came in, before the house makes rows of it.

An adapter (format.py) only reads: it knows no database, fetches nothing, and leaves out what the source does not say. What
is then missing (a section, an address, a publication) the intake decides, once for all formats.

Text is plain (an `&` is an `&`) unless the field is said to be HTML; HTML is inline: b, i, a, br. All text is one line unless
said otherwise. Empty means that the source says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

When: TypeAlias = datetime | date | None
"""A `datetime`: known to the minute (with its offset; without one, in the house's zone). A `date`: the day only. None: unknown."""


@dataclass(frozen=True, slots=True)
class Credited:
    """One name of a byline. `role` is a code of newsroom.models.Role; `organisation` where the name is no person's."""

    name: str
    role: str = "reporter"
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition: a publication's code and its date. `place` orders the edition; None is the last place."""

    publication: str
    date: date
    cover_story: bool = False
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture is found: `path` relative to the file that names it, or `url`. Its caption may have several lines."""

    path: str = ""
    url: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    html: str


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` may have several lines; `source` is who said it."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture within the text."""

    picture: Picture


@dataclass(frozen=True, slots=True)
class Listing:
    """`items` are HTML."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many cells as `head`."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Embed:
    """A thing that stands elsewhere (a video, a post): printed as a card with a link."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class ReadAlso:
    """Another story of the same source, by its id there. It may come later, or never."""

    id: str


Block: TypeAlias = Paragraph | Subheading | Quote | Shown | Listing | Table | Embed | ReadAlso


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field of Story that the adapter is not sure of, and why, in a sentence for the desk."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Original:
    """What the story was read from, kept beside it so that a doubt can be settled later."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Story:
    """`id` is the source's own, unique in it, and stays the same when the story comes again. `pictures`: the lead first."""

    id: str
    headline: str
    body: tuple[Block, ...]
    kicker: str = ""
    standfirst: str = ""  # may have several lines
    byline: tuple[Credited, ...] = ()
    published: When = None
    updated: When = None
    section: str = ""  # its name
    publication: str = ""  # its code
    editions: tuple[Issue, ...] = ()
    access: str = ""  # free, registered, metered, subscribers
    credit: str = ""
    partner: str = ""  # its name
    origin_url: str = ""
    dateline: str = ""
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""  # a code of newsroom.languages
    slug: str = ""
    redirects: tuple[str, ...] = ()  # addresses that it had: "/2019/09/10/x.html"
    state: str = ""  # draft or public, where the date alone does not say it (docs/archive-format.md)
    doubts: tuple[Doubt, ...] = ()
    original: Original | None = None
