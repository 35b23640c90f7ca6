"""/redaksi/artikel-gratis/: administrators change the policy, and see what readers will read before they save."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from terbit.gate import Access, policy_from
from terbit.house.free_articles.form import PolicyForm, filled_from
from terbit.house.free_articles.sentences import sentences
from terbit.newsroom import verbs
from terbit.newsroom.access import ACCESS_WORDS
from terbit.newsroom.admin.house_time import in_house_time
from terbit.newsroom.admin.tell import tell_what_readers_see
from terbit.newsroom.models import Article, HouseSettings, Journal, Publication
from terbit.newsroom.refusals import Refused
from terbit.newsroom.roles import is_administrator
from terbit.press.pages.steps import free_articles
from terbit.press.render import catalogue

#: So many former policies stand below the form; the journal has all.
SHOWN = 5


class PolicyScreen(WagtailAdminTemplateMixin, FormView):
    form_class = PolicyForm
    template_name = "house/free_articles.html"
    page_title = _("Free articles")
    header_icon = "tag"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def house(self) -> HouseSettings:
        return HouseSettings.load()

    def get_initial(self) -> dict[str, Any]:
        return filled_from(self.house)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def form_valid(self, form: PolicyForm) -> HttpResponse:
        since = timezone.now()
        try:
            verbs.change_policy(by=self.request.user, now=since, **_given(form))
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. It counts for everybody from now on."))
        tell_what_readers_see(self.request, since)
        return redirect("free_articles")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        valid = form.is_bound and form.is_valid()
        return context | {
            "sentences": sentences(form.policy if valid else self.house.policy),
            "sentences_url": reverse("free_articles_sentences"),
            "zone": self.house.zone,
            "publications": [(one, _form_of(one)) for one in Publication.objects.all()],
            "by_hand": stories_set_by_hand(),
            "former": former_policies(),
        }


def _given(form: PolicyForm) -> dict[str, Any]:
    """What the verb is asked for; days that nobody filled in stay as they are."""
    filled = form.cleaned_data
    return {
        "units": filled["units"],
        "publications": filled["publications"],
        "renewal": filled["renewal"],
        "rolling_days": filled["rolling_days"],
    }


def _form_of(publication: Publication) -> str:
    return reverse(Publication.snippet_viewset.get_url_name("edit"), args=[publication.pk])


def show_sentences(request: HttpRequest) -> HttpResponse:
    """What readers would read of the policy that is being typed; 422 with what is wrong where it cannot be one."""
    if not is_administrator(request.user):
        raise PermissionDenied
    form = PolicyForm(request.GET)
    if not form.is_valid():
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        return render(request, "house/_policy_sentences.html", {"wrong": wrong}, status=422)
    return render(request, "house/_policy_sentences.html", {"sentences": sentences(form.policy)})


def stories_set_by_hand() -> list[dict[str, Any]]:
    """How many public stories have their access from an editor, by access, with the list of them."""
    codes = Article.objects.public().exclude(access_override="").values_list("access_override", flat=True)
    counted = Counter(Access.from_code(code) for code in codes.order_by())
    stories = reverse(Article.snippet_viewset.get_url_name("list"))
    return [
        {"words": ACCESS_WORDS[access], "count": counted[access], "url": f"{stories}?access_override={access.code}"}
        for access in Access
        if counted[access]
    ]


def former_policies() -> list[dict[str, Any]]:
    """The latest changes: when, who, and the policy since then, in the desk's language."""
    words = catalogue(get_language() or "")
    entries = Journal.objects.filter(what="policy.changed").order_by("-pk")[:SHOWN]
    return [
        {
            "when": in_house_time(entry.at),
            "who": entry.by_name,
            "policy": free_articles(policy_from(entry.detail["after"]), words),
            "publications": ", ".join(entry.detail["after"]["publications"]),
            "zone": entry.detail["after"]["zone"],
        }
        for entry in entries
        if "after" in entry.detail
    ]
