"""The demo house's stories."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from html import unescape
from typing import Any

from terbit.house.demo import content
from tools.text_pages.truth import Truth, Unit


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def units_of(body: list[dict[str, Any]]) -> tuple[Unit, ...]:
    """What a page saved as text keeps of a body: no pictures, no embeds, no links to other stories."""
    units: list[Unit] = []
    for block in body:
        ((kind, value),) = block.items()
        if kind in ("paragraph", "subheading"):
            units.append(Unit(kind, plain(value)))
        elif kind == "quote":
            units.append(Unit(kind, plain(value["text"]), plain(value.get("source", ""))))
        elif kind == "list":
            units += [Unit("item", plain(item)) for item in value["items"]]
        elif kind == "table":
            rows = [value["head"], *value["rows"]] if value.get("head") else value["rows"]
            units += [Unit("row", " | ".join(plain(cell) for cell in row)) for row in rows]
    return tuple(units)


def stories() -> list[Truth]:
    found = []
    for story in [*content.stories(), *content.drafts()]:
        published, updated = story.get("published"), story.get("updated")
        picture = (content.pictures_of(story) or [{}])[0]
        found.append(
            Truth(
                id=story["id"],
                language=story["language"],
                headline=story["headline"],
                kicker=story.get("kicker", ""),
                standfirst=story.get("standfirst", ""),
                units=units_of(story["body"]),
                byline=tuple((one["name"], one["role"]) for one in story.get("byline", ())),
                partner=story.get("partner", ""),
                credit=story.get("credit", ""),
                dateline=story.get("dateline", ""),
                caption=picture.get("caption", ""),
                picture_credit=picture.get("credit", ""),
                section=story.get("section", ""),
                tags=tuple(story.get("tags", ())),
                published=datetime.fromisoformat(published) if published else None,
                updated=datetime.fromisoformat(updated) if updated else None,
                precision="day" if published and len(published) == 10 else "minute",
            )
        )
    return found


@cache
def ids() -> frozenset[str]:
    return frozenset(story.id for story in stories())
