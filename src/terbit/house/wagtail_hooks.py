"""Where Wagtail finds what the newsroom shows of other packages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from terbit.house.entitlements import EntitlementViewSet
from terbit.newsroom.roles import is_administrator


@hooks.register("register_admin_viewset")
def entitlements() -> EntitlementViewSet:
    return EntitlementViewSet()


class ForAdministrators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_settings_menu_item")
def free_articles() -> MenuItem:
    return ForAdministrators(_("Free articles"), reverse("free_articles"), icon_name="tag", order=205)
