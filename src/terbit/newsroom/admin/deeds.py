"""Forms for what an editor does to a public story: withdraw it, set its access by hand, change its address."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from terbit.gate import Access
from terbit.newsroom import verbs
from terbit.newsroom.access import ACCESS_WORDS
from terbit.newsroom.admin.house_time import in_house_time
from terbit.newsroom.admin.policy import AboutThisArticle
from terbit.newsroom.admin.tell import tell_what_readers_see
from terbit.newsroom.models import Article, Ground
from terbit.newsroom.refusals import Refused


class WithdrawForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason, as readers will read it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_(
            "The story's address will show the date, the ground and this reason; of the story at most its headline, "
            "and not even that where the ground is a child or a victim."
        ),
    )


class AccessForm(forms.Form):
    access = forms.ChoiceField(
        label=_("Access"),
        required=False,
        choices=[
            ("", _("As it follows from publication, edition and cover")),
            *[(a.code, ACCESS_WORDS[a]) for a in Access],
        ],
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("As for a disaster, an election, a danger to health. Your name and the time stand beside it."),
    )


class AddressForm(forms.Form):
    slug = forms.CharField(
        label=_("Address"), max_length=200, help_text=_("The old address will lead to the new one for ever.")
    )


class DeedView(AboutThisArticle, PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """One form, one verb. The verb decides; this view only asks it and says what came of it."""

    model = Article
    permission_required = "publish"
    template_name = "newsroom/deed.html"
    button: ClassVar[Promise]
    done: ClassVar[Promise]
    danger: ClassVar[bool] = False
    signed: ClassVar[bool] = False  # whether readers see the time, and the desk's name stands in the journal for it

    def do(self, form: forms.Form) -> Article:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        since = timezone.now()
        try:
            with transaction.atomic():
                article = self.do(form)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, self.done % {"story": article})
        if article.first_published_at:
            tell_what_readers_see(self.request, since)
        return redirect(self.next_url(article))

    def next_url(self, article: Article) -> str:
        name = "edit" if article.withdrawn_at is None else "inspect"
        return reverse(article.snippet_viewset.get_url_name(name), args=[article.pk])

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        names = self.object.snippet_viewset.get_url_name
        stories = {"url": reverse(names("list")), "label": capfirst(self.object._meta.verbose_name_plural)}
        story = {"url": reverse(names("edit"), args=[self.object.pk]), "label": str(self.object)}
        return [*self.breadcrumbs_items, stories, story, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse(self.object.snippet_viewset.get_url_name("edit"), args=[self.object.pk])
        facts = {"story": self.object, "button": self.button, "danger": self.danger, "back": back}
        if self.signed:
            facts |= {"signed": self.request.user, "when": in_house_time(timezone.now())}
        return super().get_context_data(**kwargs, **facts)


class WithdrawStory(DeedView):
    form_class = WithdrawForm
    page_title = _("Withdraw")
    header_icon = "warning"
    button = _("Withdraw this story")
    done = _("“%(story)s” was withdrawn. Its address now says why.")
    danger = True
    signed = True

    def do(self, form: forms.Form) -> Article:
        return verbs.withdraw(self.object, by=self.request.user, now=timezone.now(), **form.cleaned_data)


class SetAccess(DeedView):
    form_class = AccessForm
    page_title = _("Access")
    header_icon = "lock-open"
    button = _("Set access")
    done = _("The access of “%(story)s” is set.")

    def get_initial(self) -> dict[str, Any]:
        return {"access": self.object.access_override, "reason": self.object.access_override_reason}

    def do(self, form: forms.Form) -> Article:
        code = form.cleaned_data["access"]
        access = Access.from_code(code) if code else None
        reason = form.cleaned_data["reason"]
        return verbs.override_access(self.object, access, by=self.request.user, reason=reason, now=timezone.now())


class ChangeAddress(DeedView):
    form_class = AddressForm
    page_title = _("Change address")
    header_icon = "link"
    button = _("Change address")
    done = _("“%(story)s” has its new address.")

    def get_initial(self) -> dict[str, Any]:
        return {"slug": self.object.slug}

    def do(self, form: forms.Form) -> Article:
        return verbs.change_slug(self.object, form.cleaned_data["slug"], by=self.request.user, now=timezone.now())
