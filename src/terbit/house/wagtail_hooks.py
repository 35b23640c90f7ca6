"""Where Wagtail finds what the newsroom shows of other packages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import ActionMenuItem

from terbit.house.entitlements import EntitlementViewSet
from terbit.newsroom.models import Article
from terbit.newsroom.roles import is_administrator, is_editor
from terbit.readers.models import User


@hooks.register("register_admin_viewset")
def entitlements() -> EntitlementViewSet:
    return EntitlementViewSet()


class ForAdministrators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_settings_menu_item")
def free_articles() -> MenuItem:
    return ForAdministrators(_("Free articles"), reverse("free_articles"), icon_name="tag", order=205)


class WhyItem(ActionMenuItem):
    """From a story's form to the question who may read it."""

    name, label, icon_name = "action-why", _("Why…"), "help"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and is_editor(context["request"].user)

    def get_url(self, context: dict[str, Any]) -> str:
        return f"{reverse('why')}?{urlencode({'article': context['instance'].pk})}"


@hooks.register("construct_snippet_action_menu")
def ask_why(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    item = WhyItem(order=81)
    if context["model"] is Article and item.is_shown(context):
        items.append(item)


@hooks.register("register_user_header_buttons")
@hooks.register("register_user_listing_buttons")
def what_may_they_read(user: User, request_user: User) -> list[Button]:
    """For whoever may name readers; the screen then asks for the story."""
    if not is_administrator(request_user):
        return []
    address = f"{reverse('why')}?{urlencode({'reader': user.pk})}"
    return [Button(_("What may they read?"), address, icon_name="help", priority=40)]
