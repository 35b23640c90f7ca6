from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from terbit.newsroom import releases, verbs
from terbit.newsroom.models import Article, Edition, Journal
from terbit.newsroom.refusals import (
    EmbargoIsPast,
    EmbargoReasonMissing,
    FutureDate,
    KeptByEdition,
    NotAllowed,
    NotWaiting,
)
from terbit.newsroom.signals import staged
from terbit.newsroom.tests.conftest import NOON

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
RELEASE = NOON + HOUR


@pytest.fixture
def edition(desk) -> Edition:
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    edition.releases_at = RELEASE
    edition.save()
    return edition


@pytest.fixture
def heard() -> Iterator[list[frozenset[str]]]:
    said: list[frozenset[str]] = []

    def hear(things: frozenset[str], **_: object) -> None:
        said.append(things)

    staged.connect(hear)
    yield said
    staged.disconnect(hear)


def approved(desk, edition=None, **values) -> Article:
    draft = desk.draft(**values)
    if edition is not None:
        verbs.enter_edition(edition, draft, by=desk.cast.edi, now=NOON)
    return verbs.publish(draft, by=desk.cast.edi, now=NOON)


def let_out(now) -> list[releases.Outcome]:
    return [releases.release(each, now) for each in releases.due(now)]


def test_an_embargoed_story_is_not_live_a_second_before_and_live_a_second_after(desk):
    story = approved(desk, go_live_at=RELEASE)
    assert (story.live, story.release_at, story.first_published_at) == (False, RELEASE, None)
    assert let_out(RELEASE - SECOND) == []
    assert not Article.objects.public().exists()
    assert let_out(RELEASE + SECOND)[0].out == (story.pk,)
    public = Article.objects.public().get()
    assert (public.published_at, public.release_at, public.go_live_at) == (RELEASE, None, None)


def test_an_instant_keeps_its_seconds(desk):
    odd = NOON + timedelta(minutes=1, seconds=37)
    approved(desk, go_live_at=odd)
    assert releases.next_instant(NOON) == odd


def test_the_stories_of_an_edition_go_out_together_in_its_order_at_its_release(desk, edition):
    stories = [approved(desk, edition, publication=desk.koran) for _ in range(3)]
    assert not Article.objects.public().exists()
    assert releases.waiting() == [releases.Release(RELEASE, edition.pk, tuple(story.pk for story in stories))]
    assert let_out(RELEASE - SECOND) == []
    [outcome] = let_out(RELEASE)
    assert outcome == releases.Outcome(tuple(story.pk for story in stories), {})
    assert Article.objects.public().count() == 3
    assert Edition.objects.get().released_at == RELEASE
    assert releases.waiting() == [] and releases.next_instant(RELEASE) is None


def test_a_draft_that_nobody_approved_stays_when_its_edition_goes_out(desk, edition):
    draft = desk.draft(publication=desk.koran)
    verbs.enter_edition(edition, draft, by=desk.cast.edi, now=NOON)
    approved(desk, edition)
    let_out(RELEASE)
    assert not Article.objects.get(pk=draft.pk).live


def test_a_story_waits_for_the_later_of_its_own_embargo_and_its_editions_release(desk, edition):
    late = approved(desk, edition, go_live_at=RELEASE + HOUR)
    early = approved(desk, edition, headline="Lebih awal", go_live_at=RELEASE - HOUR / 2)
    assert (late.release_at, early.release_at) == (RELEASE + HOUR, RELEASE)
    let_out(RELEASE)
    assert [story.pk for story in Article.objects.public()] == [early.pk]
    assert let_out(RELEASE + HOUR)[0].out == (late.pk,)


def test_after_the_release_a_story_of_the_edition_goes_out_when_it_is_published(desk, edition):
    draft = desk.draft(publication=desk.koran)
    verbs.enter_edition(edition, draft, by=desk.cast.edi, now=NOON)
    assert verbs.publish(draft, by=desk.cast.edi, now=RELEASE + SECOND).live


def test_a_public_story_that_enters_an_edition_stays_public_and_so_do_its_updates(desk, edition):
    story = desk.story()
    verbs.enter_edition(edition, story, by=desk.cast.edi, now=NOON)
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Kabar baru")
    assert verbs.publish(story, by=desk.cast.edi, now=NOON).headline == "Kabar baru"


