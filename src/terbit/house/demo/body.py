"""An archive's blocks as the newsroom's: the shapes stand in content/README.md and in newsroom/models/blocks.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from terbit.house.demo.content import Story


def raw_body(story: Story, pictures: Mapping[str, int], stories: Mapping[str, int]) -> list[dict[str, Any]]:
    """The raw stream; `pictures` gives a picture's id by its path, `stories` a story's by the archive's id."""
    return [_block(*next(iter(block.items())), pictures, stories) for block in story["body"]]


def _block(kind: str, value: Any, pictures: Mapping[str, int], stories: Mapping[str, int]) -> dict[str, Any]:
    match kind:
        case "paragraph":
            value = f"<p>{value}</p>"
        case "list":
            items = [{"type": "item", "value": f"<p>{item}</p>"} for item in value["items"]]
            value = {"ordered": value["ordered"], "items": items}
        case "table":
            columns = [{"type": "text", "heading": heading} for heading in value["head"]]
            value = {"caption": "", "columns": columns, "rows": [{"values": row} for row in value["rows"]]}
        case "picture":
            value = {"picture": pictures[value["path"]], "caption": ""}
        case "read_also":
            value = stories[value]
    return {"type": kind, "value": value}
