from __future__ import annotations

import pytest

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Edition, Journal, State
from terbit.newsroom.refusals import NotAllowed, Refused
from terbit.newsroom.tests.conftest import NOON


def withdrawn(desk, story, **values):
    about = {"by": desk.cast.edi, "ground": "child", "reason": "Identitas anak terungkap.", "now": NOON} | values
    return verbs.withdraw(story, **about)


def test_a_withdrawn_story_keeps_its_ground_reason_and_responsible_editor(desk):
    story = withdrawn(desk, desk.story())
    assert (story.state, story.live, story.withdrawn_by) == (State.WITHDRAWN, False, desk.cast.edi)
    assert (story.withdrawn_ground, story.withdrawn_reason) == ("child", "Identitas anak terungkap.")
    assert Journal.objects.filter(what="article.withdrawn", detail__ground="child").exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [({"ground": "pressure"}, "not_a_ground"), ({"ground": ""}, "not_a_ground"), ({"reason": " "}, "reason_missing")],
)
def test_a_withdrawal_needs_a_ground_of_the_list_and_a_public_reason(desk, values, code):
    with pytest.raises(Refused) as refused:
        withdrawn(desk, desk.story(), **values)
    assert refused.value.code == code
    assert Article.objects.public().exists()


def test_a_reporter_withdraws_nothing_and_a_draft_cannot_be_withdrawn(desk):
    with pytest.raises(NotAllowed):
        withdrawn(desk, desk.story(), by=desk.cast.rara)
    with pytest.raises(Refused) as refused:
        withdrawn(desk, desk.draft())
    assert refused.value.code == "not_public"


def test_there_is_no_way_back(desk):
    story = withdrawn(desk, desk.story())
    with pytest.raises(Refused) as refused:
        verbs.publish(story, by=desk.cast.esti, now=NOON)
    assert refused.value.code == "withdrawn"
    with pytest.raises(NotAllowed):
        verbs.rewrite(story, by=desk.cast.edi, now=NOON, headline="Kembali")


def test_there_is_no_unpublishing(desk):
    with pytest.raises(Refused) as refused:
        desk.story().unpublish(user=desk.cast.edi)
    assert refused.value.code == "no_unpublish"
    assert Article.objects.public().exists()


def test_a_withdrawn_cover_story_leaves_the_cover(desk):
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    story = desk.story(publication=desk.koran)
    verbs.move_cover(edition, story, by=desk.cast.edi, now=NOON)
    withdrawn(desk, story)
    assert Edition.objects.get().cover_story is None
    with pytest.raises(Refused):
        verbs.move_cover(edition, story, by=desk.cast.edi, now=NOON)


def test_a_withdrawal_ends_the_waiting_for_an_editor(desk):
    story = desk.story()
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Baru")
    verbs.submit(story, by=desk.cast.rara, now=NOON)
    assert withdrawn(desk, story).current_workflow_state is None