def test_moving_the_release_moves_whoever_waits_for_it(desk, edition):
    story = approved(desk, edition)
    edition = Edition.objects.get()
    edition.releases_at = RELEASE + HOUR
    edition.save()
    assert story.release_at == RELEASE + HOUR
    assert let_out(RELEASE) == []


def test_a_story_that_leaves_the_edition_does_not_slip_out_by_that(desk, edition):
    story = approved(desk, edition)
    verbs.leave_edition(edition, story, by=desk.cast.edi, now=NOON)
    assert releases.waiting() == []
    assert let_out(RELEASE + HOUR) == [] and not Article.objects.public().exists()


def test_an_approved_story_that_enters_an_edition_waits_for_it(desk, edition):
    story = approved(desk, go_live_at=NOON + HOUR / 2)
    verbs.enter_edition(edition, story, by=desk.cast.edi, now=NOON)
    assert story.release_at == RELEASE


def test_what_was_approved_goes_out_and_not_what_was_written_after(desk):
    story = approved(desk, go_live_at=RELEASE)
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Belum disetujui")
    let_out(RELEASE)
    public = Article.objects.public().get()
    assert public.headline == "Harga beras naik di tujuh kota"
    assert public.has_unpublished_changes


def test_a_refused_story_stays_out_and_is_told_and_the_others_go(desk, edition):
    bad, good = approved(desk, edition), approved(desk, edition)
    Article.objects.filter(pk=bad.pk).update(withdrawn_at=NOON)
    [outcome] = let_out(RELEASE)
    assert outcome.out == (good.pk,)
    assert "withdrawn" in outcome.kept_out[bad.pk]
    assert Journal.objects.get(what="article.kept_out").object_id == bad.pk
    assert releases.due(RELEASE + HOUR) == []


def test_what_failed_its_proof_is_kept_out_with_the_sentence(desk, edition):
    bad, good = approved(desk, edition), approved(desk, edition)
    [due] = releases.due(RELEASE)
    outcome = releases.release(due, RELEASE, keep_out={bad.pk: "Teks berbayar terbaca."})
    assert (outcome.out, outcome.kept_out) == ((good.pk,), {bad.pk: "Teks berbayar terbaca."})
    assert not Article.objects.get(pk=bad.pk).live


def test_nothing_is_released_before_its_instant_even_when_asked(desk):
    approved(desk, go_live_at=RELEASE)
    [waiting] = releases.waiting()
    with pytest.raises(ValueError, match="is due at"):
        releases.release(waiting, RELEASE - SECOND)


def test_what_was_taken_back_in_the_meantime_is_passed_by(desk):
    story = approved(desk, go_live_at=RELEASE)
    [waiting] = releases.waiting()
    verbs.take_back(story, by=desk.cast.edi, now=NOON)
    assert releases.release(waiting, RELEASE) == releases.Outcome((), {})
    assert not Article.objects.public().exists()


def test_only_an_editor_takes_back_and_only_what_waits(desk):
    story = approved(desk, go_live_at=RELEASE)
    with pytest.raises(NotAllowed):
        verbs.take_back(story, by=desk.cast.rara, now=NOON)
    verbs.take_back(story, by=desk.cast.edi, now=NOON)
    with pytest.raises(NotWaiting):
        verbs.take_back(story, by=desk.cast.edi, now=NOON)


def test_a_release_that_comes_late_shows_when_it_went_out(desk):
    approved(desk, go_live_at=RELEASE)
    let_out(RELEASE + HOUR)
    assert Article.objects.public().get().published_at == RELEASE + HOUR


def test_until_its_release_the_press_is_told_apart_from_readers_pages(desk, told, heard):
    draft = desk.draft(go_live_at=RELEASE)
    told.heard.clear()
    verbs.publish(draft, by=desk.cast.edi, now=NOON)
    story = frozenset({f"article/{draft.pk}"})
    assert set(heard) == {story}
    heard.clear()
    verbs.rewrite(draft, by=desk.cast.rara, now=NOON, kicker="Pangan")
    assert set(heard) == {story}
    heard.clear()
    verbs.take_back(draft, by=desk.cast.edi, now=NOON)
    assert set(heard) == {story}
    assert told.heard == []


