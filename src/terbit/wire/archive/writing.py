"""A story as one line of an archive: the same story is always the same bytes."""

from __future__ import annotations

import json
from typing import Any, Final

from terbit.wire.dates import write_date
from terbit.wire.story import (
    Block,
    Credited,
    Embed,
    Issue,
    Listing,
    Paragraph,
    Picture,
    Quote,
    ReadAlso,
    Shown,
    Story,
    Subheading,
    Table,
)

#: Line ends to some readers of JSON Lines, though not to JSON.
_AWKWARD: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def line_of(story: Story) -> bytes:
    """The line with its end, in UTF-8."""
    return json.dumps(object_of(story), ensure_ascii=False).translate(_AWKWARD).encode() + b"\n"


def object_of(story: Story) -> dict[str, Any]:
    """The story as JSON knows it, in the order of `fields.FIELDS`; what is empty is left out, but for `published`."""
    written = {
        "id": story.id,
        "language": story.language,
        "slug": story.slug,
        "kicker": story.kicker,
        "headline": story.headline,
        "standfirst": story.standfirst,
        "byline": [_credited(one) for one in story.byline],
        "section": story.section,
        "publication": story.publication,
        **_editions(story.editions),
        "access": story.access,
        "state": story.state,
        "published": write_date(story.published),
        "updated": write_date(story.updated),
        "dateline": story.dateline,
        "credit": story.credit,
        "partner": story.partner,
        "origin_url": story.origin_url,
        "tags": list(story.tags),
        "redirects": list(story.redirects),
        "pictures": [_picture(one) for one in story.pictures],
        "doubts": [{"field": doubt.field, "why": doubt.why} for doubt in story.doubts],
        "body_format": "blocks",
        "body": [_block(one) for one in story.body],
    }
    return {name: value for name, value in written.items() if value or name in {"published", "body"}}


def _credited(one: Credited) -> dict[str, Any]:
    organisation = {"organisation": True} if one.organisation else {}
    return {"name": one.name, "role": one.role} | organisation


def _editions(issues: tuple[Issue, ...]) -> dict[str, Any]:
    if len(issues) == 1:
        return {"edition": _issue(issues[0], {}), "cover_story": issues[0].cover_story}
    return {"edition": [_issue(one, {"cover_story": True} if one.cover_story else {}) for one in issues]}


def _issue(issue: Issue, cover: dict[str, Any]) -> dict[str, Any]:
    place = {"place": issue.place} if issue.place is not None else {}
    return {"publication": issue.publication, "date": issue.date.isoformat()} | cover | place


def _picture(picture: Picture) -> dict[str, str]:
    written = {
        "path": picture.path,
        "url": picture.url,
        "caption": picture.caption,
        "credit": picture.credit,
        "alt": picture.alt,
    }
    return {name: value for name, value in written.items() if value}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(html):
            return {"paragraph": html}
        case Subheading(text):
            return {"subheading": text}
        case Quote(text, source):
            return {"quote": {"text": text} | ({"source": source} if source else {})}
        case Shown(picture):
            return {"picture": _picture(picture)}
        case Listing(items, ordered):
            return {"list": {"ordered": ordered, "items": list(items)}}
        case Table(head, rows, caption):
            said = {"caption": caption} if caption else {}
            return {"table": said | {"head": list(head), "rows": [list(row) for row in rows]}}
        case Embed(url, title):
            return {"embed": {"url": url, "title": title}}
        case ReadAlso(id_):
            return {"read_also": id_}
