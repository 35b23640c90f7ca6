"""Which lists a story stands in, and which it enters or leaves when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from terbit.newsroom import things

#: The columns that decide where a story is listed, and at which place.
LISTING_COLUMNS = (
    "live",
    "section_id",
    "publication_id",
    "partner_id",
    "language",
    "published_at",
    "published_precision",
)


def lists_entered_or_left(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    editions: Iterable[int],
    *,
    contributors: Iterable[int] = (),
    topics_before: Iterable[int] = (),
    topics_after: Iterable[int] = (),
    zone: str = "UTC",
) -> frozenset[str]:
    """Names of the lists whose members or order change when a story's listing columns go from `before` to `after`.

    `contributors` are those of its bylines now; a byline that comes or goes tells about itself. `zone` is the house's:
    it says which day a moment belongs to.
    """
    then, now = frozenset(topics_before), frozenset(topics_after)
    if before == after:
        moved = then ^ now if after["live"] else frozenset()
        return frozenset(things.topic_list(pk) for pk in moved)
    names = _lists_of(before, zone) | _lists_of(after, zone)
    if not names:
        return frozenset()
    names |= {things.edition_list(pk) for pk in editions}
    names |= {things.contributor_list(pk) for pk in contributors}
    return names | {things.topic_list(pk) for pk in then | now}


def _lists_of(row: Mapping[str, Any] | None, zone: str) -> frozenset[str]:
    """Of the row's own columns; none for a story that is not public."""
    if row is None or not row["live"]:
        return frozenset()
    names = {things.front_list(row["language"])}
    if row["section_id"]:
        names.add(things.section_list(row["section_id"]))
    if row["publication_id"]:
        names.add(things.publication_list(row["publication_id"]))
    if row["partner_id"]:
        names.add(things.partner_list(row["partner_id"]))
    if row["published_at"] is not None and row["published_precision"] != "unknown":
        names.add(things.day_list(row["language"], row["published_at"].astimezone(ZoneInfo(zone)).date()))
    return frozenset(names)
