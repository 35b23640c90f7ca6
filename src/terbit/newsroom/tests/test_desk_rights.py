"""By effect, over every address of the desk: no reporter sees or touches another's draft, nobody gets round four eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from terbit.house.audit.routes import addresses
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Edition, Journal
from terbit.newsroom.tests.conftest import NOON
from terbit.newsroom.tests.forms import a_form

SECRET = "Kurakura"


_OF_THE_STORY = ("pk", "object_id", "page_id", "parent_page_id", "page_to_move_id", "page_pk")
_OF_SOMETHING = (
    "collection_id",
    "destination_id",
    "doc_id",
    "document_id",
    "image_id",
    "session_id",
    "uploaded_file_id",
    "workflow_pk",
)


@dataclass
class Secret:
    """A draft of Tono's that was changed, handed in, and refers to a picture-less public story of Rara's."""

    article: Article

    @property
    def fill(self) -> dict[str, str]:
        first, latest = self.article.revisions.order_by("pk").first(), self.article.latest_revision
        state = WorkflowState.objects.get(object_id=str(self.article.pk))
        pk, of_state = str(self.article.pk), str(state.current_task_state_id)
        return {
            **dict.fromkeys(_OF_THE_STORY, pk),
            **dict.fromkeys(_OF_SOMETHING, "1"),
            **dict.fromkeys(("revision_id", "revision_id_a"), str(first.pk)),
            **dict.fromkeys(("app_label", "app_name", "content_type_app_name"), "newsroom"),
            **dict.fromkeys(("model_name", "content_type_model_name"), "article"),
            "revision_id_b": str(latest.pk),
            "task_state_id": of_state,
            "workflow_state_id": str(state.pk),
            "task_id": str(state.current_task_state.task_id),
            "action_name": "approve",
            "action": "delete",
            "name": f"{'0' * 32}.webp",
            "filter_spec": "original",
            "uidb64": "MQ",
            "token": "a-b",
        }

    def stands(self) -> tuple[Any, ...]:
        """Everything of it that somebody without a right must not be able to change."""
        row = Article.objects.filter(pk=self.article.pk).values().get()
        counts = [model.objects.count() for model in (Article, Revision, Journal, Edition)]
        states = list(WorkflowState.objects.values_list("pk", "status"))
        return row, counts, states, list(TaskState.objects.values_list("pk", "status"))


@pytest.fixture
def secret(desk) -> Secret:
    article = desk.draft(by=desk.cast.tono, headline=f"{SECRET} di dermaga", body=[("paragraph", f"<p>{SECRET}.</p>")])
    verbs.rewrite(article, by=desk.cast.tono, now=NOON, standfirst=f"{SECRET} lagi.")
    verbs.submit(article, by=desk.cast.tono, now=NOON)
    return Secret(Article.objects.get(pk=article.pk))


@pytest.fixture
def rara(desk, signed_in) -> Client:
    return signed_in(desk.cast.rara)


def _said(client: Client, address: str, how: str, **data: Any) -> str:
    client.raise_request_exception = False
    response = getattr(client, how)(address, **data)
    assert response.status_code < 500 or how != "get" or not address.startswith(_OURS), address
    return b"".join(response).decode(errors="replace") + str(response.headers)


_OURS = tuple(f"/redaksi/{part}/" for part in ("artikel", "edisi", "penulis", "rubrik", "terbitan", "mitra", "reports"))
_LEAVING = {"/redaksi/logout/", "/redaksi/login/"}


@pytest.mark.parametrize("how", ["get", "post", "delete"])
def test_a_reporter_sees_and_changes_nothing_of_anothers_draft_at_any_address(desk, secret, rara, how):
    before = secret.stands()
    asked = 0
    for address in addresses(secret.fill):
        if address in _LEAVING:
            continue
        asked += 1
        for query in ("", _asking_for(secret)) if how == "get" else ("",):
            assert SECRET not in _said(rara, address + query, how), address
            assert secret.stands() == before, address
    assert asked > 250


def test_nobody_without_the_right_sees_a_story_under_embargo_at_any_address_of_the_desk(desk, secret, signed_in):
    """It waits for its release, leads its edition and has a place on the front (field.md N7)."""
    edition = verbs.plan_edition(desk.koran, NOON.date(), by=desk.cast.edi, now=NOON)
    verbs.move_cover(edition, secret.article, by=desk.cast.edi, now=NOON)
    verbs.curate([secret.article], by=desk.cast.edi, now=NOON, language="id")
    verbs.rewrite(secret.article, by=desk.cast.tono, now=NOON, go_live_at=timezone.now() + timedelta(days=1))
    verbs.publish(secret.article, by=desk.cast.edi, now=timezone.now())
    assert Article.objects.get(pk=secret.article.pk).waits_for_release
    reader = get_user_model().objects.create_user("dewi@pembaca.example")
    for client in (signed_in(desk.cast.rara), signed_in(reader), Client()):
        for address in addresses(secret.fill):
            if address not in _LEAVING:
                assert SECRET not in _said(client, address + _asking_for(secret), "get"), address


def _asking_for(secret: Secret) -> str:
    """What searches, choosers and bulk actions take from an address."""
    return f"?q=dermaga&id=all&id={secret.article.pk}&ids={secret.article.pk}"


def test_a_reporter_reads_and_changes_the_own_draft(desk, rara):
    draft = desk.draft(headline="Draf milik sendiri")
    edit = f"/redaksi/artikel/edit/{draft.pk}/"
    assert "Draf milik sendiri" in _said(rara, edit, "get")
    assert "Draf milik sendiri" in _said(rara, "/redaksi/artikel/", "get")
    rara.post(edit, a_form(desk, headline="Draf yang diubah"))
    assert Article.objects.get().headline == "Draf yang diubah"


def test_an_editor_reads_every_draft(desk, secret, signed_in):
    edi = signed_in(desk.cast.edi)
    assert SECRET in _said(edi, f"/redaksi/artikel/edit/{secret.article.pk}/", "get")
    assert SECRET in _said(edi, "/redaksi/", "get")


@pytest.mark.parametrize("writer", ["edi", "adi"])
def test_no_address_lets_a_writer_publish_or_delete_the_own_story(desk, signed_in, writer):
    author = getattr(desk.cast, writer)
    story = desk.draft(by=author)
    verbs.rewrite(story, by=author, now=NOON, standfirst="Lagi.")
    verbs.submit(story, by=author, now=NOON)
    own = Secret(Article.objects.get(pk=story.pk))
    client = signed_in(author)
    for address in addresses(own.fill):
        if address in _LEAVING or "/lock/" in address:
            continue
        for data in ({}, a_form(desk) | {"action-publish": "1"}, _approval(own)):
            _said(client, address, "post", data=data)
            assert not Article.objects.public().exists(), address
            assert Article.objects.filter(pk=story.pk).exists(), address


def _approval(own: Secret) -> dict[str, str]:
    """What "Approve" in the form sends."""
    return {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "comment": "",
        "id": str(own.article.pk),
    }


def test_an_address_that_names_another_storys_task_approves_nothing(desk, secret, signed_in):
    other = desk.draft()
    verbs.submit(other, by=desk.cast.rara, now=NOON)
    task = Article.objects.get(pk=other.pk).current_workflow_task_state
    edi = signed_in(desk.cast.edi)
    for action in ("action", "collect_action_data"):
        answer = edi.post(f"/redaksi/artikel/workflow/{action}/{secret.article.pk}/approve/{task.pk}/")
        assert answer.status_code == 404
    assert not Article.objects.public().exists()


def test_every_story_in_the_list_chosen_at_once_is_not_deleted(desk, signed_in):
    desk.story()
    bulk = "/redaksi/bulk/newsroom/article/delete/?id=all&next=/redaksi/artikel/"
    for how in ("get", "post"):
        said = getattr(signed_in(desk.cast.adi), how)(bulk, follow=True).content.decode()
        assert "Stories are not deleted." in said
    assert Article.objects.count() == 1


def test_a_reader_has_no_desk(desk, signed_in, django_user_model):
    reader = signed_in(django_user_model.objects.create_user("citra@contoh.example", None))
    assert reader.get("/redaksi/").status_code == 302
    assert Client().get("/redaksi/").headers["Location"].startswith("/akun/masuk/")