def test_an_update_of_a_public_story_under_embargo_leaves_readers_the_old_words(desk):
    story = desk.story()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Baru nanti", go_live_at=RELEASE)
    verbs.publish(story, by=desk.cast.edi, now=NOON)
    assert Article.objects.public().get().headline == "Harga beras naik di tujuh kota"
    let_out(RELEASE)
    assert Article.objects.public().get().headline == "Baru nanti"


def test_the_address_of_a_waiting_story_is_kept_for_it(desk):
    first = approved(desk, go_live_at=RELEASE)
    second = desk.story()
    let_out(RELEASE)
    assert Article.objects.get(pk=first.pk).path == "/artikel/harga-beras-naik-di-tujuh-kota"
    assert second.path.endswith("-2")


def test_wagtails_own_command_releases_nothing_early_either(desk):
    from django.core.management import call_command
    from django.utils import timezone

    approved(desk, go_live_at=timezone.now() + HOUR)
    call_command("publish_scheduled")
    assert not Article.objects.public().exists()


def moved(desk, story, until, **values) -> Article:
    about = {"by": desk.cast.edi, "reason": "Sumber mengumumkan lebih awal.", "now": NOON + SECOND} | values
    return verbs.move_embargo(story, until, **about)


def test_an_embargo_that_is_lifted_lets_the_story_out_at_once_and_the_journal_says_why(desk, heard):
    story = approved(desk, go_live_at=RELEASE)
    heard.clear()
    moved(desk, story, None)
    assert heard and not Article.objects.public().exists()  # the release itself, with its proof, is the press's
    assert let_out(NOON + SECOND)[0].out == (story.pk,)
    public = Article.objects.public().get()
    assert (public.published_at, public.go_live_at) == (NOON + SECOND, None)
    entry = Journal.objects.get(what="article.embargo_lifted")
    assert (entry.by, entry.detail["reason"]) == (desk.cast.edi, "Sumber mengumumkan lebih awal.")
    assert entry.detail["before"] == RELEASE.isoformat()


@pytest.mark.parametrize("until", [RELEASE - HOUR / 2, RELEASE + HOUR])
def test_an_embargo_is_moved_to_an_earlier_or_a_later_moment(desk, until):
    story = moved(desk, approved(desk, go_live_at=RELEASE), until)
    assert (story.release_at, story.get_latest_revision_as_object().go_live_at) == (until, until)
    assert let_out(until - SECOND) == []
    assert let_out(until)[0].out == (story.pk,)
    assert Journal.objects.get(what="article.embargo_moved").detail["until"] == until.isoformat()


def test_the_embargo_of_a_public_storys_update_is_lifted_and_readers_keep_their_version_until_then(desk):
    story = desk.story()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Kabar baru", go_live_at=RELEASE)
    verbs.publish(story, by=desk.cast.edi, now=NOON)
    moved(desk, story, None)
    assert Article.objects.public().get().headline == story.headline
    let_out(NOON + SECOND)
    assert Article.objects.public().get().headline == "Kabar baru"


def test_a_story_that_waits_for_its_edition_is_not_let_out_by_lifting_its_own_embargo(desk, edition):
    story = approved(desk, edition, go_live_at=RELEASE - HOUR / 2)
    with pytest.raises(KeptByEdition):
        moved(desk, story, None)
    assert story.get_latest_revision_as_object().go_live_at == RELEASE - HOUR / 2
    assert moved(desk, story, RELEASE + HOUR).release_at == RELEASE + HOUR
    assert moved(desk, story, None).release_at == RELEASE
    assert let_out(RELEASE - SECOND) == []
    assert len(let_out(RELEASE)) == 1


def test_an_embargo_is_not_moved_without_the_role_a_reason_or_a_moment_to_come(desk):
    story = approved(desk, go_live_at=RELEASE)
    for refused, until, values in (
        (NotAllowed, None, {"by": desk.cast.rara}),
        (EmbargoReasonMissing, None, {"reason": " "}),
        (EmbargoIsPast, NOON, {}),
    ):
        with pytest.raises(refused):
            moved(desk, story, until, **values)
    dated = approved(desk, headline="Bertanggal", go_live_at=RELEASE, published_at=RELEASE)
    with pytest.raises(FutureDate):
        moved(desk, dated, None)
    assert {one.at for one in releases.waiting()} == {RELEASE}
    with pytest.raises(NotWaiting):
        moved(desk, desk.story(headline="Sudah tayang"), None)
    assert not Journal.objects.filter(what__startswith="article.embargo").exists()
