from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from terbit.dispatch.contract import decode_page, unpack
from terbit.dispatch.models import Row
from terbit.dispatch.write import last_number, number_of
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Edition
from terbit.press import staging
from terbit.press.models import Mark, Refusal, Staged, StagedUse, Staging
from terbit.press.staging import release_what_is_due, seconds_until_next, stage_everything, stage_some
from terbit.press.tests.desk import PARAGRAPHS, Desk, marked, open_desk, page, paragraphs, text
from terbit.press.tests.test_worker import Worker, until
from terbit.press.verify import verify
from terbit.press.worker import drain

SECOND = timedelta(seconds=1)
LEAKING = paragraphs(*PARAGRAPHS, "Kami mengirim tautan ke budi@mail.example untuk masuk.")


@dataclass
class Clock:
    """The database's clock, as far as the press asks for it; it moves on by `tick` each time."""

    now: datetime
    tick: timedelta = timedelta()

    def __call__(self) -> datetime:
        self.now += self.tick
        return self.now


@pytest.fixture
def clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(desk.now + timedelta(hours=1))
    monkeypatch.setattr(staging, "database_now", made)
    monkeypatch.setattr(staging, "MOST_LEAD", timedelta())  # nothing begins before its instant
    return made


@pytest.fixture
def instant(clock: Clock) -> datetime:
    return clock.now + timedelta(hours=8)


def planned(desk: Desk, instant: datetime, stories: int, **values: Any) -> tuple[Edition, list[Article]]:
    """An edition with approved stories that wait for it."""
    edition = desk.edition()
    edition.releases_at = instant
    edition.save()
    drafts = [desk.draft(f"Rahasia {number}", publication="koran", **values) for number in range(stories)]
    for draft in drafts:
        verbs.enter_edition(edition, draft, by=desk.ayu, now=desk.tick())
    return edition, [desk.publish(draft) for draft in drafts]


def embargoed(desk: Desk, instant: datetime, headline: str = "Rahasia negara", **values: Any) -> Article:
    return desk.publish(desk.draft(headline, go_live_at=instant, **values))


def anywhere(words: str) -> list[str]:
    """Keys of dispatch whose row says these words, in any body, its address or its name."""
    found = []
    for row in Row.objects.exclude(value=None):
        value = bytes(row.value or b"")
        bodies = decode_page(value).bodies.values() if row.key[0] in "/!" else ()
        said = [row.key, value.decode("utf-8", "ignore"), *(unpack(body).decode() for body in bodies)]
        if any(words.lower() in one.lower() for one in said):
            found.append(row.key)
    return found


def test_an_edition_of_sixty_and_an_embargoed_story_are_nowhere_before_the_instant_and_everywhere_after(
    desk: Desk, clock: Clock, instant: datetime
) -> None:
    edition, stories = planned(desk, instant, 60)
    alone = embargoed(desk, instant)
    drain()
    assert stage_everything() >= 62
    clock.now = instant - SECOND
    assert release_what_is_due() == []
    drain()
    assert anywhere("rahasia") == []
    assert page(edition.path) is None
    assert all(number_of(story.path) == 0 for story in [*stories, alone])
    clock.now = instant
    done = {one.name: one for one in release_what_is_due()}
    of_edition = done[f"edition/{edition.pk}"]
    print(of_edition)
    assert (of_edition.staged, of_edition.made, of_edition.kept_out) == (61, 0, {})
    assert number_of(edition.path) == number_of(stories[0].path) == number_of(stories[59].path)
    assert {story.path for story in [*stories, alone]} | {edition.path} <= set(anywhere("rahasia"))
    assert "/" in marked()
    drain()
    assert "Rahasia" in text("/", "open")
    assert PARAGRAPHS[3] in text(stories[7].path, "quiet")
    assert Article.objects.get(pk=alone.pk).published_at == instant
    assert verify() == []
    assert not Staging.objects.exists() and not Staged.objects.exists() and not StagedUse.objects.exists()


