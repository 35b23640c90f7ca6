"""Where letters lie in a house without a mail server: one file per letter, in the state folder."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """Writes each message into `settings.MAILBOX_FOLDER` as `<UTC time>-<chance>.eml`, whole or not at all."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(options.get("folder") or settings.MAILBOX_FOLDER)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were laid down. Raises OSError where the folder cannot be written."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._lay_down(message.message().as_bytes())
        return len(email_messages)

    def _lay_down(self, letter: bytes) -> None:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}Z-{secrets.token_hex(8)}"
        draft = self.folder / f".{name}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(letter)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(self.folder / f"{name}.eml")
