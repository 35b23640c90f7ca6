"""The desk as its people use it: forms posted, buttons pressed, sentences read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from terbit.gate import Access
from terbit.newsroom import preview, published, verbs
from terbit.newsroom.models import Article, HouseSettings, Journal, Redirect, State
from terbit.newsroom.published import Visible
from terbit.newsroom.tests.conftest import NOON
from terbit.newsroom.tests.forms import a_form

ADD = "/redaksi/artikel/add/"
LIST = "/redaksi/artikel/"


def edit_of(story: Article) -> str:
    return f"/redaksi/artikel/edit/{story.pk}/"


def page(client: Client, address: str, /, **data: Any) -> str:
    response = client.post(address, data, follow=True) if data else client.get(address, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def visible(monkeypatch) -> list[datetime]:
    """A press that says seven pages in 84 ms on one kiosk; the list says since when it was asked."""
    asked: list[datetime] = []

    def answer(since: datetime) -> Visible:
        asked.append(since)
        return Visible([f"/artikel/{n}" for n in range(7)], 84, 1, 0)

    monkeypatch.setattr(published, "wait_until_visible", answer)
    return asked


def test_a_reporter_writes_and_hands_in_and_an_editor_approves(desk, signed_in, visible):
    rara, edi = signed_in(desk.cast.rara), signed_in(desk.cast.edi)
    page(rara, ADD, **a_form(desk), **{"action-submit": "1"})
    story = Article.objects.get()
    assert (story.state, story.owner) == (State.DRAFT, desk.cast.rara)
    assert "Harga beras naik di tujuh kota" in page(edi, "/redaksi/")
    task = story.current_workflow_task_state
    said = page(edi, f"/redaksi/artikel/workflow/action/{story.pk}/approve/{task.pk}/", comment="")
    assert Article.objects.get().state is State.LIVE
    assert "7 pages, 84 ms, 1 kiosk" in said and 'href="/artikel/6"' in said
    assert [entry.what for entry in Journal.objects.order_by("pk")] == ["article.submitted", "article.published"]


def test_an_editor_publishes_from_the_form_and_hears_what_readers_see(desk, signed_in, visible):
    story = desk.draft()
    said = page(signed_in(desk.cast.edi), edit_of(story), **a_form(desk), **{"action-publish": "1"})
    assert Article.objects.public().get() == story
    assert "7 pages, 84 ms, 1 kiosk" in said
    assert len(visible) == 1


def test_marks_that_wait_are_told_as_a_warning(desk, signed_in, monkeypatch):
    monkeypatch.setattr(published, "wait_until_visible", lambda since: Visible(["/"], 2001, 0, 3))
    said = page(signed_in(desk.cast.edi), edit_of(desk.draft()), **a_form(desk), **{"action-publish": "1"})
    assert "1 page, 2001 ms, 0 kiosks (3 still waiting)" in said


def test_an_editor_who_rewrites_keeps_the_words_but_does_not_publish_them(desk, signed_in, visible):
    story = desk.draft()
    said = page(
        signed_in(desk.cast.edi), edit_of(story), **a_form(desk, headline="Judul dari meja"), **{"action-publish": "1"}
    )
    story = Article.objects.get()
    assert "Four eyes" in said
    assert (story.state, story.headline) == (State.DRAFT, "Judul dari meja")
    assert not visible


def test_an_editor_who_rewrites_while_approving_is_told_too(desk, signed_in):
    story = desk.draft()
    verbs.submit(story, by=desk.cast.rara, now=NOON)
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    said = page(signed_in(desk.cast.edi), edit_of(story), **a_form(desk, headline="Judul dari meja"), **approval)
    story = Article.objects.get()
    assert "Four eyes" in said
    assert story.workflow_in_progress and not story.live


def test_a_reporter_has_no_publish_button_and_pressing_it_publishes_nothing(desk, signed_in):
    rara, story = signed_in(desk.cast.rara), desk.draft()
    assert "action-publish" not in page(rara, edit_of(story))
    page(rara, edit_of(story), **a_form(desk), **{"action-publish": "1"})
    assert not Article.objects.public().exists()


def test_an_editor_sees_the_button_on_others_stories_only(desk, signed_in):
    edi = signed_in(desk.cast.edi)
    assert "action-publish" in page(edi, edit_of(desk.draft()))
    assert "action-publish" not in page(edi, edit_of(desk.draft(by=desk.cast.edi)))
    assert "action-publish" not in page(edi, ADD)


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"headline": ""}, "The story has no headline."),
        ({"section": ""}, "The story stands in no section."),
        ({"publication": ""}, "The story belongs to no publication."),
        ({"body": []}, "The story has no text."),
        ({"published_at": "1970-01-01 07:00:00"}, "1 January 1970 is the date of a machine"),
        ({"published_at": "2999-01-01 07:00:00"}, "is still to come"),
    ],
)
@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_what_a_story_lacks_is_said_in_the_form(desk, signed_in, lacking, sentence, button):
    said = page(signed_in(desk.cast.edi), edit_of(desk.draft()), **a_form(desk, **lacking), **{button: "1"})
    assert sentence in said
    assert not Article.objects.public().exists()
    assert Article.objects.get().current_workflow_state is None


def test_a_draft_may_lack_everything(desk, signed_in):
    empty = {"headline": "", "section": "", "publication": "", "standfirst": "", "body": []}
    page(signed_in(desk.cast.rara), ADD, **a_form(desk, **empty), **{"action-create": "1"})
    assert str(Article.objects.get()) == "(no headline)"


def test_an_address_that_another_story_has_is_said_in_the_form(desk, signed_in):
    desk.story(slug="beras")
    said = page(
        signed_in(desk.cast.edi), edit_of(desk.draft()), **a_form(desk, slug="beras"), **{"action-publish": "1"}
    )
    assert "already has this address" in said


def test_a_script_in_the_form_is_gone_from_the_row(desk, signed_in):
    body = [("subheading", "<script>x()</script>Judul"), ("paragraph", "<p>Teks <script>x()</script></p>")]
    page(signed_in(desk.cast.rara), ADD, **a_form(desk, body=body), **{"action-create": "1"})
    assert "<script" not in Article.objects.get().body.raw_data[1]["value"]


def test_saving_over_a_newer_version_is_refused_and_keeps_what_was_typed(desk, signed_in):
    story = desk.draft()
    loaded = {
        "loaded_revision_id": story.latest_revision.pk,
        "loaded_revision_created_at": story.latest_revision.created_at.isoformat(),
    }
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, headline="Versi Rara")
    said = page(signed_in(desk.cast.edi), edit_of(story), **a_form(desk, headline="Versi Edi"), **loaded)
    assert "newer version" in said and "Versi Edi" in said
    assert Article.objects.get().headline == "Versi Rara"


def test_own_autosaves_do_not_stand_in_the_way_of_saving(desk, signed_in):
    rara, story = signed_in(desk.cast.rara), desk.draft()
    loaded = {
        "loaded_revision_id": story.latest_revision.pk,
        "loaded_revision_created_at": story.latest_revision.created_at.isoformat(),
    }
    overwrite = loaded | {"overwrite_revision_id": story.latest_revision.pk}
    for words in ("Satu", "Satu dua"):
        typed = a_form(desk, headline=words) | overwrite
        assert rara.post(edit_of(story), typed, headers={"accept": "application/json"}).json()["success"]
    page(rara, edit_of(story), **a_form(desk, headline="Satu dua tiga"), **loaded, **{"action-submit": "1"})
    story = Article.objects.get()
    assert (story.headline, story.workflow_in_progress) == ("Satu dua tiga", True)


def test_autosave_saves_a_draft_and_changes_nothing_public(desk, signed_in):
    story = desk.story()
    answer = signed_in(desk.cast.rara).post(
        edit_of(story), a_form(desk, headline="Sedang diketik"), headers={"accept": "application/json"}
    )
    assert answer.json()["success"]
    story.refresh_from_db()
    assert (story.headline, story.has_unpublished_changes) == ("Harga beras naik di tujuh kota", True)


def test_withdrawing_asks_for_a_ground_and_a_reason_and_stands_in_place_of_unpublish(desk, signed_in, visible):
    edi, story = signed_in(desk.cast.edi), desk.story()
    assert f"/redaksi/artikel/withdraw/{story.pk}/" in page(edi, edit_of(story))
    for address in (f"/redaksi/artikel/withdraw/{story.pk}/", f"/redaksi/artikel/unpublish/{story.pk}/"):
        assert "withdraw" in page(edi, address).lower()
        page(edi, address, ground="child")
        page(edi, address, ground="pressure", reason="x")
        assert Article.objects.public().exists()
    said = page(edi, f"/redaksi/artikel/unpublish/{story.pk}/", ground="child", reason="Identitas anak.")
    assert Article.objects.get().state is State.WITHDRAWN
    assert "was withdrawn" in said and "7 pages" in said


def test_a_withdrawn_story_is_looked_at_but_not_changed(desk, signed_in):
    story = verbs.withdraw(desk.story(), by=desk.cast.edi, ground="child", reason="Identitas anak.", now=NOON)
    edi = signed_in(desk.cast.edi)
    seen = page(edi, f"/redaksi/artikel/inspect/{story.pk}/")
    assert "Identitas anak." in seen and "2 March 2026 12.00" in seen
    assert edit_of(story) not in page(edi, LIST)
    page(edi, edit_of(story), **a_form(desk, headline="Kembali"), **{"action-publish": "1"})
    assert Article.objects.get().headline == "Harga beras naik di tujuh kota"


def test_access_is_set_by_hand_with_a_reason(desk, signed_in):
    edi, story = signed_in(desk.cast.edi), desk.story(publication=desk.koran)
    address = f"/redaksi/artikel/access/{story.pk}/"
    assert "It belongs to Koran." in page(edi, address)
    assert "Write why" in page(edi, address, access="free", reason="")
    page(edi, address, access="free", reason="Banjir.")
    assert Article.objects.get().terms.access.code == "free"


def test_a_public_storys_address_is_changed_by_its_own_form_only(desk, signed_in):
    edi, story = signed_in(desk.cast.edi), desk.story(slug="beras")
    page(edi, edit_of(story), **a_form(desk, slug="lain", language="en"), **{"action-publish": "1"})
    assert Article.objects.get().path == "/artikel/beras"
    page(edi, f"/redaksi/artikel/address/{story.pk}/", slug="harga-beras")
    assert Article.objects.get().path == "/artikel/harga-beras"
    assert Redirect.objects.get().old_path == "/artikel/beras"


@pytest.mark.parametrize("deed", ["withdraw", "access", "address"])
def test_a_reporter_does_none_of_it(desk, signed_in, deed):
    story = desk.story()
    data = {"ground": "child", "reason": "x", "access": "free", "slug": "lain"}
    signed_in(desk.cast.rara).post(f"/redaksi/artikel/{deed}/{story.pk}/", data)
    story = Article.objects.get()
    assert (story.live, story.access_override, story.slug) == (True, "", "harga-beras-naik-di-tujuh-kota")


def test_a_preview_is_the_press_page_as_each_reader_and_nobody_keeps_it(desk, signed_in, monkeypatch):
    monkeypatch.setattr(preview, "printer", lambda article, kind: f"<h1>{article.headline}</h1> {kind}")
    edi, story = signed_in(desk.cast.edi), desk.draft()
    address = f"/redaksi/artikel/preview/{story.pk}/"
    edi.post(address, a_form(desk, headline="Belum disimpan"))
    for asked, given in (("join", "join"), ("quiet", "quiet"), ("", "join"), ("later", "join"), ("x", "join")):
        answer = edi.get(address, {"mode": asked})
        assert answer.content.decode() == f"<h1>Belum disimpan</h1> {given}"
        assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))


def test_without_a_press_the_preview_says_so(desk, signed_in, monkeypatch):
    monkeypatch.setattr(preview, "printer", None)
    edi, address = signed_in(desk.cast.edi), f"/redaksi/artikel/preview/{desk.draft().pk}/"
    edi.post(address, a_form(desk))
    assert edi.get(address).content.startswith(b"<!doctype html><meta charset=utf-8><p>")


def test_each_role_has_its_menu(desk, signed_in):
    def menu(user):
        return page(signed_in(user), "/redaksi/")

    assert '"Articles"' in menu(desk.cast.rara) and '"Editions"' not in menu(desk.cast.rara)
    assert '"Editions"' in menu(desk.cast.edi) and '"Sections"' not in menu(desk.cast.edi)
    assert '"Sections"' in menu(desk.cast.adi)
    for user in (desk.cast.rara, desk.cast.edi, desk.cast.adi):
        for leftover in ("all pages", 'role="search"', "wagtail.org", "gravatar"):
            assert leftover not in menu(user)


def test_the_desk_speaks_each_users_language(desk, signed_in):
    client = signed_in(desk.cast.rara)
    UserProfile.objects.update_or_create(user=desk.cast.rara, defaults={"preferred_language": "id"})
    assert '<html lang="id"' in page(client, "/redaksi/")
    UserProfile.objects.update(preferred_language="en")
    assert '<html lang="en"' in page(client, "/redaksi/")


def test_an_editor_keeps_editions_with_their_stories_in_order(desk, signed_in):
    one, other = desk.story(publication=desk.koran), desk.story(publication=desk.koran, headline="Kedua")
    entries = {"entries-TOTAL_FORMS": 2, "entries-INITIAL_FORMS": 0, "entries-MIN_NUM_FORMS": 0}
    entries |= {"entries-0-article": one.pk, "entries-0-ORDER": 2, "entries-1-article": other.pk, "entries-1-ORDER": 1}
    form = {"publication": desk.koran.pk, "date": "2026-03-02", "title": "", "cover_story": one.pk} | entries
    page(signed_in(desk.cast.edi), "/redaksi/edisi/add/", **form)
    edition = desk.koran.editions.get()
    assert [entry.article for entry in edition.entries.all()] == [other, one]
    assert Article.objects.get(pk=one.pk).terms.access.code == "subscribers"


def test_only_an_administrator_changes_the_house(desk, signed_in):
    address = "/redaksi/settings/newsroom/housesettings/"
    adi = signed_in(desk.cast.adi)
    assert "postal address" in page(adi, address, follow_redirects=True).lower() or "Postal address" in page(
        adi, address
    )
    signed_in(desk.cast.edi).post(f"{address}1/", {"name": "Lain"})
    assert HouseSettings.load().name == "Terbit"


def test_a_date_shown_stays_true_through_the_form(desk, signed_in):
    story = desk.draft()
    form = a_form(desk, published_at="2019-10-02 00:00:00", published_precision="day")
    page(signed_in(desk.cast.edi), edit_of(story), **form, **{"action-publish": "1"})
    assert Article.objects.get().published_at == datetime(2019, 10, 1, 17, tzinfo=UTC)


def test_an_address_once_given_stays(desk, signed_in):
    adi = signed_in(desk.cast.adi)
    form = {"name": "Mancanegara", "slug": "mancanegara", "language": "en", "position": 0}
    page(adi, f"/redaksi/rubrik/edit/{desk.dunia.pk}/", **form)
    desk.dunia.refresh_from_db()
    assert (desk.dunia.name, desk.dunia.path) == ("Mancanegara", "/rubrik/dunia")
    publication = {"name": "Harian", "code": "harian", "kind": "daily", "language": "id"}
    publication |= {"access": "", "cover_access": "subscribers"}
    page(adi, f"/redaksi/terbitan/edit/{desk.koran.pk}/", **publication)
    desk.koran.refresh_from_db()
    assert (desk.koran.name, desk.koran.code) == ("Harian", "koran")


def test_a_link_in_a_text_goes_to_an_address_not_to_a_page_of_wagtails(desk, signed_in):
    rara = signed_in(desk.cast.rara)
    assert "wagtailadmin/pages" not in page(rara, ADD) and '/redaksi/choose-page/"' not in page(rara, ADD)
    chosen = rara.get("/redaksi/choose-external-link/", headers={"x-requested-with": "XMLHttpRequest"})
    assert "choose-page/?" not in chosen.content.decode()


def test_the_house_is_not_saved_without_what_the_law_asks_for(desk, signed_in):
    adi = signed_in(desk.cast.adi)
    form = {"name": "Harian", "zone": "Asia/Makassar", "public_part_words": 60, "public_part_share": 25}
    pk = HouseSettings.load().pk
    page(adi, f"/redaksi/settings/newsroom/housesettings/{pk}/", **form)
    assert HouseSettings.load().name == "Terbit"
    prose = {
        "masthead_text": "null",
        "press_guidelines": "null",
        "press_guidelines_en": "null",
        "how_to_subscribe": "null",
    }
    law = {"legal_name": "PT Harian", "address": "Jalan Satu", "responsible_person": "Adi"}
    page(adi, f"/redaksi/settings/newsroom/housesettings/{pk}/", **form, **prose, **law)
    assert HouseSettings.load().name == "Harian"
    [entry] = Journal.objects.filter(what="policy.changed")  # months begin at the zone's midnight
    assert (entry.by, entry.detail["after"]["zone"]) == (desk.cast.adi, "Asia/Makassar")


def test_a_publications_access_is_set_in_its_form_and_stands_in_the_journal(desk, signed_in):
    adi = signed_in(desk.cast.adi)
    form = {"name": "Koran", "code": "koran", "kind": "daily", "language": "id"}
    said = page(adi, f"/redaksi/terbitan/edit/{desk.koran.pk}/", **form, access="subscribers", cover_access="metered")
    assert "less strict than" in said
    page(adi, f"/redaksi/terbitan/edit/{desk.koran.pk}/", **form, access="registered", cover_access="subscribers")
    desk.koran.refresh_from_db()
    assert (desk.koran.access, desk.koran.metered) == ("registered", True)
    [entry] = Journal.objects.filter(what="publication.access_set")
    assert (entry.by, entry.detail["after"]) == (
        desk.cast.adi,
        {"access": "registered", "cover_access": "subscribers"},
    )
    edi = signed_in(desk.cast.edi)
    assert edi.get(f"/redaksi/terbitan/edit/{desk.koran.pk}/").status_code == 302


def test_the_form_of_a_story_says_who_may_read_it_and_why(desk, signed_in):
    story = desk.story(publication=desk.koran)
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    verbs.move_cover(edition, story, by=desk.cast.edi, now=NOON)
    said = page(signed_in(desk.cast.edi), f"/redaksi/artikel/edit/{story.pk}/")
    panel = said[said.index("desk-reasons") : said.index("Set it by hand")]
    assert re.findall(r"It [^<]+", panel) == [
        "It is the cover story of Koran, 2 March 2026. This decides.",
        "It belongs to Koran.",
    ]
    verbs.rewrite(story, by=desk.cast.rara, now=NOON, publication=desk.majalah)
    said = page(signed_in(desk.cast.edi), f"/redaksi/artikel/edit/{story.pk}/")
    assert "Once this draft is published:" in said and "It belongs to Majalah." in said
    assert "Set it by hand" not in page(signed_in(desk.cast.rara), f"/redaksi/artikel/edit/{story.pk}/")


def test_an_editor_frees_a_story_before_it_is_public(desk, signed_in):
    draft = desk.draft(publication=desk.koran)
    edi = signed_in(desk.cast.edi)
    assert f"/redaksi/artikel/access/{draft.pk}/" in page(edi, f"/redaksi/artikel/edit/{draft.pk}/")
    page(edi, f"/redaksi/artikel/access/{draft.pk}/", access="free", reason="Gempa.")
    assert verbs.publish(draft, by=desk.cast.esti, now=NOON).terms.access is Access.FREE
