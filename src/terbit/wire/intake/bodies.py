"""A story's blocks as the newsroom stores them (newsroom/models/blocks.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from terbit.newsroom.html import clean_inline
from terbit.wire.story import (
    Block,
    Embed,
    Listing,
    Paragraph,
    Picture,
    Quote,
    ReadAlso,
    Shown,
    Subheading,
    Table,
)

Raw = dict[str, Any]


def raw_body(
    blocks: Sequence[Block], picture: Callable[[Picture], int | None], stories: Mapping[str, int]
) -> tuple[list[Raw], list[tuple[int, str]]]:
    """The raw stream, and the "read also" lines that are missing in it, as (place, id at the source).

    `picture` gives a row's id, or None where the picture could not be taken; `stories` article ids by the ids at the source.
    """
    found: list[Raw] = []
    wanted: list[tuple[int, str]] = []
    for block in blocks:
        if isinstance(block, ReadAlso) and block.id not in stories:
            wanted.append((len(found) + len(wanted), block.id))
        elif (raw := _raw(block, picture, stories)) is not None:
            found.append(raw)
    return found, wanted


def read_also(article: int) -> Raw:
    return _block("read_also", article)


def _raw(block: Block, picture: Callable[[Picture], int | None], stories: Mapping[str, int]) -> Raw | None:
    match block:
        case Paragraph(html):
            return _block("paragraph", _paragraph(html))
        case Subheading(text):
            return _block("subheading", text)
        case Quote(text, source):
            return _block("quote", {"text": text, "source": source})
        case Shown(shown):
            row = picture(shown)
            return None if row is None else _block("picture", {"picture": row, "caption": ""})
        case Listing(items, ordered):
            rows = [{"type": "item", "id": str(uuid4()), "value": _paragraph(item)} for item in items]
            return _block("list", {"ordered": ordered, "items": rows})
        case Table(head, rows, caption):
            columns = [{"type": "text", "heading": heading} for heading in head]
            return _block(
                "table", {"caption": caption, "columns": columns, "rows": [{"values": list(row)} for row in rows]}
            )
        case Embed(url, title):
            return _block("embed", {"url": url, "title": title})
        case ReadAlso(id_):
            return read_also(stories[id_])


def _block(kind: str, value: Any) -> Raw:
    return {"type": kind, "value": value, "id": str(uuid4())}


def _paragraph(html: str) -> str:
    """Cleaned once more, whoever wrote it; words without a mark need no cleaning."""
    return f"<p>{clean_inline(html) if '<' in html or '&' in html else html}</p>"
