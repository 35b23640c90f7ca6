"""Mail: that a server answers as it should. Nothing is sent, and nobody signs in."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from typing import Any, Final

from terbit.cli.doctor.line import Line, ok, warning, wrong
from terbit.config import Settings
from terbit.mail.address import SMTP, mail_settings

ABOUT: Final = "mail"
SECONDS: Final = 5.0


def check(settings: Settings) -> Iterator[Line]:
    address = mail_settings(settings.email_url)
    yield _greet(address) if address["EMAIL_BACKEND"] == SMTP else judge_mailbox(settings.demo)


def judge_mailbox(demo: bool) -> Line:
    if demo:
        return ok(ABOUT, "letters lie in the mailbox folder, as a demo house's do")
    return warning(
        ABOUT,
        "letters lie in the mailbox folder: no reader can confirm an address",
        "Set TERBIT_EMAIL_URL to smtp://user:password@host.",
    )


def _greet(address: dict[str, Any]) -> Line:
    host, port = address["EMAIL_HOST"], address["EMAIL_PORT"]
    kind = smtplib.SMTP_SSL if address["EMAIL_USE_SSL"] else smtplib.SMTP
    try:
        with kind(host, port, timeout=SECONDS) as server:
            code, _ = server.ehlo()
            return judge_server(f"{host}:{port}", code, server.has_extn("starttls"), address["EMAIL_USE_TLS"])
    except (OSError, smtplib.SMTPException) as problem:
        return wrong(
            ABOUT,
            f"no mail server answers on {host}:{port}: {problem}",
            "Look whether it runs and TERBIT_EMAIL_URL names it. Letters are lost meanwhile; readers can ask again.",
        )


def judge_server(server: str, code: int, offers_tls: bool, needs_tls: bool) -> Line:
    """`code` is its answer to EHLO."""
    if code != 250:
        return wrong(
            ABOUT, f"{server} answers EHLO with {code}", "Ask whoever runs it whether it takes mail from here."
        )
    if needs_tls and not offers_tls:
        return wrong(
            ABOUT, f"{server} does not offer STARTTLS, so the password cannot go out", "Use smtps://, or its port 587."
        )
    return ok(ABOUT, f"{server} answers")
