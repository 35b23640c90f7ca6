"""When the last good backup was made, and where to: a note in the state folder, for `terbit doctor`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

from terbit.config import Settings


@dataclass(frozen=True, slots=True)
class LastBackup:
    """`made_at` is UTC in ISO 8601; `file` absolute, where it was then; `bytes` its length."""

    made_at: str
    file: str
    bytes: int


def note_backup(settings: Settings, last: LastBackup) -> None:
    draft = settings.backup_file.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(asdict(last), indent=1) + "\n")
    draft.replace(settings.backup_file)


def last_backup(settings: Settings) -> LastBackup | None:
    """None where none was made, or the note cannot be read."""
    try:
        return LastBackup(**json.loads(settings.backup_file.read_text()))
    except (OSError, ValueError, TypeError):
        return None
