"""`terbit move --to postgresql://… [--ledger postgresql://…]`: the house goes over to another database, or back."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from terbit.config import SettingError, Settings, load

if TYPE_CHECKING:
    from terbit.house.move.copying import Moved

NAME = "move"
HELP = (
    "move house and ledger to other databases and back: --to postgresql://user:password@host/database, or --to sqlite:"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="URL", help="the house's new database; sqlite: for the state folder")
    parser.add_argument("--ledger", metavar="URL", help="the ledger's; without it the ledger stays where it is")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.django import start_django
    from terbit.house.refused import StartRefused

    if options.to is None and options.ledger is None:
        raise StartRefused("Say where to: --to for the house, --ledger for the ledger, or both.")
    start_django(settings)
    running = _what_runs(settings)
    if running:
        raise StartRefused(
            f"The {running} of {settings.home} is running. Stop `terbit up` first, and run `terbit kiosk` in its place:"
            " readers read on from the shelf while the house moves."
        )
    from terbit.house.move.moving import move, planned

    plan = planned(settings, _database("--to", options.to), _database("--ledger", options.ledger))
    found = move(plan, lambda line: print(f"{line} …", file=sys.stderr, flush=True))
    _tell(found, options.json)
    if not options.json:
        print("\nNow start the house, and every kiosk anew, with")
        print(f"  TERBIT_DATABASE_URL={_told(options.to, settings.database_url)}")
        print(f"  TERBIT_LEDGER_URL={_told(options.ledger, settings.ledger_url)}")
    return 0


def _database(option: str, url: str | None) -> str | None:
    if url is None:
        return None
    try:
        return str(load({"TERBIT_DATABASE_URL": url}).database_url)
    except SettingError as problem:
        raise SettingError(str(problem).replace("TERBIT_DATABASE_URL", option)) from None


def _told(option: str | None, before: str) -> str:
    from terbit.config import masked

    return masked(before if option is None else option)


def _tell(found: Sequence[Moved], as_json: bool) -> None:
    rows = [
        {"table": one.table, "rows": one.rows, "sum": one.sum, "rows_there": one.rows_there, "sum_there": one.sum_there}
        for one in found
    ]
    if as_json:
        print(json.dumps({"tables": rows, "rows": sum(one.rows for one in found), "equal": True}, indent=2))
        return
    for one in found:
        print(f"{one.table:44} {one.rows:>10} rows  {one.sum}  there {one.rows_there:>10} rows  {one.sum_there}  equal")
    print(f"{len(found)} tables, {sum(one.rows for one in found)} rows: every table has the rows and the sum it had.")


def _what_runs(settings: Settings) -> str:
    """A part of the house that writes to it; "" where none runs."""
    if _is_locked(settings.run_folder / "up.lock"):
        return "house"
    if _listens(settings.newsroom_socket, socket.SOCK_STREAM):
        return "newsroom"
    return "worker" if _listens(settings.press_socket, socket.SOCK_DGRAM) else ""


def _is_locked(lock: Path) -> bool:
    if not lock.exists():
        return False
    handle = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _listens(address: Path, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_UNIX, kind) as trial:
        try:
            trial.connect(str(address))
        except OSError:
            return False
        return True
