"""Which pictures readers can fetch: those that a page shows (field.md L7, N7; docs/decisions/0008)."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import PIL.Image
import pytest
from django.core.files.images import ImageFile
from django.db import transaction

from terbit.dispatch import keys, write
from terbit.dispatch.models import Row
from terbit.dispatch.write import number_of
from terbit.newsroom import verbs
from terbit.newsroom.models import HouseSettings, Picture
from terbit.press.files import lay_all_files
from terbit.press.models import Mark, ServedFile
from terbit.press.preview import printed_preview
from terbit.press.staging import release_what_is_due, stage_everything
from terbit.press.tests.desk import PARAGRAPHS, Desk, page, paragraphs, text
from terbit.press.tests.pages import a_picture
from terbit.press.tests.test_releases import Clock, clock, embargoed, instant
from terbit.press.verify import verify
from terbit.press.worker import drain

__all__ = ["clock", "instant"]


def files_of(picture: Picture) -> set[str]:
    return {cut.file.name for cut in picture.renditions.all()}


def served() -> set[str]:
    rows = Row.objects.exclude(value=None).filter(key__startswith="file/")
    return {row.key.removeprefix("file/") for row in rows}


@pytest.fixture
def picture(desk: Desk) -> Picture:
    return a_picture(900, 600, caption="Antrean beras")


def in_the_text(picture: Picture) -> dict[str, object]:
    return {"body": [*paragraphs(*PARAGRAPHS), ("picture", {"picture": picture, "caption": ""})]}


def test_a_picture_goes_out_with_the_page_that_shows_it_and_in_the_same_number(desk: Desk, picture: Picture) -> None:
    draft = desk.draft("Beras mahal", lead_picture=picture)
    drain()
    assert served() == set()
    story = desk.publish(draft)
    drain()
    assert served() == files_of(picture) and len(served()) == 7
    assert all(f"/media/{name}" in text(story.path, "open") for name in served())
    assert {number_of(keys.file_key(name)) for name in served()} == {number_of(story.path)}
    assert verify() == []


@pytest.mark.parametrize("place", ["lead", "text"])
def test_a_withdrawn_story_loses_its_pictures_in_the_same_transaction(desk: Desk, picture: Picture, place: str) -> None:
    shown = {"lead_picture": picture} if place == "lead" else in_the_text(picture)
    story = desk.story("Beras mahal", **shown)
    drain()
    assert served() == files_of(picture)
    desk.withdraw(story)
    assert "/" in set(Mark.objects.values_list("key", flat=True))  # lists still name it
    assert served() == set()
    lay_all_files()  # nor does a worker that starts give them back
    assert served() == set()
    drain()
    assert served() == set() and not ServedFile.objects.exists()
    assert verify() == []


def test_a_picture_that_another_public_story_shows_stays(desk: Desk, picture: Picture) -> None:
    story, other = desk.story("Beras mahal", lead_picture=picture), desk.story("Beras murah", **in_the_text(picture))
    drain()
    desk.withdraw(story)
    drain()
    assert served() == files_of(picture)
    desk.withdraw(other)
    assert served() == set()
    third = desk.story("Beras sedang", lead_picture=picture)
    drain()
    assert served() == files_of(picture) and page(third.path) is not None
    assert verify() == []


def test_a_picture_that_was_taken_out_of_its_story_goes_with_the_next_printing(desk: Desk, picture: Picture) -> None:
    story = desk.story("Beras mahal", lead_picture=picture)
    drain()
    desk.publish(verbs.rewrite(story, by=desk.budi, now=desk.tick(), lead_picture=None))
    drain()
    assert served() == set()
    assert verify() == []


def test_the_files_of_an_embargoed_story_come_with_its_release(
    desk: Desk,
    picture: Picture,
    clock: Clock,
    instant: datetime,
) -> None:
    story = embargoed(desk, instant, lead_picture=picture)
    drain()
    stage_everything()
    clock.now = instant - timedelta(seconds=1)
    release_what_is_due()
    drain()
    assert served() == set()
    clock.now = instant
    release_what_is_due()
    assert served() == files_of(picture)
    assert {number_of(keys.file_key(name)) for name in served()} == {number_of(story.path)}
    drain()
    assert verify() == []


def test_a_new_file_takes_the_place_of_the_old_one(desk: Desk, picture: Picture) -> None:
    desk.story("Beras mahal", lead_picture=picture)
    drain()
    before = served()
    data = BytesIO()
    PIL.Image.new("RGB", (700, 500), "#303030").save(data, "JPEG")
    picture.file = ImageFile(data, "baru.jpg")
    picture.save()
    assert served() == files_of(picture)
    assert not before & served()
    drain()
    assert verify() == []


def test_the_houses_own_sign_is_served_without_any_story(desk: Desk, picture: Picture) -> None:
    HouseSettings.load()
    house = HouseSettings.objects.get()
    house.logo = picture
    house.save()
    drain()
    assert served() == files_of(picture)
    assert verify() == []


def test_a_worker_that_starts_and_verify_know_what_should_be_served(desk: Desk, picture: Picture) -> None:
    desk.story("Beras mahal", lead_picture=picture)
    drain()
    right = served()
    with transaction.atomic():
        for name in right:
            write.drop(keys.file_key(name))
        write.put_file("salah.webp")
    ServedFile.objects.all().delete()
    assert {one.what for one in verify()} == {"missing", "superfluous"}
    lay_all_files()
    assert served() == right == set(ServedFile.objects.values_list("name", flat=True))


def test_the_desk_sees_the_pictures_of_a_draft_at_its_own_address(desk: Desk, picture: Picture) -> None:
    shown = printed_preview(desk.draft("Beras mahal", lead_picture=picture), "quiet")
    assert all(f"/redaksi/berkas/{name}" in shown for name in files_of(picture))
    assert "/media/" not in shown
