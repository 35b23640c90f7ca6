"""Preview: the page that readers will get, as each kind of reader. The press prints it; the newsroom only asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import preview

if TYPE_CHECKING:
    from terbit.newsroom.models.article import Article

#: Body kind of the gate, and the reader who gets it.
READERS: tuple[tuple[str, Promise], ...] = (
    ("join", _("Nobody: not signed in")),
    ("confirm", _("A reader who has not confirmed the address")),
    ("offer", _("A reader with two articles left")),
    ("subscribe", _("A reader with none left")),
    ("quiet", _("A subscriber")),
    ("open", _("A reader who opened the story")),
)


class PreviewedByPress:
    preview_modes: ClassVar[list[tuple[str, Any]]] = list(READERS)
    default_preview_mode: ClassVar[str] = READERS[0][0]

    def serve_preview(self: Article, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The whole page as `mode_name` gets it; an unknown mode is the first. Nobody may keep a copy."""
        kind = mode_name if mode_name in dict(READERS) else READERS[0][0]
        page = preview.printer(self, kind) if preview.printer else _plain_sentence()
        return HttpResponse(page, headers={"Cache-Control": "private, no-store"})


def _plain_sentence() -> str:
    return format_html(
        "<!doctype html><meta charset=utf-8><p>{}</p>",
        _("There is no preview: the press is not set up in this process."),
    )
