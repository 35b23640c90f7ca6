"""`terbit demo accounts`: whom one can be in the demo house."""

from __future__ import annotations

import argparse

from terbit.cli.printing import json_option, print_rows
from terbit.config import Settings
from terbit.house.refused import StartRefused

NAME = "demo"
HELP = "demo accounts: the demo house's readers and staff, with their passwords"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["accounts"], help="accounts: e-mail, password, and role or standing")
    json_option(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    if not settings.demo:
        raise StartRefused(f"The house in {settings.home} is no demo house: it has no demo accounts.")
    from terbit.cli.django import start_django

    start_django(settings)
    from terbit.house.demo.accounts import accounts

    rows = accounts()
    if options.json:
        print_rows(rows, as_json=True)
    else:
        is_what = [{"e-mail": row["email"], "password": row["password"], "is": _is(row)} for row in rows]
        print_rows(is_what, as_json=False)
    return 0


def _is(row: dict[str, str]) -> str:
    return row.get("role") or f"reader, {row['standing']}"
