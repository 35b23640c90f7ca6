"""The desk is told which pages the proof holds back, and why: a panel on its first page."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from wagtail.admin.ui.components import Component

from terbit.newsroom.models import Article
from terbit.newsroom.roles import is_editor
from terbit.press.files import STORY
from terbit.press.models import Refusal

LINES: Final = 20


class HeldBack(Component):
    """For editors: every page whose newest version readers do not have, the last one first, each with the rule's words."""

    name: ClassVar[str] = "held_back"
    template_name = "press/held_back.html"
    order: ClassVar[int] = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"lines": _lines() if is_editor(user) else []}


def _lines() -> list[dict[str, str]]:
    refusals = list(Refusal.objects.filter(warning=False).order_by("-at", "key")[:LINES])
    stories = Article.objects.in_bulk([row.subject for row in refusals if row.kind == STORY])
    return [
        {"name": _name(row, stories), "url": _url(row) if row.subject in stories else "", "words": row.words}
        for row in refusals
    ]


def _name(row: Refusal, stories: dict[int, Article]) -> str:
    return str(stories[row.subject]) if row.kind == STORY and row.subject in stories else row.key


def _url(row: Refusal) -> str:
    """Where the story is changed; "" for other pages, and where the desk has no such address."""
    try:
        return reverse(Article.snippet_viewset.get_url_name("edit"), args=[row.subject]) if row.kind == STORY else ""
    except NoReverseMatch:
        return ""


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(HeldBack())
