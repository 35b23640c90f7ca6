"""What the press adds to the desk."""

from __future__ import annotations

from wagtail import hooks

from terbit.press.held_back import add_panel

hooks.register("construct_homepage_panels", add_panel, order=10)