def test_what_is_staged_is_only_staged(desk: Desk, clock: Clock, instant: datetime) -> None:
    before = last_number(), set(Row.objects.values_list("key", flat=True))
    _edition, stories = planned(desk, instant, 3)
    drain()
    number = last_number()
    assert stage_everything() == 4
    assert last_number() == number
    assert before[1] == set(Row.objects.values_list("key", flat=True))
    assert not Article.objects.filter(pk__in=[story.pk for story in stories], live=True).exists()
    assert not Mark.objects.exists()
    assert stage_some() == 0


def test_staging_goes_in_steps(desk: Desk, clock: Clock, instant: datetime) -> None:
    planned(desk, instant, 3)
    drain()
    steps = []
    while done := stage_some(0):
        steps.append(done)
    assert steps == [1, 1, 1, 1]


@pytest.mark.parametrize("restaged", [True, False])
def test_a_change_before_the_instant_is_in_the_released_page(
    desk: Desk, clock: Clock, instant: datetime, restaged: bool
) -> None:
    edition, stories = planned(desk, instant, 3)
    drain()
    stage_everything()
    desk.publish(verbs.rewrite(stories[1], by=desk.budi, now=desk.tick(), headline="Judul yang baru"))
    desk.reporter.name = "B. Santoso"
    desk.reporter.save()
    drain()
    if restaged:
        assert stage_everything() == 4
    clock.now = instant
    (done,) = release_what_is_due()
    assert (done.staged, done.made) == ((4, 0) if restaged else (0, 4))
    assert "Judul yang baru" in text(Article.objects.get(pk=stories[1].pk).path, "quiet")
    assert "B. Santoso" in text(stories[0].path, "quiet")
    assert "Judul yang baru" in text(edition.path, "open")
    drain()
    assert verify() == []


def test_only_what_used_the_changed_thing_is_staged_again(desk: Desk, clock: Clock, instant: datetime) -> None:
    edition, stories = planned(desk, instant, 3)
    drain()
    stage_everything()
    desk.publish(verbs.rewrite(stories[1], by=desk.budi, now=desk.tick(), headline="Judul yang baru"))
    stale = set(Staged.objects.filter(stale=True).values_list("key", flat=True))
    assert stale == {stories[1].path, edition.path}


def test_a_story_that_enters_the_edition_later_goes_out_with_it(desk: Desk, clock: Clock, instant: datetime) -> None:
    edition, _ = planned(desk, instant, 2)
    drain()
    stage_everything()
    late = desk.draft("Datang terlambat", publication="koran")
    verbs.enter_edition(edition, late, by=desk.ayu, now=desk.tick())
    late = desk.publish(late)
    drain()
    stage_everything()
    clock.now = instant
    (done,) = release_what_is_due()
    assert (done.staged, done.made) == (4, 0)
    assert "Datang terlambat" in text(edition.path, "open")
    drain()
    assert verify() == []


def test_a_story_that_is_taken_back_does_not_go_out(desk: Desk, clock: Clock, instant: datetime) -> None:
    edition, stories = planned(desk, instant, 3)
    drain()
    stage_everything()
    verbs.take_back(stories[0], by=desk.ayu, now=desk.tick())
    stage_everything()
    assert not Staged.objects.filter(key=stories[0].path).exists()
    clock.now = instant
    release_what_is_due()
    drain()
    assert page(stories[0].path) is None
    assert "Rahasia 0" not in text(edition.path, "open")
    assert verify() == []


@pytest.mark.parametrize("staged", [True, False])
def test_a_story_that_fails_its_proof_stays_out_and_the_desk_is_told(
    desk: Desk, clock: Clock, instant: datetime, staged: bool
) -> None:
    edition, stories = planned(desk, instant, 3)
    bad = stories[1]
    desk.publish(verbs.rewrite(bad, by=desk.budi, now=desk.tick(), body=LEAKING))
    drain()
    if staged:
        stage_everything()
        assert [refusal.rule for refusal in Refusal.objects.filter(key=bad.path)] == ["address_of_a_reader"]
        assert stage_some() == 0
    clock.now = instant
    (done,) = release_what_is_due()
    assert (done.staged, done.made) == ((3, 0) if staged else (0, 3))
    assert set(done.kept_out) == {bad.pk}
    drain()
    assert page(bad.path) is None
    assert not Article.objects.get(pk=bad.pk).live
    assert "Rahasia 1" not in text(edition.path, "open") and "Rahasia 2" in text(edition.path, "open")
    assert [refusal.rule for refusal in Refusal.objects.filter(key=bad.path)] == ["address_of_a_reader"]
    assert release_what_is_due() == []
    assert verify() == []


