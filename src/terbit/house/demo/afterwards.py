"""What happened to the demo house's stories after they went out: what leads the fronts, corrections, replies, and one
story that was withdrawn. Told in content/house.json, done through the newsroom's own verbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from terbit.newsroom.models import Article
from terbit.newsroom.verbs import correct, curate, reply, withdraw


def tell_afterwards(facts: Mapping[str, Any], ids: Mapping[str, int], by: Any, now: datetime) -> None:
    """`ids` gives an article's id by the archive's; `by` is the editor who answers for all of it; `now` for the fronts."""

    def stories(names: list[str]) -> list[Article]:
        return [Article.objects.get(pk=ids[name]) for name in names]

    for verb, told in ((correct, "corrections"), (reply, "replies"), (withdraw, "withdrawals")):
        for said in facts[told]:
            words = {name: value for name, value in said.items() if name not in ("story", "at")}
            verb(*stories([said["story"]]), by=by, now=datetime.fromisoformat(said["at"]), **words)
    for language, names in facts["fronts"].items():
        curate(stories(names), by=by, now=now, language=language)
