"""The demo house: Layar Pagi, a paper of the harbour town Muara Sela, with its articles, its desk and its readers.

Built through the newsroom's own verbs in one go, all dates fixed, and every page marked for the press.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from terbit.house.demo import content
from terbit.house.demo.accounts import AYU, RAKA, SURYA, make_desk
from terbit.house.demo.afterwards import tell_afterwards
from terbit.house.demo.pictures import mark_of
from terbit.house.demo.stories import (
    ZONE,
    Newsroom,
    enter_story,
    in_writing_order,
    out_at,
    publish_story,
    write_story,
)
from terbit.newsroom.models import Article, Contributor, HouseSettings, Partner, Publication, Section
from terbit.newsroom.setup import empty_house
from terbit.newsroom.slugs import slug_from
from terbit.newsroom.verbs import submit
from terbit.press.marks import gathered, mark_everything
from terbit.readers.demo import make_demo_readers

LAST_EVENING: Final = datetime(2026, 11, 22, 17, 30, tzinfo=ZONE)
"""When the drafts were written that wait at the desk."""


def build() -> None:
    """Fill a house that has no article yet, all or nothing; one that has any keeps what it has."""
    with transaction.atomic():
        if Article.objects.exists():
            return
        with gathered():  # what changes here need not be marked one by one: everything is, at the end
            _fill()
        make_demo_readers()  # after the stories: who shall have none left spends the free articles on them
        mark_everything("demo")


def _fill() -> None:
    empty_house()
    facts = content.house()
    room = _furnish(facts)
    _publish_all(room)
    tell_afterwards(facts, room.ids, room.desk[AYU.name], LAST_EVENING)
    _leave_work(room)


def _furnish(facts: dict[str, Any]) -> Newsroom:
    """The house's own facts, and everything that stories refer to."""
    desk = make_desk()
    by = desk[SURYA.name]
    _describe_house(facts, by)
    places: dict[str, int] = {}
    for section in facts["sections"]:
        places[section["language"]] = position = places.get(section["language"], 0) + 1
        Section(position=position, **section).save()
    for partner in facts["partners"]:
        Partner(**partner | {"logo": mark_of(partner["logo"], partner["name"], by)}).save()
    contributors = {}
    for person in facts["contributors"]:
        contributors[person["name"]] = contributor = Contributor(slug=slug_from(person["name"]), **person)
        contributor.save()
    return Newsroom(desk, contributors, facts["translations"])


def _describe_house(facts: dict[str, Any], by: Any) -> None:
    house = HouseSettings.objects.get()
    for name, value in facts["house"].items():
        setattr(house, name, value)
    house.logo = mark_of(facts["logo"], house.name, by)
    house.save()
    for said in facts["publications"]:
        publication = Publication.objects.get(code=said["code"])
        publication.name, publication.description = said["name"], said["description"]
        publication.save()


def _publish_all(room: Newsroom) -> None:
    """Write every story, lay out the editions in the order of the files, then publish, the oldest first."""
    stories = content.stories()
    articles = {
        story["id"]: write_story(story, room, out_at(story)) for story in in_writing_order(stories, room.translations)
    }
    for story in stories:
        enter_story(story, articles[story["id"]], room)
    for story in sorted(stories, key=out_at):
        publish_story(story, articles[story["id"]], room)


def _leave_work(room: Newsroom) -> None:
    """One story handed in, so that an editor finds it waiting; the others are still being written."""
    for place, story in enumerate(content.drafts()):
        draft = write_story(story, room, LAST_EVENING)
        if place == 0:
            submit(draft, by=room.desk[RAKA.name], now=LAST_EVENING)
