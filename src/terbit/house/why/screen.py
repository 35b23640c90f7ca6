"""/redaksi/mengapa/: the same answer on a page. Editors ask for nobody; about a reader, who is somebody's private
matter, only administrators.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from terbit.house.why.answer import Why, ask
from terbit.house.why.question import NOBODY, Unanswerable, moment_named, reader_named, story_named
from terbit.house.why.words import decided, lines, note
from terbit.newsroom.access import ACCESS_WORDS
from terbit.newsroom.admin.house_time import in_house_time
from terbit.newsroom.models import Article
from terbit.newsroom.roles import is_administrator, is_editor

FIELDS: Final = ("reader", "article", "at")


class WhyScreen(WagtailAdminTemplateMixin, TemplateView):
    template_name = "house/why.html"
    page_title = gettext_lazy("Why?")
    header_icon = "help"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_editor(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {name: self.request.GET.get(name, "").strip() for name in FIELDS}
        facts: dict[str, Any] = {"asked": asked, "may_name_readers": is_administrator(self.request.user)}
        if asked["article"]:
            try:
                facts |= shown(self.answer(asked))
            except Unanswerable as refused:
                facts["refused"] = str(refused)
        return super().get_context_data(**kwargs) | facts

    def answer(self, asked: dict[str, str]) -> Why:
        """Raises Unanswerable."""
        named = asked["reader"] or NOBODY
        if named != NOBODY and not is_administrator(self.request.user):
            raise Unanswerable(_("Only administrators may ask about a reader. Ask for “nobody”."))
        at = moment_named(asked["at"]) if asked["at"] else None
        return ask(story_named(asked["article"]), reader_named(named), timezone.now(), at)


def shown(why: Why) -> dict[str, Any]:
    """What the template prints."""
    article = why.article
    return {
        "why": why,
        "when": in_house_time(why.at),
        "decided": decided(why.explanation.decision),
        "lines": lines(why),
        "notes": [note(code) for code in why.notes],
        "soon": decided(why.soon) if why.soon else "",
        "access": ACCESS_WORDS[why.grounds.terms.access],
        "newsroom_access": ACCESS_WORDS[why.newsroom.terms.access],
        "story_url": reverse(Article.snippet_viewset.get_url_name(_view_of(article)), args=[article.pk]),
    }


def _view_of(article: Article) -> str:
    return "edit" if article.withdrawn_at is None else "inspect"
