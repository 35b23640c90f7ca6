"""How allauth behaves in this house: where it may redirect, what it sends, whom it counts."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from terbit import mail
from terbit.config import settings
from terbit.readers.client_address import client_address
from terbit.readers.house import house
from terbit.readers.models import User
from terbit.readers.own_path import own_path

LETTERS: Final = {
    "account/email/email_confirmation_signup": "confirm",
    "account/email/email_confirmation": "confirm",
    "account/email/account_already_exists": "already_joined",
    "account/email/unknown_account": "no_account",
    "account/email/password_reset_key": "reset",
}


class ReaderAdapter(DefaultAccountAdapter):
    """Letters link to the house's own origin, never to the Host that a request claims."""

    def is_safe_url(self, url: str | None) -> bool:
        return bool(own_path(url))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    def add_message(self, *_: Any, **__: Any) -> None:
        """Nothing: most ways lead on to a printed page, which shows no messages, and stale ones would wait for it."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.language = translation.get_language() or ""
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm the address, and with it the standing, in one transaction. False where another account has it."""
        try:
            with transaction.atomic():
                return super().confirm_email(request, email_address)
        except IntegrityError:
            return False

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _link(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        user, _, token = key.partition("-")
        return _link(reverse("account_reset_password_from_key", args=[user, token]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user")
        mail.send(
            f"account/mail/{LETTERS[template_prefix]}",
            email,
            {
                "house": house().name,
                "address": email,
                "link": context.get("activate_url") or context.get("password_reset_url") or "",
                "join": _link(reverse("account_signup")),
                "sign_in": _link(reverse("account_login")),
                "reset": _link(reverse("account_reset_password")),
            },
            language=(user.language if user is not None else "") or translation.get_language() or "id",
            sender_name=house().name,
        )


def _link(path: str) -> str:
    """An absolute address that keeps leading back to the story which the reader came from."""
    request = current.request
    onward = own_path(request.POST.get("next") or request.GET.get("next")) if request is not None else ""
    return f"{settings.base_url}{path}" + (f"?{urlencode({'next': onward})}" if onward else "")
