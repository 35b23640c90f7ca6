"""In the story's form: who may read it, and which publication, edition, cover or editor decides that."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from terbit.newsroom.access import Reason, access_reasons
from terbit.newsroom.admin.house_time import in_house_time
from terbit.newsroom.models import Article
from terbit.newsroom.roles import is_editor


class AccessPanel(Panel):
    """Says what holds for readers now; and what will, where the draft in the form moves the story elsewhere."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/access_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            draft: Article = self.instance
            stored = Article.objects.for_printing().defer("body").get(pk=draft.pk)
            now, then = access_reasons(stored), access_reasons(draft)
            facts: dict[str, Any] = {
                "reasons": now if stored.live else then,
                "then": then if stored.live and _says(then) != _says(now) else [],
                "is_public": stored.live,
                "set_at": in_house_time(stored.access_override_at) if stored.access_override_at else "",
            }
            if is_editor(self.request.user) and stored.withdrawn_at is None:
                facts["set_url"] = reverse(Article.snippet_viewset.get_url_name("access"), args=[draft.pk])
            return super().get_context_data(parent_context) | facts


def _says(reasons: list[Reason]) -> list[tuple[str, bool]]:
    return [(reason.words, reason.decides) for reason in reasons]


def access_panel() -> AccessPanel:
    return AccessPanel(heading=_("Who may read it"))
