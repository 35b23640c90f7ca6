"""What the kiosks counted comes home: sums by path, decision and hour, added to what is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

_ADD = """
    INSERT INTO newsroom_readcount (path, decision, hour, reads) VALUES (%s, %s, %s, %s)
    ON CONFLICT (path, decision, hour) DO UPDATE SET reads = newsroom_readcount.reads + excluded.reads
"""


def add_reads(counts: Iterable[Any]) -> int:
    """Add rows of [path, decision, hour, reads] in one transaction; `hour` counts whole hours since 1970, UTC.

    Returns how many were taken. A row that is no such thing is passed over: a kiosk would send it again for ever.
    """
    rows = [tuple(row) for row in counts if _is_count(row)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)
    return len(rows)


def _is_count(row: Any) -> bool:
    match row:
        case [str(path), str(decision), int(hour), int(reads)]:
            return 0 < len(path) <= 300 and 0 < len(decision) <= 20 and 0 < hour < 10**7 and 0 < reads < 10**12
        case _:
            return False
