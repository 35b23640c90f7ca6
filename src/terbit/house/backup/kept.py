"""Which rows of the house's database a backup keeps: what the press and the readers' standings make again stays out.

A page that is held back, or marked, is kept: its last good version may not be to be had again.
"""

from __future__ import annotations

from typing import Final

_HELD: Final = "SELECT key FROM press_refusal WHERE NOT warning UNION SELECT key FROM press_mark"
_PRINTED_AGAIN: Final = f"((key LIKE '/%' OR key LIKE '!%') AND (value IS NULL OR key NOT IN ({_HELD})))"
_IN_DISPATCH: Final = f"SELECT key FROM dispatch_row WHERE NOT {_PRINTED_AGAIN}"

KEPT: Final = {
    "press_stageduse": "FALSE",
    "press_staged": "FALSE",
    "press_staging": "FALSE",
    "dispatch_kiosk": "FALSE",
    "press_use": f"page IN (SELECT key FROM press_printed WHERE key IN ({_IN_DISPATCH}))",
    "press_printed": f"key IN ({_IN_DISPATCH})",
    "dispatch_row": f"NOT {_PRINTED_AGAIN} AND key NOT LIKE 'reader/%'"
    f" AND (key NOT LIKE 'terms/%' OR substr(key, 6) IN ({_IN_DISPATCH}))",
}
"""Condition by table, for all others every row, in SQL of both engines. Those that ask other tables stand before them."""

PAGES_LEFT_OUT: Final = f"SELECT count(*) FROM dispatch_row WHERE value IS NOT NULL AND {_PRINTED_AGAIN}"
