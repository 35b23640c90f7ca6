"""Rich text as it may be stored: only these tags and attributes, nothing that runs."""

from __future__ import annotations

from typing import Any

import nh3

_SCHEMES = {"http", "https", "mailto"}
_INLINE_TAGS = {"p", "br", "b", "strong", "i", "em", "a"}
_PROSE_TAGS = _INLINE_TAGS | {"h2", "h3", "ul", "ol", "li", "hr"}


def clean_inline(html: str) -> str:
    """A paragraph of a story: bold, italic, links."""
    return nh3.clean(html, tags=_INLINE_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None)


def clean_prose(html: str) -> str:
    """A page of the house's own words: headings and lists besides."""
    return nh3.clean(html, tags=_PROSE_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None)


def clean_body(raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An article's raw stream with every rich text in it cleaned; the shapes stand in models/blocks.py."""
    return [{**block, "value": _clean_value(block["type"], block["value"])} for block in raw]


def _clean_value(kind: str, value: Any) -> Any:
    if kind == "paragraph":
        return clean_inline(value)
    if kind == "list":
        return {**value, "items": [_clean_item(item) for item in value["items"]]}
    return value


def _clean_item(item: Any) -> Any:
    return {**item, "value": clean_inline(item["value"])} if isinstance(item, dict) else clean_inline(item)


def words_in(raw: list[dict[str, Any]]) -> int:
    """How many words an article's raw stream holds: text of every block, without marks, addresses and names of fields."""
    return sum(_words(block["value"]) for block in raw)


def _words(value: Any) -> int:
    if isinstance(value, str):
        bare = nh3.clean(value.replace("<", " <"), tags=set())
        return len([word for word in bare.split() if not word.startswith(("http://", "https://"))])
    if isinstance(value, dict):
        return sum(_words(part) for name, part in value.items() if name not in _NOT_WORDS)
    return sum(_words(part) for part in value) if isinstance(value, list) else 0


#: What stands in a block's value and is not read as text.
_NOT_WORDS = {"id", "type", "url", "picture", "article"}
