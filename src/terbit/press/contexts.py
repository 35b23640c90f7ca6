"""What the templates of printed pages are given: frozen values, finished words, nothing that asks the database.

Every printed template gets one of the `…Page` classes as `page`, a `House` as `house`, the `language`, `demo`,
`static(name)`, and `each_body` (terbit.press.all_bodies) for the places where the bodies of one page differ. A template prints and loops; whatever has to be decided was decided before.
Empty means absent: "" or None or an empty tuple, and then nothing of it is printed, its label included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup

NOTHING: Final = Markup("")


@dataclass(frozen=True, slots=True)
class Link:
    """`path` begins with "/" within the house, or is a whole http(s) address outside it."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as machines (`machine`, ISO 8601: a day, or a time with its offset) and people (`words`) read it."""

    machine: str
    words: str


@dataclass(frozen=True, slots=True)
class Image:
    """`source` is what every browser shows; `webp` the srcset of the same picture for those that choose.

    `width` and `height` are of `source`, in pixels; only their ratio matters on the page. `shapes` are for machines,
    the widest last, and of a story's lead picture alone.
    """

    source: str
    webp: str
    width: int
    height: int
    alt: str
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """One cut of a picture, measured in pixels."""

    source: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Figure:
    image: Image
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class BylineGroup:
    """Those who share a role, in printed order; `label` is the role's, in the singular or plural that fits.

    Each name leads to the contributor's page.
    """

    label: str
    names: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Another story, as a list shows it. `badge` says in words that it is not open to everybody."""

    path: str
    headline: str
    kicker: str = ""
    standfirst: str = ""
    when: Moment | None = None
    image: Image | None = None
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language; `url` is absolute."""

    language: str
    name: str
    url: str
    path: str


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed of what the page lists, for feed readers that look for one; `type` is its media type."""

    title: str
    url: str
    type: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to machines. `image` is absolute; `json_ld` is escaped for a script element.

    `canonical` may lead to another house, where a partner's story first stood.
    """

    title: str
    canonical: str
    description: str = ""
    kind: str = "website"
    robots: str = ""
    image: str = ""
    image_alt: str = ""
    alternates: tuple[Alternate, ...] = ()
    json_ld: Markup = NOTHING
    feeds: tuple[FeedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """The house as every page shows it, in the page's language. `others` leads to the fronts in other languages."""

    name: str
    home: str
    tagline: str = ""
    legal_name: str = ""
    address: tuple[str, ...] = ()
    responsible_person: str = ""
    contact_email: str = ""
    logo: Image | None = None
    sections: tuple[Link, ...] = ()
    masthead: str = ""
    guidelines: str = ""
    archive: str = ""
    corrections: str = ""
    feed: str = ""
    policies: tuple[Link, ...] = ()
    papers: tuple[Link, ...] = ()
    others: tuple[Alternate, ...] = ()
    zone: str = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Step:
    """The honest next step at a gate: why the story is shut, and what opens it.

    `next_path` is the story's own path, to come back to; "" where the page does not know its address. `lead` names what
    stands first, as a button, `also` what stands beside it: "join", "sign_in", "subscribe", "resend", "unlock", "again".
    """

    heading: str
    words: tuple[str, ...]
    next_path: str
    lead: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What all printed pages have. `here` is the page's path ("" for special pages); `because` is for the demo only."""

    head: Head
    here: str
    because: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticlePage(Page):
    """`body` is the whole text, `public` its public part; a template prints one of them, by body kind.

    `gated` pages carry the class "paid" around whatever is not for everybody, as their JSON-LD says.
    """

    headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    bylines: tuple[BylineGroup, ...] = ()
    dateline: str = ""
    published: Moment | None = None
    updated: Moment | None = None
    lead: Figure | None = None
    body: Markup = NOTHING
    public: Markup = NOTHING
    credit: str = ""
    partner: Link | None = None
    partner_logo: Image | None = None
    origin_url: str = ""
    section: Link | None = None
    editions: tuple[Link, ...] = ()
    badge: str = ""
    gated: bool = False
    metered: bool = False
    steps: Mapping[str, Step] = field(default_factory=dict)
    topics: tuple[Link, ...] = ()
    after: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A correction or a reply, as the story's page and the list of corrections show it.

    `label` says what it is ("Correction", "Right of reply"), `by` whose reply it is. `story` is where the story stands.
    """

    label: str
    path: str
    when: Moment | None
    paragraphs: tuple[str, ...]
    introduction: tuple[str, ...] = ()
    apology: tuple[str, ...] = ()
    depth: str = ""
    by: str = ""
    story: Link | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Stories under one heading that leads to all of them."""

    title: Link
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """The newest edition of a publication, as the front shows it."""

    publication: str
    title: Link
    cover: Card | None = None


@dataclass(frozen=True, slots=True)
class FrontPage(Page):
    lead: Card | None = None
    second: tuple[Card, ...] = ()
    issues: tuple[Issue, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage(Page):
    """Stories of a section, a topic, a contributor, a partner; newest first.

    `label` says what the list is of, `intro` what is known of it, `site` where its own house is. On a numbered page
    `range` says from when to when; `newer` and `older` lead on.
    """

    title: str = ""
    cards: tuple[Card, ...] = ()
    label: str = ""
    intro: tuple[str, ...] = ()
    site: Link | None = None
    logo: Image | None = None
    range: str = ""
    newer: Link | None = None
    older: Link | None = None


@dataclass(frozen=True, slots=True)
class LinksGroup:
    """Links under one heading."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ArchivePage(Page):
    """The archive: its months (`groups` by year), a month's days, or one day's stories (`cards`)."""

    title: str = ""
    groups: tuple[LinksGroup, ...] = ()
    cards: tuple[Card, ...] = ()
    up: Link | None = None
    newer: Link | None = None
    older: Link | None = None


@dataclass(frozen=True, slots=True)
class PublicationPage(Page):
    """A paper: what it is, its newest editions, and the years of all of them."""

    title: str = ""
    intro: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    years: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class RemarksPage(Page):
    """The corrections and replies of a year, newest first; or one of them alone, on its own page."""

    title: str = ""
    remarks: tuple[Remark, ...] = ()
    years: tuple[Link, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class EditionPage(Page):
    """One edition: its cover story, then the other stories in the order of the issue."""

    title: str = ""
    subtitle: str = ""
    date: Moment | None = None
    cover: Card | None = None
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the masthead; `link` is where its words lead, if anywhere ("mailto:…")."""

    label: str
    lines: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class ProsePage(Page):
    """A page of the house's own words: the masthead, the press guidelines."""

    title: str = ""
    text: Markup = NOTHING
    facts: tuple[Fact, ...] = ()
    logo: Image | None = None


@dataclass(frozen=True, slots=True)
class WithdrawnPage(Page):
    """What stands where a story was: its headline (where that may stand), when and why it was withdrawn."""

    headline: str = ""
    withdrawn: Moment | None = None
    ground: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoticePage(Page):
    """Not found, not to be reached: a title, a sentence or two, and ways on."""

    title: str = ""
    words: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class WallPage(Page):
    """A plain wall, for a story whose own page has no body yet for what its reader met."""

    steps: Mapping[str, Step] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RedirectPage(Page):
    """What a browser that does not follow shows: where the story went."""

    target: Link = Link("", "")
