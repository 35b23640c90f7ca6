"""What a delivered story becomes in this house, decided before anything is written: pure functions over values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from terbit.wire.dates import is_epoch
from terbit.wire.story import Doubt, Story, When

Undated: TypeAlias = Literal["draft", "publish"]
Precision: TypeAlias = Literal["minute", "day", "unknown"]


@dataclass(frozen=True, slots=True)
class House:
    """What settling must know. `languages` are those that the house prints, its first language first."""

    zone: str
    languages: tuple[str, ...]
    now: datetime
    undated: Undated = "draft"


@dataclass(frozen=True, slots=True)
class Settled:
    """`story` with its language and publication filled in; `public` unless it stays a draft, marked "date wanted"."""

    story: Story
    published_at: datetime | None
    precision: Precision
    updated_at: datetime | None
    public: bool


@dataclass(frozen=True, slots=True)
class Declined:
    """Why the house does not take the story: a stable code and a sentence."""

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the house has under this id: `touched` where the desk changed it since, `seen` where this import met it before."""

    digest: str
    touched: bool
    withdrawn: bool
    date_wanted: bool
    seen: bool


Fate: TypeAlias = Literal["made", "changed", "unchanged"]

SITE: Final = "site"


def settle(story: Story, house: House) -> Settled | Declined:
    """The first reason against it, or how it stands in this house."""
    language = story.language or house.languages[0]
    if language not in house.languages:
        return Declined("other_language", f"language: “{language}” is none that the house prints.")
    published_at, precision = _moment(story.published, house)
    if published_at is not None and published_at > house.now:
        return Declined("future_date", f"published: {story.published} is still to come.")
    updated_at, doubts = _updated(story, published_at, house)
    publication = story.publication or (story.editions[0].publication if story.editions else SITE)
    credit = story.credit or story.partner[:200]  # an outside house's story never stands without its credit
    return Settled(
        story=replace(
            story, language=language, publication=publication, credit=credit, doubts=(*story.doubts, *doubts)
        ),
        published_at=published_at,
        precision=precision,
        updated_at=updated_at,
        public=_is_public(story, published_at, house),
    )


def fate_of(digest: str, settled: Settled, known: Known | None) -> Fate | Declined:
    """What happens to a story that this source has, or has not, delivered before."""
    if known is None:
        return "made"
    if known.seen:
        return Declined("id_twice", f"id: “{settled.story.id}” stood in this import before; an id means one story.")
    if digest == known.digest and not (known.date_wanted and settled.public and not known.touched):
        return "unchanged"
    if known.withdrawn:
        return Declined("withdrawn", "The house has withdrawn this story; a new version is not taken.")
    if known.touched:
        return Declined(
            "changed_at_the_desk", "The desk has changed this story since it came in; a new version is not taken."
        )
    return "changed"


def _is_public(story: Story, published_at: datetime | None, house: House) -> bool:
    if story.state:
        return story.state == "public"
    return published_at is not None or house.undated == "publish"


def _moment(when: When, house: House) -> tuple[datetime | None, Precision]:
    """A day stands for its first moment in the house's zone; so does a time without an offset for that time there."""
    zone = ZoneInfo(house.zone)
    if isinstance(when, datetime):
        moment = when if when.tzinfo is not None else when.replace(tzinfo=zone)
        return (None, "unknown") if is_epoch(moment) or is_epoch(moment.astimezone(zone)) else (moment, "minute")
    if isinstance(when, date) and not is_epoch(when):
        return datetime.combine(when, time(), zone), "day"
    return None, "unknown"


def _updated(story: Story, published_at: datetime | None, house: House) -> tuple[datetime | None, tuple[Doubt, ...]]:
    moment, _ = _moment(story.updated, house)
    if moment is None:
        return None, ()
    if published_at is not None and moment < published_at:
        return None, (Doubt("updated", f"{story.updated} lies before the publication; it was left out."),)
    if moment > house.now:
        return None, (Doubt("updated", f"{story.updated} is still to come; it was left out."),)
    return moment, ()
