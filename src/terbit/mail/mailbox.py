"""Reading the mailbox folder, for the page that shows it in a demo house."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Letter:
    """`name` is the file's name without `.eml`; names sort by time."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    body: str


def letters(folder: Path, at_most: int = 50) -> list[Letter]:
    """The newest letters, newest first; none where the folder is not there."""
    names = sorted((file.stem for file in folder.glob("*.eml") if _NAME.fullmatch(file.stem)), reverse=True)
    return [found for name in names[:at_most] if (found := letter(folder, name)) is not None]


def letter(folder: Path, name: str) -> Letter | None:
    """The letter of that name; None for any other, however it is spelt."""
    if not _NAME.fullmatch(name):
        return None
    try:
        content = (folder / f"{name}.eml").read_bytes()
    except OSError:
        return None
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    text = message.get_body(("plain",))
    return Letter(
        name=name,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=datetime.strptime(name.partition("Z")[0], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC),
        body=text.get_content() if text is not None else "",
    )
