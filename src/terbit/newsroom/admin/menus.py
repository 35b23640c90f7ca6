"""Which buttons and menu items a role sees. Hiding is not refusing: the refusing stands in the views and the verbs."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.search import SearchArea
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import (
    ActionMenuItem,
    PublishMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
)

from terbit.newsroom.four_eyes import may_let_out
from terbit.newsroom.models import Article, HouseSettings
from terbit.newsroom.roles import is_editor

#: Parts of Wagtail that a house of snippets has no use for.
_UNUSED = {"explorer", "documents", "help", "snippets"}
_EDITORS_ONLY = {"reports"}
#: Deeds about an approved story that waits for its release; and about any that is not withdrawn. The others are about a
#: public one.
_OF_WAITING = {"take_back", "embargo"}
_OF_ANY = {"access"}


class DeedItem(ActionMenuItem):
    """A link from a public story to one of the forms in `deeds`."""

    def __init__(self, deed: str, label: Any, icon_name: str, order: int) -> None:
        super().__init__(order=order)
        self.name, self.label, self.icon_name, self.deed = f"action-{deed}", label, icon_name, deed

    def is_shown(self, context: dict[str, Any]) -> bool:
        story = context.get("instance")
        if context["view"] != "edit" or not story or not is_editor(context["request"].user):
            return False
        if self.deed in _OF_ANY:
            return story.withdrawn_at is None
        return story.waits_for_release if self.deed in _OF_WAITING else story.live

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse(Article.snippet_viewset.get_url_name(self.deed), args=[quote(context["instance"].pk)])


def deed_items() -> list[DeedItem]:
    return [
        DeedItem("access", _("Access…"), "lock-open", 80),
        DeedItem("address", _("Change address…"), "link", 85),
        DeedItem("correct", _("Correct…"), "edit", 86),
        DeedItem("reply", _("Right of reply…"), "comment", 87),
        DeedItem("withdraw", _("Withdraw…"), "warning", 90),
        DeedItem("embargo", _("Embargo…"), "time", 94),
        DeedItem("take_back", _("Take back the approval…"), "undo", 95),
    ]


#: Those of `deed_items` that the list offers too.
_IN_THE_LIST = {"correct", "reply", "withdraw"}


def deed_buttons(story: Article, user: Any) -> list[Button]:
    """For the list of stories; none where the story is not public, or the user no editor."""
    if not story.live or not is_editor(user):
        return []
    items = [item for item in deed_items() if item.deed in _IN_THE_LIST]
    return [
        Button(
            item.label,
            reverse(Article.snippet_viewset.get_url_name(item.deed), args=[quote(story.pk)]),
            icon_name=item.icon_name,
            priority=item.order or 0,
        )
        for item in items
    ]


def arrange_story_buttons(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Publish only for whoever may publish this story; withdraw in place of unpublish."""
    if context["model"] is not Article:
        return
    items[:] = [item for item in items if not isinstance(item, UnpublishMenuItem)]
    if not _may_publish_here(request, context):
        items[:] = [item for item in items if not isinstance(item, PublishMenuItem)]
    if is_editor(request.user) and _may_publish_here(request, context):
        items[:] = [item for item in items if not isinstance(item, SubmitForModerationMenuItem)]
    items += [item for item in deed_items() if item.is_shown(context)]


def _may_publish_here(request: HttpRequest, context: dict[str, Any]) -> bool:
    story = context.get("instance")
    if story is None or not story.pk:
        return is_editor(request.user) and not HouseSettings.load().four_eyes
    if story.workflow_in_progress:
        return False  # there "Approve and publish" stands
    return is_editor(request.user) and may_let_out(story, request.user)


def arrange_main_menu(request: HttpRequest, items: list[Any]) -> None:
    hidden = _UNUSED if is_editor(request.user) else _UNUSED | _EDITORS_ONLY
    items[:] = [item for item in items if item.name not in hidden]


def story_search() -> SearchArea:
    """The search in the sidebar looks for stories, before anything else that Wagtail would search."""
    return SearchArea(_("Articles"), reverse(Article.snippet_viewset.get_url_name("list")), name="stories", order=1)


def own_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/desk.css"))
