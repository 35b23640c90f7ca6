"""Pages that are staged for a release and have become stale: marked in the transaction of the change, as others are."""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.db.models import F

from terbit.press.models import Staged, Staging

_STALE: Final = """
    UPDATE press_staged SET stale = %s
    WHERE NOT stale AND id IN (SELECT staged_id FROM press_stageduse WHERE thing IN ({things}))
"""


def mark_stale(things: frozenset[str]) -> None:
    """Every staged page that used one of these things must be made again before its release."""
    if not things or not Staging.objects.exists():
        return
    named = sorted(things)
    with connection.cursor() as cursor:
        cursor.execute(_STALE.format(things=", ".join(["%s"] * len(named))), [True, *named])
        found = cursor.rowcount
    if found:
        look_again()


def mark_all_stale() -> None:
    if Staged.objects.update(stale=True):
        look_again()


def look_again() -> None:
    """Every release that is staged is looked through: for pages that are stale, and for such as it has not made yet."""
    Staging.objects.update(todo=True, version=F("version") + 1)
