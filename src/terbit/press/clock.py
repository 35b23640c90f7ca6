"""The newsroom database's clock: by it, and by no other machine's, a release has come."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """The present, aware. SQLite has no clock of its own: its process is this one."""
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found = cursor.fetchone()
    now: datetime = found[0]
    return now.astimezone(UTC)
