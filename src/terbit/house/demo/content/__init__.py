"""The demo house's own words, read from the files beside this one. The shapes are told in README.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

Story = dict[str, Any]
"""One article in the archive format."""

_HERE: Final = Path(__file__).parent


def house() -> dict[str, Any]:
    return json.loads((_HERE / "house.json").read_text(encoding="utf-8"))


def stories() -> list[Story]:
    """The public ones, Indonesian first; those of an edition in its order."""
    return [*_lines("articles.id.jsonl"), *_lines("articles.en.jsonl")]


def drafts() -> list[Story]:
    """What is not public yet: the first is handed in, the others are being written."""
    return list(_lines("drafts.id.jsonl"))


def pictures_of(story: Story) -> list[dict[str, str]]:
    """Every picture of a story, in archive format: the lead picture first, then those in the text."""
    return [*story.get("pictures", ()), *(block["picture"] for block in story["body"] if "picture" in block)]


def references_of(story: Story) -> list[str]:
    """Ids of the stories that this one's "read also" lines lead to."""
    return [block["read_also"] for block in story["body"] if "read_also" in block]


def _lines(name: str) -> Iterable[Story]:
    with (_HERE / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
