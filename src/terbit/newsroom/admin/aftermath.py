"""Forms for what may happen after a story was approved or published: correct it, print a reply, take it back."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import verbs
from terbit.newsroom.admin.deeds import DeedView
from terbit.newsroom.models import Article, Severity
from terbit.newsroom.refusals import ApologyMissing, ReplierMissing, WordsMissing

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


class TakeBackStory(DeedView):
    form_class = forms.Form
    page_title = _("Take back the approval")
    header_icon = "undo"
    button = _("Take back the approval")
    done = _("“%(story)s” is a draft again and goes out no more.")

    def do(self, form: forms.Form) -> Article:
        return verbs.take_back(self.object, by=self.request.user, now=timezone.now())
