"""The kiosk as its server's workers load it: each of them ends with the process that started it."""

from __future__ import annotations

from terbit.cli.lifeline import die_with_parent
from terbit.kiosk.asgi import application

__all__ = ["application"]

die_with_parent()
