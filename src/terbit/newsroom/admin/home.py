"""The desk's first page: what waits for me, and what I am writing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState, WorkflowState

from terbit.newsroom.admin.house_time import in_house_time
from terbit.newsroom.four_eyes import may_let_out
from terbit.newsroom.models import Article, Journal
from terbit.newsroom.roles import is_editor

#: So many lines a panel; the list has the rest.
LINES = 12
#: So many stories that were kept out are looked through for those that still are.
_LATEST = 100


class WaitingForMe(Component):
    """For an editor: what others handed in. For a writer: what an editor sent back."""

    name: ClassVar[str] = "waiting_for_me"
    template_name = "newsroom/home/waiting_for_me.html"
    order: ClassVar[int] = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"is_editor": is_editor(user), "handed_in": _handed_in(user), "sent_back": _sent_back(user)}


class MyDrafts(Component):
    name: ClassVar[str] = "my_drafts"
    template_name = "newsroom/home/my_drafts.html"
    order: ClassVar[int] = 200

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        stories = Article.objects.filter(owner=user, live=False, withdrawn_at=None).defer("body", "standfirst")
        return {
            "lines": [_line(story) for story in stories.order_by("-edited_at")[:LINES]],
            "add_url": reverse(Article.snippet_viewset.get_url_name("add")),
        }


class KeptOut(Component):
    """For an editor: stories that were refused at their release and still wait for somebody."""

    name: ClassVar[str] = "kept_out"
    template_name = "newsroom/home/kept_out.html"
    order: ClassVar[int] = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"lines": _kept_out(parent_context["request"].user)}


def _kept_out(user: Any) -> list[dict[str, Any]]:
    if not is_editor(user):
        return []
    entries = Journal.objects.filter(object_type="article", what="article.kept_out").order_by("-pk")[:_LATEST]
    told = {entry.object_id: entry for entry in reversed(entries)}
    again = Journal.objects.filter(object_type="article", what="article.approved", object_id__in=told)
    for story, entry in again.values_list("object_id", "pk"):
        if story in told and entry > told[story].pk:
            del told[story]
    stories = Article.objects.filter(pk__in=told, live=False, withdrawn_at=None).defer("body", "standfirst")
    return [
        _line(story) | {"why": told[story.pk].detail.get("why", ""), "when": in_house_time(told[story.pk].at)}
        for story in stories[:LINES]
    ]


def _handed_in(user: Any) -> list[dict[str, Any]]:
    if not is_editor(user):
        return []
    states = TaskState.objects.reviewable_by(user).select_related("revision", "workflow_state__requested_by")
    lines = []
    for state in states.prefetch_related("revision__content_object").order_by("started_at")[:LINES]:
        story = state.revision.content_object
        if isinstance(story, Article) and may_let_out(story, user):
            lines.append(_line(story) | {"who": state.workflow_state.requested_by, "when": state.started_at})
    return lines


def _sent_back(user: Any) -> list[dict[str, Any]]:
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
    states = states.select_related("current_task_state__finished_by").prefetch_related("content_object")
    return [
        _line(state.content_object)
        | {"who": state.current_task_state.finished_by, "comment": state.current_task_state.comment}
        for state in states[:LINES]
        if isinstance(state.content_object, Article)
    ]


def _line(story: Article) -> dict[str, Any]:
    return {"story": story, "url": reverse(Article.snippet_viewset.get_url_name("edit"), args=[story.pk])}


def arrange_home(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [KeptOut(), WaitingForMe(), MyDrafts()]
