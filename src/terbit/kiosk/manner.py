"""How all pages of one layout are answered, worked out once for all of them."""

from __future__ import annotations

from typing import Final

from terbit.dispatch.contract import Coding, Layout
from terbit.kiosk import headers
from terbit.kiosk.http import etag_format

MOST_KNOWN: Final = 4_096


class Manner:
    """`block` is sent with the body, `unchanged` without it where the client has it already. `entry` says where the body
    lies; None where pages of this layout have none of this kind. `tag` is the line of the entity tag, to be filled; None
    for what nobody may keep.
    """

    __slots__ = ("block", "entry", "tag", "unchanged")

    def __init__(self, layout: Layout, kind: str, coding: Coding, keeping: int, status: int, front: int) -> None:
        entry = layout.entries.get(kind)
        self.entry = layout.entries.get("open") if entry is None and kind == "quiet" else entry
        self.tag = None if keeping & headers.NEVER else etag_format(coding)
        self.block = headers.of_page(status, layout.content_type, coding, keeping, front)
        self.unchanged = headers.of_page(304, layout.content_type, coding, keeping, front)


class Manners:
    """`front`: how many seconds the house's own front may keep what is shared."""

    def __init__(self, front: int) -> None:
        self._front = front
        self._known: dict[tuple[Layout, str, Coding, int, int], Manner] = {}

    def of(self, layout: Layout, kind: str, coding: Coding, keeping: int, status: int) -> Manner:
        """For the body `kind` with this status; `keeping` as in `headers.of_page`."""
        key = (layout, kind, coding, keeping, status)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = Manner(*key, self._front)
        return known
