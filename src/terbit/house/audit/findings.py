"""What an audit finds, and how it is told: one line for each channel, place and run of words, with everybody it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from terbit.house.audit.channels import HEADERS, META, STRUCTURED_DATA

MOST_TOLD: Final = 40
LONGEST_PLACE: Final = 160

Kind = Literal["leak", "over-lock"]


@dataclass(frozen=True, slots=True)
class Place:
    """`channel` by name; `where` is an address, a file or a letter; `words` a run of eight, or what is lacking;
    `of` the story whose words they are."""

    kind: Kind
    channel: str
    where: str
    words: str
    of: str


@dataclass
class Told:
    """To whom, in which codings; `why` says more where there is more to say."""

    readers: dict[str, None] = field(default_factory=dict)
    codings: dict[str, None] = field(default_factory=dict)
    why: str = ""


@dataclass
class Report:
    """`asked` counts answers by channel, `bodies` the distinct texts that were read."""

    stories: int = 0
    gated: int = 0
    readers: int = 0
    words: int = 0
    bodies: int = 0
    seconds: float = 0.0
    asked: dict[str, int] = field(default_factory=dict)
    found: dict[Place, Told] = field(default_factory=dict)
    twins: list[tuple[str, str]] = field(default_factory=list)
    moved: str = ""

    @property
    def answers(self) -> int:
        """Headers, heads and data are parts of answers: counted as channels, and not twice here."""
        return sum(times for channel, times in self.asked.items() if channel not in (HEADERS, META, STRUCTURED_DATA))

    def count(self, channel: str, answers: int = 1) -> None:
        self.asked[channel] = self.asked.get(channel, 0) + answers

    def tell(self, place: Place, reader: str = "", coding: str = "", why: str = "") -> None:
        told = self.found.setdefault(place, Told(why=why))
        if reader:
            told.readers[reader] = None
        if coding:
            told.codings[coding] = None

    def of(self, kind: Kind) -> list[Place]:
        return [place for place in self.found if place.kind == kind]

    def as_json(self) -> dict[str, Any]:
        return {
            "stories": self.stories,
            "gated": self.gated,
            "readers": self.readers,
            "answers": self.answers,
            "bodies": self.bodies,
            "seconds": round(self.seconds, 1),
            "channels": self.asked,
            "leaks": [self._row(place) for place in self.of("leak")],
            "over_locks": [self._row(place) for place in self.of("over-lock")],
            "twins": [{"paid": paid, "free": free} for paid, free in self.twins],
        }

    def _row(self, place: Place) -> dict[str, Any]:
        told = self.found[place]
        return {
            "channel": place.channel,
            "where": place.where,
            "readers": list(told.readers),
            "codings": list(told.codings),
            "story": place.of,
            "words": place.words,
            "why": told.why,
        }

    def in_words(self) -> Iterable[str]:
        for place in list(self.found)[:MOST_TOLD]:
            yield self._line(place)
        if len(self.found) > MOST_TOLD:
            yield f"… and {len(self.found) - MOST_TOLD:,} more; --json has all of them."
        for paid, free in self.twins[:MOST_TOLD]:
            yield f"note: words of {paid} that are for few stand free in {free}."
        if self.moved:
            yield self.moved
        yield (
            f"{self.stories:,} stories, {self.gated:,} of them not for everybody, as {self.readers} kinds of readers: "
            f"{self.answers:,} answers over {len(self.asked)} channels, {self.bodies:,} different texts, "
            f"{self.seconds:,.0f} s."
        )
        yield f"{len(self.of('leak')):,} leaks, {len(self.of('over-lock')):,} over-locks."

    def _line(self, place: Place) -> str:
        told = self.found[place]
        to = f" to {', '.join(told.readers)}" if told.readers else ""
        codings = f" ({', '.join(told.codings)})" if told.codings else ""
        words = place.words if len(place.words) <= LONGEST_PLACE else place.words[:LONGEST_PLACE] + "…"
        of = f" of {place.of}" if place.of and place.of != place.where else ""
        why = f" {told.why}" if told.why else ""
        return f"{place.kind}: {place.channel}: {place.where}{codings}{to}: “{words}”{of}.{why}"
