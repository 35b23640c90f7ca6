"""Bulk deletion of stories is refused. Wagtail's own ignores the filter and the rights of the list it stands in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from terbit.newsroom.models import Article


class NoDeleting(SnippetBulkAction):
    display_name = gettext_lazy("Delete")
    action_type = "delete"
    aria_label = gettext_lazy("Stories are not deleted")
    template_name = "wagtailsnippets/bulk_actions/confirm_bulk_delete.html"
    models = (Article,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.error(request, _("Stories are not deleted. A public story is withdrawn, with a public reason."))
        return redirect(Article.snippet_viewset.get_url_name("list"))

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        return 0, 0
