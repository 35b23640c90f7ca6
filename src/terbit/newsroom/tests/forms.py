"""What the story form sends, as a browser would."""

from __future__ import annotations

import json
from typing import Any


def a_form(desk: Any, **values: Any) -> dict[str, Any]:
    """The fields of a whole story; name what differs. `body` is a list of (kind, value)."""
    whole = {
        "headline": "Harga beras naik di tujuh kota",
        "kicker": "",
        "standfirst": "Pedagang menunggu panen.",
        "publication": desk.site.pk,
        "section": desk.dunia.pk,
        "language": "id",
        "published_precision": "minute",
        "body": [("paragraph", "<p>Harga beras naik.</p>"), ("paragraph", "<p>Panen raya belum tiba.</p>")],
    } | values
    body = whole.pop("body")
    bylines = {f"bylines-{part}": n for part, n in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0))}
    return {name: "" if value is None else value for name, value in (whole | bylines | _stream(body)).items()}


def _stream(body: list[tuple[str, str]]) -> dict[str, Any]:
    sent: dict[str, Any] = {"body-count": len(body)}
    for place, (kind, value) in enumerate(body):
        sent |= {f"body-{place}-deleted": "", f"body-{place}-order": place, f"body-{place}-type": kind}
        sent |= {f"body-{place}-id": "", f"body-{place}-value": _draftail(value) if kind == "paragraph" else value}
    return sent


def _draftail(html: str) -> str:
    """A paragraph as Wagtail's editor holds it."""
    text = html.removeprefix("<p>").removesuffix("</p>")
    block = {"key": "a1b2c", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})
