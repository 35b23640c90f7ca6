"""A forgotten password, and a new one. Either ends every other session of the reader (`User.save`)."""

from __future__ import annotations

from typing import Any

from allauth.account import views

from terbit.readers.forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm


class Forgotten(views.PasswordResetView):
    template_name = "account/password_forgotten.html"
    form_class = ForgottenPasswordForm


class LetterSent(views.PasswordResetDoneView):
    template_name = "account/password_letter_sent.html"


class ChooseNew(views.PasswordResetFromKeyView):
    """Behind the link in the letter; who gets so far owns the mailbox, and is signed in with the new password."""

    template_name = "account/password_new.html"
    form_class = NewPasswordForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{"token_fail": False, **context})


class Chosen(views.PasswordResetFromKeyDoneView):
    template_name = "account/password_chosen.html"


class Change(views.PasswordChangeView):
    template_name = "account/password_change.html"
    form_class = ChangePasswordForm
