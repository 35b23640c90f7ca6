"""How commands print: rows as an aligned table, or as JSON with --json."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence


def json_option(parser: argparse.ArgumentParser) -> None:
    """Add --json to a command that prints rows."""
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def print_rows(rows: Sequence[Mapping[str, object]], as_json: bool) -> None:
    """Print `rows`, which all have the keys of the first one, in its order."""
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        print("Nothing.")
        return
    head = [key.replace("_", " ") for key in rows[0]]
    table = [head, *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