def test_a_story_that_failed_and_was_mended_goes_out_with_the_others(
    desk: Desk, clock: Clock, instant: datetime
) -> None:
    edition, stories = planned(desk, instant, 3)
    bad = desk.publish(verbs.rewrite(stories[1], by=desk.budi, now=desk.tick(), body=LEAKING))
    stage_everything()
    desk.publish(verbs.rewrite(bad, by=desk.budi, now=desk.tick(), body=paragraphs(*PARAGRAPHS)))
    drain()
    stage_everything()
    assert not Refusal.objects.exists()
    clock.now = instant
    (done,) = release_what_is_due()
    assert (done.staged, done.made, done.kept_out) == (4, 0, {})
    drain()
    assert "Rahasia 1" in text(edition.path, "open")
    assert verify() == []


def test_a_story_that_is_mended_at_the_last_moment_is_named_by_the_others_too(
    desk: Desk, clock: Clock, instant: datetime
) -> None:
    edition, stories = planned(desk, instant, 3)
    bad = desk.publish(verbs.rewrite(stories[1], by=desk.budi, now=desk.tick(), body=LEAKING))
    stage_everything()
    desk.publish(verbs.rewrite(bad, by=desk.budi, now=desk.tick(), body=paragraphs(*PARAGRAPHS)))
    clock.now = instant
    (done,) = release_what_is_due()
    assert done.kept_out == {}
    assert "Rahasia 1" in text(edition.path, "open")
    drain()
    assert verify() == []


def test_a_release_that_was_missed_happens_when_the_worker_is_back(desk: Desk, clock: Clock, instant: datetime) -> None:
    _, stories = planned(desk, instant, 2)
    drain()
    stage_everything()
    clock.now = instant + timedelta(hours=3)
    (done,) = release_what_is_due()
    assert (done.staged, done.made) == (0, 3)
    drain()
    assert Article.objects.get(pk=stories[0].pk).published_at == clock.now
    assert verify() == []


def test_another_instant_is_another_release(desk: Desk, clock: Clock, instant: datetime) -> None:
    story = embargoed(desk, instant)
    stage_everything()
    sooner = verbs.rewrite(story, by=desk.budi, now=desk.tick(), go_live_at=instant - timedelta(hours=2))
    desk.publish(sooner)
    stage_everything()
    assert Staging.objects.get().instant == instant - timedelta(hours=2)
    clock.now = instant - timedelta(hours=2)
    (done,) = release_what_is_due()
    assert done.staged == 1
    drain()
    assert verify() == []


def test_a_lifted_embargo_lets_the_story_out_with_the_moment_of_that_and_through_the_proof(
    desk: Desk, clock: Clock, instant: datetime
) -> None:
    story, bad = embargoed(desk, instant), embargoed(desk, instant, "Yang gagal", body=LEAKING)
    drain()
    stage_everything()
    for one in (story, bad):
        verbs.move_embargo(one, None, by=desk.ayu, reason="Sudah diumumkan.", now=clock.now)
    done = {one.name: one for one in release_what_is_due()}
    assert done[f"article/{story.pk}"].made == 1 and set(done[f"article/{bad.pk}"].kept_out) == {bad.pk}
    assert Article.objects.get(pk=story.pk).published_at == clock.now
    assert page(story.path) is not None and page(bad.path) is None
    drain()
    assert verify() == []


