"""What stands in a story, before any site has printed it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

Name = tuple[str, str]
"""A person or an organisation, and its role."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of a body: a paragraph, subheading, quote, list item or table row (cells joined with " | ")."""

    kind: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """A story. As `stories` give it: everything known; as a site prints it: only what that site prints."""

    id: str
    language: str
    headline: str
    units: tuple[Unit, ...]
    kicker: str = ""
    standfirst: str = ""
    byline: tuple[Name, ...] = ()
    partner: str = ""
    credit: str = ""
    dateline: str = ""
    caption: str = ""
    picture_credit: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    precision: str = "minute"
    shown: frozenset[str] = field(default_factory=frozenset)

    def names(self, *roles: str) -> list[str]:
        return [name for name, role in self.byline if role in roles]

    def only(self, shown: frozenset[str]) -> Truth:
        """This story as far as a page showed it."""
        roles = {"reporter", "author"} if shown & {"byline", "reporter", "author"} else set()
        roles |= shown & {"editor", "photographer", "translator"}
        return replace(
            self,
            byline=tuple((name, role) for name, role in self.byline if role in roles),
            published=self.published if "date" in shown else None,
            updated=self.updated if "updated" in shown else None,
            shown=shown,
            **{
                name: getattr(self, name) if name in shown else ""
                for name in ("kicker", "standfirst", "partner", "credit", "dateline", "caption", "picture_credit")
            },
        )
