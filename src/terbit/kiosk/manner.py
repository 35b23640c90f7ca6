"""How all pages of one layout are answered, worked out once for all of them."""

from __future__ import annotations

from terbit.dispatch.contract import Coding, Layout
from terbit.kiosk import headers
from terbit.kiosk.http import etag_format


class Manner:
    """`block` is sent with the body, `unchanged` without it where the client has it already. `entry` says where the body
    lies; None where pages of this layout have none of this kind. `tag` is the line of the entity tag, to be filled.
    """

    __slots__ = ("block", "entry", "tag", "unchanged")

    def __init__(
        self,
        layout: Layout,
        kind: str,
        coding: Coding,
        shared: bool,
        lasting: bool,
        behind: bool,
        status: int,
        front: int,
    ) -> None:
        entry = layout.entries.get(kind)
        self.entry = layout.entries.get("open") if entry is None and kind == "quiet" else entry
        self.tag = etag_format(coding)
        self.block = headers.of_page(status, layout.content_type, coding, shared, lasting, behind, front)
        self.unchanged = headers.of_page(304, layout.content_type, coding, shared, lasting, behind, front)


def manner_of(
    layout: Layout, kind: str, coding: Coding, shared: bool, lasting: bool, behind: bool, status: int, front: int
) -> Manner:
    """For the body `kind` with this status. `shared`, `lasting`, `behind`, `front`: as in `headers.of_page`."""
    key = (kind, coding, shared, lasting, behind, status, front)
    known: Manner | None = layout.served.get(key)
    if known is None:
        known = layout.served[key] = Manner(layout, *key)
    return known
