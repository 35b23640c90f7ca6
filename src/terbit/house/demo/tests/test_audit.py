"""The audit over the demo house: clean as it stands, and with eyes to see what is planted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from tools.testing.engine import ON_POSTGRESQL

from terbit.config import settings
from terbit.dispatch.models import Log, Row
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, Position
from terbit.house.audit.channels import CHANNELS
from terbit.house.audit.findings import Report
from terbit.house.audit.judging import Judge
from terbit.house.audit.newsroom import fill_of, reading_only, stories_to_ask_for
from terbit.house.audit.planting import plant_everywhere
from terbit.house.audit.run import Scene, a_scene, audit
from terbit.newsroom.models import Article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_house", "shelf")]


def silent(*_: object) -> None: ...


@pytest.fixture(scope="module")
def shelf(demo_house: None, django_db_blocker: object) -> Iterator[None]:
    """What a follower would have brought."""
    writer = ShelfWriter(settings.shelf_folder, 256)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        log = Log.objects.get()
        rows = [
            DispatchRow(row.key, row.number, row.value and bytes(row.value)) for row in Row.objects.order_by("number")
        ]
    writer.fill(iter(rows), Position(log.epoch, log.last))
    writer.close()
    yield
    for file in settings.shelf_folder.iterdir():
        file.unlink()


def test_the_house_is_clean_in_every_channel() -> None:
    report = audit(settings, silent)
    assert list(report.in_words())[:-2] == []
    assert report.stories > 40 and report.gated > 10 and report.readers == 14
    silent_channels = {channel.name for channel in CHANNELS} - set(report.asked)
    assert silent_channels <= {"exports", "static", "old-addresses"}  # nothing of the kind is there


def test_each_planted_leak_is_caught_in_its_channel() -> None:
    outcomes = plant_everywhere(settings, silent)
    assert [outcome.in_words() for outcome in outcomes if not outcome.caught] == []
    assert len(outcomes) > 100


def test_nothing_of_the_house_is_changed_and_nothing_could_be() -> None:
    before = Row.objects.count(), Log.objects.get().last, Article.objects.count()
    audit(settings, silent)
    assert (Row.objects.count(), Log.objects.get().last, Article.objects.count()) == before
    with reading_only(), connection.cursor() as cursor:
        if ON_POSTGRESQL:  # what holds for every transaction from now on; this test is in one that began before
            assert cursor.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
        else:
            with pytest.raises(OperationalError, match="readonly"):
                cursor.execute("DELETE FROM dispatch_kiosk")


def test_a_story_that_is_out_without_a_page_is_an_over_lock() -> None:
    with a_scene(settings, silent) as (scene, _moved):
        path = next(iter(scene.archive.at))
        report = _missing(scene, path)
    assert [(place.kind, place.where) for place in report.found] == [("over-lock", path)]


def _missing(scene: Scene, path: str) -> Report:
    from terbit.house.audit.pages import missing_pages

    report = Report()
    there = [key for key in scene.counter.shelf.keys_of_pages() if key != path]
    missing_pages(scene.archive, Judge(scene.archive, report), there)
    return report


def test_stories_of_each_kind_are_asked_for_in_the_newsroom() -> None:
    with a_scene(settings, silent) as (scene, _moved):
        asked = {story.path for story in stories_to_ask_for(scene.archive, "x")}
    states = {Article.objects.get(pk=known.article).state for known in scene.archive.owners if known.path in asked}
    assert {"draft", "live"} <= states
    latest = Article.objects.exclude(latest_revision=None).latest("pk")
    assert fill_of(latest.pk)["revision_id_b"] == str(latest.latest_revision_id)


def test_words_of_a_draft_are_nobodys() -> None:
    with a_scene(settings, silent) as (scene, _moved):
        drafts = [known for known in scene.archive.owners if known.terms is None]
        assert drafts and not any(reader.may_read(one.terms) for reader in scene.counter.readers for one in drafts)
