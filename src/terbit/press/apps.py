"""The press joins the newsroom: it listens to what changes, and prints previews."""

from __future__ import annotations

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "terbit.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.newsroom import preview
        from terbit.newsroom.signals import changed, staged
        from terbit.press.marks import on_changed, on_staged
        from terbit.press.preview import printed_preview

        changed.connect(on_changed, dispatch_uid="terbit.press.marks")
        staged.connect(on_staged, dispatch_uid="terbit.press.staging")
        preview.printer = printed_preview
