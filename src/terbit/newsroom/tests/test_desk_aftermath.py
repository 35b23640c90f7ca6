"""The desk's forms for what comes after approval or publication, as editors and others use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Workflow

from terbit.newsroom import releases, verbs
from terbit.newsroom.models import Article, Correction, Edition, Journal, PolicyPage, Reply, Slot, Topic
from terbit.newsroom.roles import ADMINISTRATOR, EDITOR, REPORTER
from terbit.newsroom.setup import empty_house
from terbit.newsroom.tests.conftest import NOON
from terbit.newsroom.tests.forms import a_form
from terbit.newsroom.tests.test_desk import ADD, LIST, edit_of, page

HOUR = timedelta(hours=1)


def deed(name: str, story: Article) -> str:
    return f"/redaksi/artikel/{name}/{story.pk}/"


def test_an_editor_corrects_a_story_in_the_desk(desk, signed_in):
    story, edi = desk.story(), signed_in(desk.cast.edi)
    assert deed("correct", story) in page(edi, edit_of(story))
    assert deed("correct", story) in page(edi, LIST)
    form = page(edi, deed("correct", story))
    assert "You answer for it by name: Edi" in form and "WIB" in form
    said = page(edi, deed("correct", story), severity="fact", text="Enam, bukan tujuh.", apology="")
    assert "Both pages link to each other." in said
    assert Correction.objects.get().by == desk.cast.edi


def test_an_apology_is_asked_for_where_the_substance_was_wrong(desk, signed_in):
    edi, story = signed_in(desk.cast.edi), desk.story()
    said = page(edi, deed("correct", story), severity="substance", text="Keliru.", apology="")
    assert "Write the apology." in said
    assert not Correction.objects.exists()
    page(edi, deed("correct", story), severity="substance", text="Keliru.", apology="Maaf.")
    assert Correction.objects.get().apology == "Maaf."


def test_an_editor_prints_a_reply_and_is_told_when_it_is_too_long(desk, signed_in):
    edi, story = signed_in(desk.cast.edi), desk.story()
    words = {"from_whom": "Kantor Pasar", "introduction": "", "length_reason": ""}
    said = page(edi, deed("reply", story), text="kata " * 8, **words)
    assert "The reply has 8 words, the story 7." in said
    page(edi, deed("reply", story), text="kata " * 7, **words)
    assert Reply.objects.get().from_whom == "Kantor Pasar"


@pytest.mark.parametrize("name", ["correct", "reply", "take-back", "embargo"])
def test_a_reporter_cannot_even_open_these_forms(desk, signed_in, name):
    story, rara = desk.story(), signed_in(desk.cast.rara)
    assert deed(name, story) not in page(rara, edit_of(story))
    assert rara.get(deed(name, story)).status_code in {302, 403}
    rara.post(deed(name, story), {"severity": "fact", "text": "x", "from_whom": "x"})
    assert not Correction.objects.exists() and not Reply.objects.exists()


def test_the_forms_speak_indonesian(desk):
    client = Client(headers={"accept-language": "id"})
    client.force_login(desk.cast.edi)
    said = client.get(deed("correct", desk.story())).content.decode()
    assert "Terbitkan koreksi ini" in said and "Publish this correction" not in said


def test_an_editor_sets_an_embargo_with_seconds_and_takes_the_approval_back(desk, signed_in):
    draft, edi = desk.draft(), signed_in(desk.cast.edi)
    until = (timezone.now() + HOUR).replace(microsecond=0)
    local = timezone.localtime(until).strftime("%Y-%m-%d %H:%M:%S")
    said = page(edi, edit_of(draft), **a_form(desk, go_live_at=local), **{"action-publish": "1"})
    story = Article.objects.get()
    assert (story.live, story.release_at) == (False, until)
    assert "nobody sees it before" in said and "WIB" in said
    assert "approved, waits for its release" in page(edi, LIST)
    page(edi, deed("take-back", story), go="1")
    assert Article.objects.get().release_at is None


def test_an_editor_moves_and_lifts_an_embargo_in_the_desk(desk, signed_in):
    edi, later = signed_in(desk.cast.edi), (timezone.now() + 2 * HOUR).replace(microsecond=0)
    story = verbs.publish(desk.draft(go_live_at=timezone.now() + HOUR), by=desk.cast.edi, now=timezone.now())
    assert deed("embargo", story) in page(edi, edit_of(story))
    refused = page(edi, deed("embargo", story), what="move", until="", reason="")
    assert "Choose the moment until which the story waits." in refused and "Write why the embargo" in refused
    local = timezone.localtime(later).strftime("%Y-%m-%d %H:%M:%S")
    said = page(edi, deed("embargo", story), what="move", until=local, reason="Sumber minta waktu.")
    assert "nobody sees it before" in said
    assert Article.objects.get().release_at == later
    page(edi, deed("embargo", story), what="lift", until=local, reason="Sudah diumumkan.")
    assert [one.at <= timezone.now() for one in releases.waiting()] == [True]
    assert Journal.objects.get(what="article.embargo_lifted").detail["reason"] == "Sudah diumumkan."
    assert deed("embargo", story) not in page(edi, edit_of(desk.story(headline="Tayang")))


def test_a_reporter_has_no_embargo_to_set(desk, signed_in):
    draft, rara = desk.draft(), signed_in(desk.cast.rara)
    assert "go_live_at" not in page(rara, edit_of(draft))
    page(rara, edit_of(draft), **a_form(desk, go_live_at="2999-01-01 07:00:00"))
    assert Article.objects.get().get_latest_revision_as_object().go_live_at is None


def test_approving_in_the_desk_waits_for_the_editions_release(desk, signed_in):
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    edition.releases_at = timezone.now() + HOUR
    edition.save()
    draft, edi = desk.draft(publication=desk.koran), signed_in(desk.cast.edi)
    verbs.enter_edition(edition, draft, by=desk.cast.edi, now=NOON)
    verbs.submit(draft, by=desk.cast.rara, now=NOON)
    task = Article.objects.get().current_workflow_task_state
    said = page(edi, f"/redaksi/artikel/workflow/action/{draft.pk}/approve/{task.pk}/", comment="")
    assert "nobody sees it before" in said
    assert not Article.objects.get().live
    assert releases.waiting()[0].edition == edition.pk


def test_an_editions_release_is_not_cleared_under_stories_that_wait_for_it(desk, signed_in):
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    edition.releases_at = timezone.now() + HOUR
    edition.save()
    draft = desk.draft()
    verbs.enter_edition(edition, draft, by=desk.cast.edi, now=NOON)
    verbs.publish(draft, by=desk.cast.edi, now=timezone.now())
    entry = edition.entries.get()
    form = {"publication": desk.koran.pk, "date": "2026-03-02", "title": "", "releases_at": "", "cover_story": ""}
    form |= {"entries-TOTAL_FORMS": 1, "entries-INITIAL_FORMS": 1, "entries-MIN_NUM_FORMS": 0}
    form |= {"entries-0-id": entry.pk, "entries-0-article": draft.pk, "entries-0-ORDER": 1}
    said = page(signed_in(desk.cast.edi), f"/redaksi/edisi/edit/{edition.pk}/", **form)
    assert "Approved stories wait for this release." in said
    assert Edition.objects.get().releases_at is not None


def test_what_was_kept_out_of_a_release_stands_on_the_editors_first_page(desk, signed_in):
    draft = desk.draft(go_live_at=NOON + HOUR)
    verbs.publish(draft, by=desk.cast.edi, now=NOON)
    [due] = releases.due(NOON + HOUR)
    releases.release(due, NOON + HOUR, keep_out={draft.pk: "Kalimat berbayar terbaca."})
    assert "Kalimat berbayar terbaca." in page(signed_in(desk.cast.edi), "/redaksi/")
    assert "Kalimat berbayar terbaca." not in page(signed_in(desk.cast.rara), "/redaksi/")
    verbs.publish(draft, by=desk.cast.edi, now=NOON + 2 * HOUR)
    assert "Kalimat berbayar terbaca." not in page(signed_in(desk.cast.edi), "/redaksi/")


def test_topics_are_chosen_by_name_and_strange_ones_are_refused(desk, signed_in):
    pangan = Topic.objects.create(name="Harga pangan", slug="harga-pangan")
    rara = signed_in(desk.cast.rara)
    assert "There is no topic “Beras”" in page(rara, ADD, **a_form(desk, topics='"harga pangan", Beras'))
    page(rara, ADD, **a_form(desk, topics='"harga pangan"'))
    story = Article.objects.get()
    assert list(story.topics.all()) == [pangan]
    assert "Harga pangan" in page(rara, edit_of(story))
    assert rara.get("/redaksi/artikel/topics/?term=harga").json() == ["Harga pangan"]


def test_an_editor_fills_and_clears_a_place_on_a_front(desk, signed_in):
    story, edi = desk.story(), signed_in(desk.cast.edi)
    place = {"language": "en", "section": "", "position": 1, "article": story.pk}
    assert "cannot stand on this front" in page(edi, "/redaksi/halaman-depan/add/", **place)
    page(edi, "/redaksi/halaman-depan/add/", **(place | {"language": "id"}))
    slot = Slot.objects.get()
    page(edi, f"/redaksi/bulk/newsroom/slot/delete/?id={slot.pk}&next=/redaksi/halaman-depan/", confirm="1")
    assert not Slot.objects.exists()


def test_places_cleared_many_at_once_are_told_to_the_press(desk, signed_in, told):
    verbs.curate([desk.story()], by=desk.cast.edi, now=NOON, language="id")
    told.heard.clear()
    edi, slot = signed_in(desk.cast.edi), Slot.objects.get()
    page(edi, f"/redaksi/bulk/newsroom/slot/delete/?id={slot.pk}&next=/redaksi/halaman-depan/", confirm="1")
    assert "list/front/id" in told.things


@pytest.mark.parametrize("address", ["/redaksi/halaman-depan/", "/redaksi/topik/", "/redaksi/kebijakan/"])
def test_a_reporter_keeps_neither_fronts_nor_topics_nor_policies(desk, signed_in, address):
    assert signed_in(desk.cast.rara).get(address).status_code in {302, 403}


def test_an_administrator_writes_policy_pages_and_an_editor_does_not(desk, signed_in):
    own = PolicyPage.objects.get(slug="koreksi")
    assert "Kebijakan koreksi" in page(signed_in(desk.cast.adi), f"/redaksi/kebijakan/edit/{own.pk}/")
    assert signed_in(desk.cast.edi).get(f"/redaksi/kebijakan/edit/{own.pk}/").status_code in {302, 403}


def test_the_desk_knows_its_own_roles_only(db):
    empty_house()
    assert set(Group.objects.values_list("name", flat=True)) == {REPORTER, EDITOR, ADMINISTRATOR}
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Redaksi"]


def test_a_stock_role_that_somebody_has_is_left(db, django_user_model):
    django_user_model.objects.create_user("lama@redaksi.example", None).groups.add(Group.objects.get(name="Editors"))
    empty_house()
    assert Group.objects.filter(name="Editors").exists() and not Group.objects.filter(name="Moderators").exists()


def test_an_administrator_makes_users_but_no_superusers_and_changes_none(desk, signed_in):
    adi, people = signed_in(desk.cast.adi), get_user_model().objects
    form = {"email": "baru@redaksi.example", "first_name": "Baru", "last_name": "Orang", "is_superuser": "on"}
    page(adi, "/redaksi/users/new/", **form, password1="kata-sandi-panjang-71", password2="kata-sandi-panjang-71")
    assert people.get(email="baru@redaksi.example").is_superuser is False
    made = people.get(email="baru@redaksi.example")
    page(adi, f"/redaksi/users/edit/{made.pk}/", **form, is_active="on", password1="", password2="")
    assert people.get(pk=made.pk).is_superuser is False
    top = people.create_superuser("utama@redaksi.example", "kata-sandi-panjang-71")
    assert adi.get(f"/redaksi/users/edit/{top.pk}/").status_code in {302, 403}


def test_a_correction_is_in_the_journal_with_its_editor(desk):
    verbs.correct(desk.story(), by=desk.cast.esti, text="Enam.", now=NOON)
    assert Journal.objects.get(what="article.corrected").by_name == "Esti"
