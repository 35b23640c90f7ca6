"""One story on its way into the house."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from terbit.newsroom.models import Article
from terbit.wire.format import Delivered
from terbit.wire.intake.report import Outcome
from terbit.wire.intake.settling import Fate, Settled
from terbit.wire.models import Delivery
from terbit.wire.story import Doubt


@dataclass
class Entry:
    """One story on its way into the house."""

    item: Delivered
    settled: Settled
    digest: str
    fate: Fate
    delivery: Delivery | None
    article: Article = field(default_factory=Article)
    before: dict[str, Any] | None = None
    wanted: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    revision: int = 0
    contributors_before: list[int] = field(default_factory=list)
    topics_before: list[int] = field(default_factory=list)
    waits: bool = False

    @property
    def public(self) -> bool:
        """What is public stays public: a story is not taken down by a delivery. One in an edition to come waits with it."""
        is_live = self.delivery is not None and bool(self.delivery.article.live)
        return is_live or (self.settled.public and not self.waits)

    def outcome(self) -> Outcome:
        story, is_draft = self.item.story, not self.public
        if self.fate == "unchanged":
            return Outcome(self.item.place, story.id, self.fate)
        return Outcome(self.item.place, story.id, self.fate, bool(self.doubts), is_draft)
