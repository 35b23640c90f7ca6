"""Wagtail's users with the house's views; named in INSTALLED_APPS in place of "wagtail.users"."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "terbit.newsroom.admin.people.PeopleViewSet"
