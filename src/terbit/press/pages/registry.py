"""What a page kind is: how it names its pages, finds those of a changed thing, and prints one.

The closed list of kinds is `terbit.press.pages.KINDS`. Everything that makes pages (the worker, `press verify`, the preview) goes
through these three types and knows no kind by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from terbit.gate import Terms


@dataclass(frozen=True, slots=True)
class Target:
    """A page that may exist: the kind that prints it, its key in dispatch, and the newsroom row that it is about."""

    kind: str  # the `name` of its PageKind
    key: str  # the page's path ("/artikel/x"), or a special page: "!404/id", "!503/en", "!wall/id"
    subject: int  # id of the newsroom's row, 0 where there is none


@dataclass(frozen=True, slots=True)
class Draft:
    """A printed page before proof: a pure function of the newsroom's rows.

    `html` holds one whole document for each body kind that the page can need; equal documents share one body. The last three
    fields are for the proof: `paid_text` is everything that only an open body may say, `public_text` the public part, and
    `linked_texts` the headlines and standfirsts of the pages that this one links to.
    """

    key: str
    language: str
    terms: Terms
    html: Mapping[str, str]
    status: int = 200
    location: str | None = None  # where a redirect (308) leads
    content_type: str = "text/html; charset=utf-8"
    paid_text: str = ""
    public_text: str = ""
    linked_texts: tuple[str, ...] = ()


class PageKind(Protocol):
    """One kind of page. `every` and `targets` name pages; `print` makes one or says that it must not exist."""

    @property
    def name(self) -> str:
        """The kind's name in `Target.kind`; unique among KINDS, never changed (it is stored)."""
        ...

    def every(self) -> Iterable[Target]:
        """All pages of this kind that should exist; used to print from nothing."""
        ...

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """The own pages of changed things: so that a new page comes to exist, and one that must go is dropped."""
        ...

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        """Print one page and add to `uses` every thing and list that was read; None when the page must not exist."""
        ...
