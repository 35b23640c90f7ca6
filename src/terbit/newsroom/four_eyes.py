"""Four eyes: every word that goes out was seen by somebody besides the person who wrote it.

A story's writer (its owner) never publishes it; nor does whoever last changed its words. Publishing without changing
a word makes nobody an author. The house may switch the rule off (HouseSettings.four_eyes); no role stands above it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from terbit.newsroom.refusals import FourEyes

if TYPE_CHECKING:
    from wagtail.models import Revision

    from terbit.newsroom.models import Article

#: The editing form takes spaces away at the edges of paragraphs; that is nobody's change.
_EDGE = re.compile(r"\s*(</?(?:p|br)\b[^>]*>)\s*")

#: The columns of a story that hold words which readers read.
WORDS = ("language", "kicker", "headline", "standfirst", "body", "picture_caption", "dateline", "credit")


def check_four_eyes(article: Article, revision: Revision, by: Any) -> None:
    """Raises FourEyes where `by` may not be the one to publish this revision; `by` None is the house itself."""
    from terbit.newsroom.models import HouseSettings

    if by is None or not HouseSettings.load().four_eyes:
        return
    if by.pk in {article.owner_id, last_hand(article, revision)}:
        raise FourEyes


def may_let_out(article: Article, by: Any) -> bool:
    """Whether four eyes allow `by` to publish the newest draft; the role is another question."""
    try:
        check_four_eyes(article, article.latest_revision, by)
    except FourEyes:
        return False
    return True


def last_hand(article: Article, revision: Revision) -> int | None:
    """Id of the user who last changed the words that `revision` holds; None where it was no user."""
    words, hand = words_of(revision.content), revision.user_id
    earlier = article.revisions.filter(pk__lt=revision.pk).order_by("-pk")
    for before in earlier.only("content", "user_id").iterator(chunk_size=10):
        if words_of(before.content) != words:
            break
        hand = before.user_id
    return hand


def words_of(content: dict[str, Any]) -> dict[str, Any]:
    """What readers read in a revision's content; blocks without their ids, which no reader sees."""
    return {name: _plain(name, content.get(name)) for name in WORDS}


def _plain(name: str, value: Any) -> Any:
    if name != "body":
        return value or ""
    return _without_ids(json.loads(value) if isinstance(value, str) else value or [])


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(part) for key, part in value.items() if key != "id"}
    if isinstance(value, str):
        return _EDGE.sub(r"\1", " ".join(value.split()))
    return [_without_ids(part) for part in value] if isinstance(value, list) else value
