"""TERBIT_EMAIL_URL as Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

MAILBOX = "terbit.mail.backend.MailboxBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS_FOR_A_SERVER = 10


def mail_settings(url: str) -> dict[str, Any]:
    """`mailbox:`, `smtp://[user:password@]host[:port]` or `smtps://…`; config.py has checked that it is one of them.

    A password never goes out in the clear: with one, `smtp:` asks for STARTTLS before anything else. Ports are 25,
    587 with a password, and 465 for `smtps:` unless the address names one.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        return {"EMAIL_BACKEND": MAILBOX}
    tls_at_once = parts.scheme == "smtps"
    signs_in = bool(parts.username)
    usual_port = 465 if tls_at_once else 587 if signs_in else 25
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or usual_port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": tls_at_once,
        "EMAIL_USE_TLS": signs_in and not tls_at_once,
        "EMAIL_TIMEOUT": SECONDS_FOR_A_SERVER,
    }
