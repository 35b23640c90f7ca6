"""Many rows at once: stories are not deleted, and what else may be is deleted one by one.

Wagtail's own bulk deletion ignores the filter and the rights of the list it stands in, and passes by `Printed.delete`,
which tells the press.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from terbit.newsroom.models import Article, Contributor, Partner, Slot


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


class DeleteOneByOne(DeleteBulkAction):
    models = (Contributor, Partner, Slot)

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        for row in objects:
            row.delete()
        return len(objects), 0
