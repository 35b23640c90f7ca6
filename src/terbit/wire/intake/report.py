"""What an import did, in numbers that add up: read = made + changed + unchanged + refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from terbit.wire.format import Place, Refusal
from terbit.wire.intake.settling import Fate

LISTED: Final = 1000
"""So many refusals are kept word for word; the others are counted. All of them were told while the import ran."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one story: its fate, and whether it is left to the desk to look at."""

    place: Place
    id: str
    fate: Fate
    doubtful: bool = False
    draft: bool = False


@dataclass
class Report:
    fates: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    doubtful: int = 0
    drafts: int = 0
    stopped: str = ""  # why it ended before the end of the input

    def add(self, outcome: Outcome | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self.fates["refused"] += 1
            self.reasons[outcome.code] += 1
            if len(self.refusals) < LISTED:
                self.refusals.append(outcome)
            return
        self.fates[outcome.fate] += 1
        self.doubtful += outcome.doubtful
        self.drafts += outcome.draft

    @property
    def read(self) -> int:
        return sum(self.fates.values())

    @property
    def exit_code(self) -> int:
        """0: every story was taken; 1: some were refused; 2: none could be used."""
        if self.read == self.fates["refused"]:
            return 2
        return 1 if self.fates["refused"] or self.stopped else 0

    def counts(self) -> dict[str, int]:
        return {"read": self.read} | {fate: self.fates[fate] for fate in ("made", "changed", "unchanged", "refused")}

    def as_json(self) -> dict[str, Any]:
        listed = [
            {"file": str(one.place.file), "line": one.place.line, "id": one.id, "code": one.code, "why": one.why}
            for one in self.refusals
        ]
        return {
            **self.counts(),
            **({"stopped": self.stopped} if self.stopped else {}),
            "doubtful": self.doubtful,
            "drafts": self.drafts,
            "reasons": dict(self.reasons.most_common()),
            "refusals": listed,
        }

    def in_words(self) -> str:
        counts = self.counts()
        told = ", ".join(f"{counts[fate]:,} {fate}" for fate in ("made", "changed", "unchanged", "refused"))
        lines = [f"{counts['read']:,} read: {told}."]
        lines += [f"  refused, {code}: {number:,}" for code, number in self.reasons.most_common()]
        lines += [f"  kept as drafts, most for want of a date: {self.drafts:,}"] if self.drafts else []
        lines += [f"  stories with doubts: {self.doubtful:,}"] if self.doubtful else []
        if self.stopped:
            lines.append(
                f"The import stopped before the end: {self.stopped}. Mend that and run it again; it goes on from here."
            )
        return "\n".join(lines)
