"""The house's own secrets, made once and kept in the state folder: Django's key and the keys that sign reader passes."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

DJANGO = "django.secret"
PASS = "pass.json"


def create_keys(folder: Path) -> None:
    """Make what is missing; what is there is never changed. Files can be read by their owner only."""
    _write_new(folder / DJANGO, secrets.token_urlsafe(50))
    first = secrets.token_hex(4)
    _write_new(folder / PASS, json.dumps({"signing": first, "keys": {first: secrets.token_hex(32)}}, indent=1))


def django_secret(folder: Path) -> str:
    """Django's SECRET_KEY. Where no house was begun (type checks, making migrations) a key for this process alone."""
    try:
        return (folder / DJANGO).read_text().strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(50)


def _write_new(file: Path, text: str) -> None:
    """Write a file that did not exist, whole or not at all."""
    if file.exists():
        return
    draft = file.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.rename(file)
