"""One letter: a subject and a body template, in the language of whoever gets it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from email.utils import formataddr
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger(__name__)


def send(letter: str, to: str, context: Mapping[str, Any], *, language: str, sender_name: str = "") -> None:
    """Render `letter` ("account/mail/confirm": its `.subject.txt` and `.body.txt`) now and send it after the commit.

    Outside a transaction it is sent before this returns. A mail server that refuses, or is not there, is logged and
    nothing is raised: whoever waits for the letter has a button to have it sent again.
    """
    with translation.override(language):
        subject = one_line(render_to_string(f"{letter}.subject.txt", dict(context)))
        body = render_to_string(f"{letter}.body.txt", dict(context)).strip() + "\n"
    sender = formataddr((one_line(sender_name), settings.DEFAULT_FROM_EMAIL)) if sender_name else None
    message = EmailMessage(subject, body, sender, [one_line(to)], headers={"Auto-Submitted": "auto-generated"})
    transaction.on_commit(partial(_hand_over, message, letter))


def one_line(text: str) -> str:
    """`text` as a header may hold it: every control character and run of white space is one space."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _hand_over(message: EmailMessage, letter: str) -> None:
    try:
        message.send()
    except (SMTPException, OSError) as problem:
        # Of the problem its kind alone: what a server says holds the address that it refused.
        log.error(
            "The letter %s was not taken by the mail server (%s); its reader can ask for it again. `terbit doctor` looks "
            "at the server.",
            letter,
            _kind_of(problem),
            extra={"fault": "letter_refused"},
        )


def _kind_of(problem: Exception) -> str:
    code = getattr(problem, "smtp_code", None) or getattr(problem, "errno", None)
    return f"{type(problem).__name__} {code}" if code else type(problem).__name__
