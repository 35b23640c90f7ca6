"""Where the feeds of a list stand: beside it, one of each format."""

from __future__ import annotations

from typing import Final

from terbit.press.contexts import FeedLink
from terbit.press.pages.sheet import absolute

RSS: Final = "rss.xml"
ATOM: Final = "atom.xml"
JSON: Final = "feed.json"
FORMATS: Final = {
    RSS: ("RSS", "application/rss+xml"),
    ATOM: ("Atom", "application/atom+xml"),
    JSON: ("JSON Feed", "application/feed+json"),
}
"""File name → what the format is called, and its media type."""


def feeds_of(path: str, title: str) -> tuple[FeedLink, ...]:
    """The feeds of the list at `path` ("/rubrik/dunia", "/feed", "/en/feed")."""
    return tuple(
        FeedLink(f"{title} ({name})", absolute(f"{path}/{file}"), media) for file, (name, media) in FORMATS.items()
    )
