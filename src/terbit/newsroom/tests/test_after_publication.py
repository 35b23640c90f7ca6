from __future__ import annotations

from datetime import timedelta

import pytest

from terbit.newsroom import verbs
from terbit.newsroom.models import Correction, HouseSettings, Journal, Reply, Section
from terbit.newsroom.refusals import NotAllowed, Refused, StaysAsItIs
from terbit.newsroom.tests.conftest import NOON


def corrected(desk, story=None, **values):
    about = {"by": desk.cast.edi, "now": NOON, "text": "Semula tertulis tujuh kota. Yang benar enam."} | values
    return verbs.correct(story or desk.story(), **about)


def replied(desk, story=None, **values):
    about = {"by": desk.cast.edi, "now": NOON, "text": "Kami keberatan.", "from_whom": "Kantor Pasar"} | values
    return verbs.reply(story or desk.story(), **about)


def test_a_correction_is_dated_signed_and_has_an_address_of_its_own(desk):
    correction = corrected(desk)
    assert (correction.at, correction.by, correction.by_name) == (NOON, desk.cast.edi, "Edi")
    assert correction.path == f"/koreksi/{correction.pk}"
    assert Journal.objects.filter(what="article.corrected", detail__severity="fact").exists()


def test_in_english_it_stands_under_its_code(desk):
    world = Section.objects.create(name="World", slug="world", language="en")
    story = desk.story(language="en", section=world)
    correction, reply = corrected(desk, story), replied(desk, story)
    assert correction.path == f"/en/koreksi/{correction.pk}"
    assert reply.path == f"/en/hak-jawab/{reply.pk}"


def test_story_and_correction_and_reply_tell_about_each_other(desk, told):
    story = desk.story()
    told.heard.clear()
    correction = corrected(desk, story)
    assert told.things == {f"article/{story.pk}", f"correction/{correction.pk}", "list/corrections/id"}
    told.heard.clear()
    reply = replied(desk, story)
    assert told.things == {f"article/{story.pk}", f"reply/{reply.pk}", "list/corrections/id"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"text": "  "}, "words_missing"),
        ({"severity": "slip"}, "not_a_severity"),
        ({"severity": "substance"}, "apology_missing"),
        ({"severity": "substance", "apology": " "}, "apology_missing"),
    ],
)
def test_what_a_correction_lacks_is_refused(desk, values, code):
    story = desk.story()
    with pytest.raises(Refused) as refused:
        corrected(desk, story, **values)
    assert refused.value.code == code
    assert not Correction.objects.exists()


def test_an_error_in_the_substance_is_corrected_with_an_apology(desk):
    correction = corrected(desk, severity="substance", apology="Redaksi meminta maaf.")
    assert correction.apology == "Redaksi meminta maaf."


def test_only_an_editor_signs_and_only_for_a_public_story(desk):
    with pytest.raises(NotAllowed):
        corrected(desk, by=desk.cast.rara)
    with pytest.raises(Refused) as refused:
        corrected(desk, desk.draft())
    assert refused.value.code == "nothing_to_correct"
    with pytest.raises(NotAllowed):
        replied(desk, by=desk.cast.rara)


def test_nobody_signs_the_correction_of_the_own_story_unless_the_house_allows_it(desk):
    story = verbs.publish(desk.draft(by=desk.cast.edi), by=desk.cast.esti, now=NOON)
    for sign in (corrected, replied):
        with pytest.raises(Refused) as refused:
            sign(desk, story)
        assert refused.value.code == "own_correction"
    HouseSettings.objects.update(four_eyes=False)
    assert corrected(desk, story).by == desk.cast.edi


def test_what_was_said_is_not_unsaid(desk):
    for said in (corrected(desk), replied(desk)):
        said.text = "Lain"
        with pytest.raises(StaysAsItIs):
            said.save()
        with pytest.raises(StaysAsItIs):
            said.delete()
        assert type(said).objects.get().text != "Lain"


def test_plain_text_becomes_paragraphs_at_empty_lines(desk):
    assert corrected(desk, text="Satu\nbaris.\n\n \nDua.\n").paragraphs == ["Satu baris.", "Dua."]


def test_a_reply_may_be_as_long_as_the_story_and_not_longer(desk):
    story = desk.story(body=[("paragraph", "<p>Satu <b>dua</b> tiga.</p>"), ("subheading", "Empat")])
    assert replied(desk, story, text="satu dua tiga empat").paragraphs == ["satu dua tiga empat"]
    with pytest.raises(Refused) as refused:
        replied(desk, story, text="satu dua tiga empat lima")
    assert "The reply has 5 words, the story 4." in str(refused.value)
    longer = replied(desk, story, text="satu dua tiga empat lima", length_reason="Menyangkut tiga berita.")
    assert longer.length_reason == "Menyangkut tiga berita."
    assert Reply.objects.count() == 2


def test_a_reply_is_somebodys(desk):
    with pytest.raises(Refused) as refused:
        replied(desk, from_whom=" ")
    assert refused.value.code == "replier_missing"


def test_corrections_outlive_the_withdrawal_of_their_story(desk):
    story = desk.story()
    corrected(desk, story)
    verbs.withdraw(story, by=desk.cast.edi, ground="decency", reason="Alasan.", now=NOON + timedelta(hours=1))
    assert Correction.objects.count() == 1
    with pytest.raises(Refused):
        corrected(desk, story)
