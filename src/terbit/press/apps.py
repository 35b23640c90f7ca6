"""The press joins the newsroom: it listens to what changes, and prints previews."""

from __future__ import annotations

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "terbit.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.newsroom import preview
        from terbit.newsroom.signals import changed
        from terbit.press.marks import on_changed
        from terbit.press.preview import printed_preview

        changed.connect(on_changed, dispatch_uid="terbit.press.marks")
        preview.printer = printed_preview
