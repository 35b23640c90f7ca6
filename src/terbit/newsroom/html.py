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
