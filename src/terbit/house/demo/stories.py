"""The demo house's stories, through the newsroom's own verbs: written, put into their edition, published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from graphlib import TopologicalSorter
from typing import Any, Final
from zoneinfo import ZoneInfo

from terbit.house.demo.accounts import AYU, TOGAR
from terbit.house.demo.body import raw_body
from terbit.house.demo.content import Story, pictures_of, references_of
from terbit.house.demo.pictures import picture_of
from terbit.newsroom.models import Article, Contributor, Partner, Publication, Section, Topic
from terbit.newsroom.slugs import slug_from
from terbit.newsroom.verbs import enter_edition, move_cover, plan_edition, publish, write

ZONE: Final = ZoneInfo("Asia/Jakarta")
MORNING_PAPER: Final = timedelta(hours=4, minutes=30)
_SAME: Final = ("language", "slug", "kicker", "headline", "standfirst")
_WHERE_GIVEN: Final = ("dateline", "credit", "origin_url")


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What the stories are written with: the desk's users and the house's contributors by name, and what is there yet."""

    desk: Mapping[str, Any]
    contributors: Mapping[str, Contributor]
    translations: Mapping[str, str]
    ids: dict[str, int] = field(default_factory=dict)  # archive id → article id


def in_writing_order(stories: list[Story], translations: Mapping[str, str]) -> list[Story]:
    """Each after those that it refers to, or is a translation of. Raises CycleError where two wait for each other."""
    by_id = {story["id"]: story for story in stories}
    before = {
        key: {*references_of(story)} | ({translations[key]} & by_id.keys() if key in translations else set())
        for key, story in by_id.items()
    }
    return [by_id[key] for key in TopologicalSorter(before).static_order()]


def write_story(story: Story, room: Newsroom, now: datetime) -> Article:
    """The story as a draft of whoever reported it."""
    by = writer_of(story, room)
    pictures = {shown["path"]: picture_of(shown, by) for shown in pictures_of(story)}
    lead = story.get("pictures", [None])[0]
    at, precision = published_of(story)
    raw = raw_body(story, {path: picture.pk for path, picture in pictures.items()}, room.ids)
    article = write(
        by=by,
        now=now,
        bylines=[(room.contributors[line["name"]], line["role"]) for line in story["byline"]],
        body=Article._meta.get_field("body").stream_block.to_python(raw),
        section=Section.objects.get(name=story["section"], language=story["language"]),
        publication=Publication.objects.get(code=story["publication"]),
        lead_picture=pictures[lead["path"]] if lead else None,
        partner=Partner.objects.get(name=story["partner"]) if "partner" in story else None,
        topics=[topic_of(tag, story["language"]) for tag in story.get("tags", ())],
        translation_of_id=room.ids.get(room.translations.get(story["id"], "")),
        published_at=at,
        published_precision=precision,
        updated_at=datetime.fromisoformat(story["updated"]) if "updated" in story else None,
        **{name: story[name] for name in _SAME},
        **{name: story[name] for name in _WHERE_GIVEN if name in story},
    )
    room.ids[story["id"]] = article.pk
    return article


def topic_of(tag: str, language: str) -> Topic:
    """The topic that a tag names, made at its first story."""
    topic, _ = Topic.objects.get_or_create(
        slug=slug_from(tag), language=language, defaults={"name": tag[0].upper() + tag[1:]}
    )
    return topic


def enter_story(story: Story, article: Article, room: Newsroom) -> None:
    """Let the story enter its edition, and take the cover where it is the cover story."""
    if "edition" not in story:
        return
    editor, now = room.desk[AYU.name], out_at(story)
    publication = Publication.objects.get(code=story["edition"]["publication"])
    edition = plan_edition(publication, date.fromisoformat(story["edition"]["date"]), by=editor, now=now)
    enter_edition(edition, article, by=editor, now=now)
    if story.get("cover_story"):
        move_cover(edition, article, by=editor, now=now)


def publish_story(story: Story, article: Article, room: Newsroom) -> None:
    publish(article, by=editor_of(story, room), now=out_at(story))


def published_of(story: Story) -> tuple[datetime | None, str]:
    """When, and how exactly that is known; a date alone is the start of its day in the house's zone."""
    said = story.get("published")
    if said is None:
        return None, "minute"
    if "T" in said:
        return datetime.fromisoformat(said), "minute"
    return datetime.combine(date.fromisoformat(said), time(), ZONE), "day"


def out_at(story: Story) -> datetime:
    """When the story as it stands went out: at its update, where it has one; with the morning's paper, where only the
    day is known."""
    if "updated" in story:
        return datetime.fromisoformat(story["updated"])
    at, precision = published_of(story)
    if at is None:
        raise ValueError(f"{story['id']} has no date, so it cannot have gone out.")
    return at + MORNING_PAPER if precision == "day" else at


def writer_of(story: Story, room: Newsroom) -> Any:
    """The first of the byline who works at the desk; what outsiders wrote was entered by Togar."""
    names = [line["name"] for line in story["byline"] if line["role"] != "editor"]
    return next((room.desk[name] for name in names if name in room.desk), room.desk[TOGAR.name])


def editor_of(story: Story, room: Newsroom) -> Any:
    """The editor of the byline; Ayu where there is none, or where Togar would publish what he entered."""
    names = [line["name"] for line in story["byline"] if line["role"] == "editor"]
    editor = room.desk[names[0]] if names else room.desk[AYU.name]
    return editor if editor != writer_of(story, room) else room.desk[AYU.name]
