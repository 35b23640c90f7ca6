"""The forms of the account pages: allauth's, with our words and without telling who has an account."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.account.internal.userkit import filter_users_by_email
from django import forms as django_forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from terbit.readers import addresses
from terbit.readers.models import User
from terbit.readers.own_path import own_path

GOOD_PASSWORDS = _("At least 8 characters. A few words in a row are a good one.")


def _plain(field: django_forms.Field, label: Any, help_text: Any = "") -> None:
    """Our label, and no placeholder: it vanishes when it is needed and is read out twice."""
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("E-mail address"))
        _plain(self.fields["password"], _("Password"))


class JoinForm(forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("E-mail address"), _("We send a letter there, to confirm that it is yours."))
        _plain(self.fields["password1"], _("Password"), GOOD_PASSWORDS)

    def validate_unique_email(self, value: str) -> str:
        """Never an error: whether an address has an account is told to its owner only, by mail."""
        self.account_already_exists = bool(filter_users_by_email(value))
        return value

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponseBase | None]:
        if not self.account_already_exists:
            return super().try_save(request)
        User().set_password(self.cleaned_data["password1"])  # as long as for a new account
        addresses.tell_owner(request, self.cleaned_data["email"])
        return None, HttpResponseRedirect(after_joining(request))


def after_joining(request: HttpRequest) -> str:
    """The page that says "look into your mailbox", which leads on to where the reader came from."""
    onward = own_path(request.POST.get("next") or request.GET.get("next"))
    return reverse("account_email_verification_sent", query={"next": onward} if onward else None)


class SendConfirmationForm(django_forms.Form):
    email = django_forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Mistyped? Correct it here."),
        widget=django_forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ForgottenPasswordForm(forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("E-mail address"))


class NewPasswordForm(forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _plain(self.fields["password1"], _("New password"), GOOD_PASSWORDS)


class ChangePasswordForm(forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _plain(self.fields["oldpassword"], _("Password now"))
        _plain(self.fields["password1"], _("New password"), GOOD_PASSWORDS)
