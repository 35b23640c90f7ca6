"""Which lists a story stands in, and which it enters or leaves when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from terbit.newsroom import things

#: The columns that decide where a story is listed, and at which place.
LISTING_COLUMNS = ("live", "section_id", "publication_id", "language", "published_at", "published_precision")


def lists_entered_or_left(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], editions: Iterable[int]
) -> frozenset[str]:
    """Names of the lists whose members or order change when a story's listing columns go from `before` to `after`."""
    if before == after:
        return frozenset()
    return _lists_of(before, editions) | _lists_of(after, editions)


def _lists_of(row: Mapping[str, Any] | None, editions: Iterable[int]) -> frozenset[str]:
    if row is None or not row["live"]:
        return frozenset()
    names = {things.front_list(row["language"])}
    if row["section_id"]:
        names.add(things.section_list(row["section_id"]))
    return frozenset(names | {things.edition_list(pk) for pk in editions})
