"""Forms for what may happen after a story was approved or published: correct it, print a reply, take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from terbit.newsroom import verbs
from terbit.newsroom.admin.deeds import DeedView
from terbit.newsroom.admin.tell import tell_that_it_waits
from terbit.newsroom.models import Article, Severity
from terbit.newsroom.refusals import ApologyMissing, EmbargoReasonMissing, ReplierMissing, WordsMissing

_PLAIN = _("Plain paragraphs, an empty line between them.")
_LONGEST = 20_000


class CorrectionForm(forms.Form):
    severity = forms.ChoiceField(
        label=_("What was wrong"), choices=Severity.choices, initial=Severity.FACT, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Correction, as readers will read it"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=_LONGEST,
        error_messages={"required": WordsMissing.message},
        help_text=_("Say what was wrong and what is right. Plain paragraphs, an empty line between them."),
    )
    apology = forms.CharField(
        label=_("Apology"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=_LONGEST,
        help_text=_("Needed where the error is in the main substance."),
    )

    def clean_apology(self) -> str:
        apology: str = self.cleaned_data["apology"].strip()
        if self.cleaned_data.get("severity") == Severity.SUBSTANCE and not apology:
            raise forms.ValidationError(ApologyMissing.message, code=ApologyMissing.code)
        return apology


class ReplyForm(forms.Form):
    from_whom = forms.CharField(
        label=_("Whose reply"), max_length=200, error_messages={"required": ReplierMissing.message}
    )
    text = forms.CharField(
        label=_("The reply, word for word"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=_LONGEST,
        error_messages={"required": WordsMissing.message},
        help_text=_PLAIN,
    )
    introduction = forms.CharField(
        label=_("The house's introduction"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=_LONGEST,
        help_text=_("Stands before the reply, apart from it. May be empty."),
    )
    length_reason = forms.CharField(
        label=_("Why it may be longer than the story"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("For the desk only. Needed where it is longer."),
    )


class CorrectStory(DeedView):
    form_class = CorrectionForm
    page_title = _("Correct")
    header_icon = "edit"
    button = _("Publish this correction")
    done = _("The correction of “%(story)s” is public. Both pages link to each other.")
    signed = True

    def do(self, form: forms.Form) -> Article:
        verbs.correct(self.object, by=self.request.user, now=timezone.now(), **form.cleaned_data)
        return self.object


class ReplyToStory(DeedView):
    form_class = ReplyForm
    page_title = _("Right of reply")
    header_icon = "comment"
    button = _("Publish this reply")
    done = _("The reply to “%(story)s” is public. Both pages link to each other.")
    signed = True

    def do(self, form: forms.Form) -> Article:
        verbs.reply(self.object, by=self.request.user, now=timezone.now(), **form.cleaned_data)
        return self.object


class EmbargoForm(forms.Form):
    what = forms.ChoiceField(
        label=_("Embargo"),
        choices=[("move", _("Move it to another moment")), ("lift", _("Lift it: the story goes out now"))],
        initial="move",
        widget=forms.RadioSelect,
    )
    until = forms.DateTimeField(
        label=_("Embargo until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Counts to the second, in the house's zone. Not needed where the embargo is lifted."),
    )
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": EmbargoReasonMissing.message},
        help_text=_("For the desk only; it stands in the journal with your name."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("what") == "move" and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("Choose the moment until which the story waits."))
        return cleaned


class MoveEmbargo(DeedView):
    form_class = EmbargoForm
    page_title = _("Embargo")
    header_icon = "time"
    button = _("Set the embargo")
    done = _("The embargo of “%(story)s” is set.")

    def get_initial(self) -> dict[str, Any]:
        return {"what": "move", "until": self.object.release_at}

    def do(self, form: forms.Form) -> Article:
        given = form.cleaned_data
        until = given["until"] if given["what"] == "move" else None
        return verbs.move_embargo(self.object, until, by=self.request.user, reason=given["reason"], now=timezone.now())

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer = super().form_valid(form)
        if form.is_valid():
            tell_that_it_waits(self.request, Article.objects.get(pk=self.object.pk))
        return answer


class TakeBackStory(DeedView):
    form_class = forms.Form
    page_title = _("Take back the approval")
    header_icon = "undo"
    button = _("Take back the approval")
    done = _("“%(story)s” is a draft again and goes out no more.")

    def do(self, form: forms.Form) -> Article:
        return verbs.take_back(self.object, by=self.request.user, now=timezone.now())
