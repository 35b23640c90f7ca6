"""What a story asks of its reader."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

import msgspec


class Access(IntEnum):
    """How strictly a story is kept; a greater value is stricter."""

    FREE = 0
    REGISTERED = 1
    METERED = 2
    SUBSCRIBERS = 3

    @property
    def code(self) -> str:
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> Access:
        """The access named `code`; anything unknown is the strictest, since what is not understood must not open."""
        return cls.__members__.get(code.upper(), cls.SUBSCRIBERS)


_FREE: Final = Access.FREE
"""Looked up once: in Python 3.11 a member of an enumeration is found more slowly than anything that is asked about it."""


class Terms(msgspec.Struct, frozen=True, gc=False):
    """A frozen value like the others; of this kind since the kiosk unpacks it for every request.

    `story` is the original's id, carried by translations and copies; 0 for pages that are no story."""

    story: int
    access: Access
    publications: frozenset[str]

    @property
    def gated(self) -> bool:
        return self.access is not _FREE


FREE_PAGE = Terms(0, Access.FREE, frozenset())


_USUAL: Final = {"site": Access.FREE, "daily": Access.METERED, "weekly": Access.METERED}
COVER_STORY: Final = Access.SUBSCRIBERS
"""The access of a cover story where its publication says nothing else."""


def usual_access(kind: str) -> Access:
    """The access of a publication's stories where it says nothing else: the site is free, a daily and a weekly are
    metered. A kind that is not known counts as subscribers.
    """
    return _USUAL.get(kind, Access.SUBSCRIBERS)


def strictest(accesses: Iterable[Access]) -> Access:
    """The access of a story that stands in several places. One that stands nowhere is for subscribers: unknown shuts."""
    return max(accesses, default=Access.SUBSCRIBERS)


def stricter(one: Terms, other: Terms) -> Terms:
    """Terms that open only what both would open: the stricter access, and the publications that both name.

    With equal access the entitlement must fit both; a reader entitled to one of them alone waits for the new page.
    """
    return Terms(one.story, max(one.access, other.access), one.publications & other.publications)
