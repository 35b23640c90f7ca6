"""The words of an article's body without their markup, block by block. The shapes stand in newsroom/models/blocks.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from typing import Any, Final

Block = Mapping[str, Any]
"""One block of `article.body.raw_data`: {"type": str, "value": …}."""

_BREAK = re.compile(r"</p\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def paragraphs_of(html: str) -> list[str]:
    """Rich text as plain paragraphs: tags gone, entities read, white space single, empty ones left out."""
    found = (" ".join(unescape(_TAG.sub("", part)).split()) for part in _BREAK.split(html))
    return [text for text in found if text]


def texts_of(block: Block) -> Iterator[str]:
    """Every text of one block as it stands in the story's own rows, in reading order.

    What a block only names by id (a picture's own caption, the story of a read-also line) is not here.
    """
    read = _READERS.get(block["type"])
    return (text for text in (read(block["value"]) if read else ()) if text)


def text_of(blocks: Iterable[Block]) -> str:
    """All texts of the blocks, one a line."""
    return "\n".join(text for block in blocks for text in texts_of(block))


def _list(value: Mapping[str, Any]) -> Iterator[str]:
    for item in value["items"]:
        yield from paragraphs_of(item["value"] if isinstance(item, Mapping) else item)


def _table(value: Mapping[str, Any]) -> Iterator[str]:
    yield value.get("caption") or ""
    yield " ".join(column.get("heading") or "" for column in value["columns"])
    for row in value["rows"]:
        yield " ".join(str(cell or "") for cell in row["values"])


_READERS: Final[Mapping[str, Callable[[Any], Iterable[str]]]] = {
    "paragraph": paragraphs_of,
    "subheading": lambda value: (value,),
    "quote": lambda value: (value["text"], value.get("source") or ""),
    "picture": lambda value: (value.get("caption") or "",),
    "list": _list,
    "table": _table,
    "embed": lambda value: (value.get("title") or "",),
}
