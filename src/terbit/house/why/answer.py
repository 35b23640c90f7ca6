"""One question, answered by the gate itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from terbit.gate import (
    UNKNOWN,
    Decision,
    Explanation,
    body_of,
    counted_since,
    explain,
    limit_of,
)
from terbit.house.why.evidence import Counted, Grounds, Shelf, counted, in_the_newsroom, on_the_shelf, say_the_same
from terbit.newsroom.models import Article
from terbit.newsroom.models.article import State
from terbit.readers.models import User


@dataclass(frozen=True, slots=True)
class Why:
    """`grounds` decided; they are the shelf's where a page lies there, else the newsroom's. `soon` is what the newsroom's
    would decide where it is something else: what comes as soon as the kiosk has heard of it, and the page is made again.
    """

    article: Article
    reader: User | None
    at: datetime
    grounds: Grounds
    newsroom: Grounds
    shelf: Shelf | None
    counted: Counted
    since: datetime | None
    explanation: Explanation
    soon: Decision | None
    notes: tuple[str, ...]

    @property
    def limit(self) -> int:
        return limit_of(self.grounds.policy, self.grounds.standing) if self.grounds.standing else 0

    @property
    def body(self) -> str:
        return body_of(self.explanation.decision)


def ask(article: Article, reader: User | None, now: datetime, at: datetime | None = None) -> Why:
    """Why `reader` (None: nobody) has the story or not, now, or at another time.

    At another time the rights are those of that time, by the newsroom's rows; terms and policy are those of now.
    """
    moment = at or now
    shelf = on_the_shelf(article.path, reader.pk if reader else None)
    newsroom = in_the_newsroom(article, reader, moment)
    grounds = _deciding(shelf, newsroom, is_now=at is None)
    since = counted_since(grounds.policy, moment)
    found = counted(reader.pk, grounds.terms.story, since, moment) if reader else Counted(None, UNKNOWN, UNKNOWN)
    explanation = _explain(grounds, found, moment)
    other = _explain(newsroom, _counted_by(newsroom, found, reader, moment, since), moment).decision
    return Why(
        article=article,
        reader=reader,
        at=moment,
        grounds=grounds,
        newsroom=newsroom,
        shelf=shelf,
        counted=found,
        since=since,
        explanation=explanation,
        soon=other if other != explanation.decision else None,
        notes=tuple(_notes(article, reader, grounds, newsroom, shelf, explanation, now, at)),
    )


def _deciding(shelf: Shelf | None, newsroom: Grounds, *, is_now: bool) -> Grounds:
    if shelf is None:
        return newsroom
    standing = shelf.grounds.standing if is_now else newsroom.standing
    return Grounds(shelf.grounds.terms, standing, shelf.grounds.policy)


def _explain(grounds: Grounds, found: Counted, at: datetime) -> Explanation:
    return explain(grounds.terms, grounds.standing, found.opened, found.spent, grounds.policy, at)


def _counted_by(
    newsroom: Grounds, found: Counted, reader: User | None, at: datetime, since: datetime | None
) -> Counted:
    """The ledger's answer for the newsroom's policy, asked anew where that begins its window elsewhere."""
    own = counted_since(newsroom.policy, at)
    return found if reader is None or own == since else counted(reader.pk, newsroom.terms.story, own, at)


def _notes(
    article: Article,
    reader: User | None,
    grounds: Grounds,
    newsroom: Grounds,
    shelf: Shelf | None,
    explanation: Explanation,
    now: datetime,
    at: datetime | None,
) -> list[str]:
    """Codes of what else has to be known; terbit.house.why.words says them."""
    state, standing, bodies = article.state, grounds.standing, shelf.bodies if shelf else frozenset()
    kind = body_of(explanation.decision)
    held = {
        "withdrawn": state is State.WITHDRAWN,
        "not_public": state is State.DRAFT,
        "no_page": state is State.LIVE and shelf is None,
        "another_time": at is not None,
        "stale": shelf is not None and shelf.stale and grounds.terms.gated,
        "terms_differ": shelf is not None and state is State.LIVE and shelf.grounds.terms != newsroom.terms,
        "policy_differs": shelf is not None and shelf.grounds.policy != newsroom.policy,
        "standing_differs": at is None and shelf is not None and not say_the_same(standing, newsroom.standing, now),
        "account_shut": reader is not None and not reader.is_active,
        "no_device": standing is not None and not standing.sessions,
        "plain_wall": bool(bodies) and kind not in bodies and not (kind == "quiet" and "open" in bodies),
    }
    return [code for code, holds in held.items() if holds]
