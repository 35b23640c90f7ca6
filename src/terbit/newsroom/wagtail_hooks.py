"""Where Wagtail finds the desk."""

from __future__ import annotations

from wagtail import hooks
from wagtail.contrib.settings.registry import registry
from wagtail.snippets.models import register_snippet

from terbit.newsroom.admin import home, links, menus, no_deleting
from terbit.newsroom.admin.house_panels import HOUSE_PANELS
from terbit.newsroom.admin.rest import VIEWSETS
from terbit.newsroom.admin.stories import StoryViewSet
from terbit.newsroom.models import HouseSettings

for viewset in (StoryViewSet, *VIEWSETS):
    register_snippet(viewset)
HouseSettings.edit_handler = HOUSE_PANELS
registry.register(HouseSettings, icon="home")

hooks.register("register_admin_search_area", menus.story_search)
hooks.register("insert_global_admin_css", menus.own_style)
hooks.register("construct_snippet_action_menu", menus.arrange_story_buttons)
hooks.register("construct_main_menu", menus.arrange_main_menu)
hooks.register("construct_homepage_panels", home.arrange_home)
hooks.register("register_rich_text_features", links.link_to_addresses, order=10)
hooks.register("register_bulk_action", no_deleting.NoDeleting, order=10)
hooks.register("register_bulk_action", no_deleting.DeleteOneByOne, order=10)
