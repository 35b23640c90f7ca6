"""Confirming an e-mail address: sending the letter, also to a corrected address, and saying no more than we may."""

from __future__ import annotations

from enum import Enum
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import (
    consume_email_verification_rate_limit,
    send_verification_email_to_address,
)
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.db import transaction
from django.http import HttpRequest

from terbit.readers.models import User, plain_address

AWAITED: Final = "address_to_confirm"
"""Session key: the address that this device last asked a letter for. Nothing else tells a free address from a taken one."""


class Sending(Enum):
    """What came of asking for a letter."""

    SENT = "sent"
    TOO_SOON = "too soon"


def awaited_address(request: HttpRequest) -> str:
    """The address that a letter went to, as this device asked for it; else the account's own; empty for nobody."""
    asked: str = request.session.get(AWAITED, "")
    return asked or (request.user.email if request.user.is_authenticated else "")


def send_confirmation(request: HttpRequest, user: User, email: str) -> Sending:
    """Send a letter to `email`, which becomes the account's address once it is confirmed from there.

    Where another account has the address the same is said here, and the letter tells its owner instead.
    """
    email = plain_address(email)
    if not ratelimit.consume(request, app="allauth.account", action="send_confirmation", user=user):
        return Sending.TOO_SOON
    request.session[AWAITED] = email
    if any(other.pk != user.pk for other in filter_users_by_email(email)):
        return _tell_owner(request, email)
    sent = send_verification_email_to_address(request, _awaiting(user, email))
    return Sending.SENT if sent else Sending.TOO_SOON


def tell_owner(request: HttpRequest, email: str) -> None:
    """Somebody tried to join with an address that has an account: its owner is told, whoever asked is not."""
    request.session[AWAITED] = plain_address(email)
    _tell_owner(request, email)


def follow(user: User) -> None:
    """Somebody in the newsroom gave the account another address: what was confirmed before says nothing about that one.

    An address that changed because it was confirmed has its row already, and a new account has none yet.
    """
    rows = EmailAddress.objects.filter(user=user)
    if rows.exists() and not rows.filter(email=user.email).exists():
        with transaction.atomic():
            rows.delete()
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)


def _tell_owner(request: HttpRequest, email: str) -> Sending:
    if not consume_email_verification_rate_limit(request, email):
        return Sending.TOO_SOON
    get_adapter(request).send_account_already_exists_mail(email)
    return Sending.SENT


def _awaiting(user: User, email: str) -> EmailAddress:
    """The row to be confirmed. One correction at a time: a former one is forgotten, the sign-in address stays."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user, verified=False, primary=False).exclude(email=email).delete()
        row, _ = EmailAddress.objects.get_or_create(
            user=user, email=email, defaults={"primary": email == user.email, "verified": False}
        )
    return row