def test_the_worker_waits_for_the_next_instant_and_no_longer(desk: Desk, clock: Clock, instant: datetime) -> None:
    assert seconds_until_next(0.5) == 0.5
    embargoed(desk, instant)
    assert seconds_until_next(0.5) == 0.5
    clock.now = instant - timedelta(milliseconds=20)
    assert seconds_until_next(0.5) == pytest.approx(0.02)


def test_a_release_that_takes_a_while_begins_before_its_instant_and_is_through_at_it(
    desk: Desk, clock: Clock, instant: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "MOST_LEAD", timedelta(seconds=5))
    edition, stories = planned(desk, instant, 2)
    stage_everything()
    Staging.objects.update(takes=800)
    clock.now = instant - timedelta(seconds=1.5)
    assert release_what_is_due() == []
    assert seconds_until_next(2) == pytest.approx(0.5)
    clock.now, clock.tick = instant - timedelta(seconds=1), timedelta(milliseconds=100)
    moments: list[datetime] = []
    monkeypatch.setattr(staging.time, "sleep", lambda _: moments.append(clock.now))
    assert release_what_is_due()[0].staged == 3
    assert moments and moments[-1] < instant <= clock.now
    assert Article.objects.get(pk=stories[0].pk).published_at == instant
    assert page(edition.path) is not None


def test_a_clock_that_is_set_back_while_a_release_begins_keeps_no_writer_waiting_and_the_instant_comes_again(
    desk: Desk, clock: Clock, instant: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "MOST_LEAD", timedelta(seconds=5))
    edition, stories = planned(desk, instant, 2)
    stage_everything()
    Staging.objects.update(takes=800)
    clock.now = instant - timedelta(seconds=1)

    def set_back(_: float) -> None:
        clock.now = instant - timedelta(hours=2)

    monkeypatch.setattr(staging.time, "sleep", set_back)
    assert release_what_is_due() == []
    assert not Article.objects.get(pk=stories[0].pk).live and page(edition.path) is None
    clock.now = instant
    assert release_what_is_due()[0].staged == 3
    assert page(edition.path) is not None
    assert release_what_is_due() == []


def test_a_release_that_cannot_happen_keeps_no_other_from_it(
    desk: Desk, clock: Clock, instant: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = embargoed(desk, instant, "Yang gagal"), embargoed(desk, instant, "Yang jadi")
    real: Callable[..., Any] = staging.releases.release

    def release(release: Any, *given: Any, **named: Any) -> Any:
        if bad.pk in release.stories:
            raise ZeroDivisionError("a newsroom that fails")
        return real(release, *given, **named)

    clock.now = instant
    with monkeypatch.context() as broken:
        broken.setattr(staging.releases, "release", release)
        done = {one.name: one for one in release_what_is_due()}
        assert done[f"article/{good.pk}"].problem == ""
        assert "a newsroom that fails" in done[f"article/{bad.pk}"].problem
        assert page(bad.path) is None
        assert page(good.path) is not None
    assert [done.name for done in release_what_is_due()] == [f"article/{bad.pk}"]


@pytest.fixture
def two_workers() -> Iterator[tuple[Worker, Worker]]:
    both = Worker(), Worker()
    yield both
    for one in both:
        one.process.kill()
        one.process.communicate()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_before_the_instant_loses_nothing(two_workers: tuple[Worker, Worker]) -> None:
    first, second = two_workers
    desk = open_desk()
    drain()
    desk.now = timezone.now() - timedelta(hours=2)
    with transaction.atomic():
        edition, stories = planned(desk, timezone.now() + timedelta(hours=1), 5)
    first.go()
    until(lambda: Staged.objects.exists())
    first.process.kill()
    first.process.wait(20)
    edition.releases_at = instant = timezone.now() + timedelta(seconds=4)
    edition.save()
    second.go()
    until(lambda: number_of(stories[4].path) > 0)
    late = (timezone.now() - instant).total_seconds()
    assert late >= 0
    until(lambda: not marked())
    time.sleep(0.1)
    second.process.send_signal(signal.SIGTERM)
    code, said = second.ended()
    assert code == 0, said
    assert Article.objects.get(pk=stories[0].pk).published_at == instant
    assert verify() == []
