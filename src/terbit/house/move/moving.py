"""`terbit move`: house and ledger into other databases, whole or not at all, while readers read on.

The newsroom is stopped meanwhile; a kiosk goes on from its shelf. Both databases are kept from other writers, every row
is copied in one transaction of the target, read again from there and compared; only then it is kept. Dispatch gets a new
epoch. The house that was left stays as it is, so that followers go on until they are started anew; its state folder
remembers where the house is now, and a newsroom that would go on with the old one is refused. The ledger that was left
is put aside, so that no kiosk enters anything there any more.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import Final

from terbit.config import Settings
from terbit.house.databases import check_servers
from terbit.house.move.copying import Move, Moved, copy_tables
from terbit.house.move.ledgers import copy_ledger
from terbit.house.move.stores import Store, postgresql_store, sqlite_store
from terbit.house.move.tables import SEARCH, tables
from terbit.house.postgresql.base import TURN
from terbit.house.refused import StartRefused
from terbit.house.state_folder import remember_places

_HOUSE_LOCK: Final = f"SELECT pg_advisory_lock({TURN})"
OF_A_HOUSE: Final = ("readers_user", "newsroom_publication", "newsroom_article", "dispatch_row", "press_printed")
"""Where none of these has a row, nobody lives there yet."""


def move(plan: Move, say: Callable[[str], None]) -> list[Moved]:
    """Copy, compare, keep. Returns every table with its sums; raises StartRefused, and then nothing has moved."""
    check_servers(plan.target)
    with ExitStack() as open_stores:
        open_stores.push(_Files(plan.target).take_back)
        kept: list[Store] = []
        leave: Callable[[], None] = lambda: None
        found: list[Moved] = []
        if plan.of_house:
            _make_schema(plan.target, say)
            source = open_stores.enter_context(_house(plan.source))
            target = open_stores.enter_context(_house(plan.target))
            found += _copy_house(source, target, say)
            kept.append(target)
        if plan.of_ledger:
            copied, leave = copy_ledger(plan, open_stores, kept, say)
            found += copied
        lost = [one.table for one in found if not one.equal]
        if lost:
            raise StartRefused(f"What was copied differs from what was there, in {', '.join(lost)}; nothing was kept.")
        for store in kept:
            store.keep()
        leave()
        remember_places(plan.target)
    if plan.of_house:
        say("Filling search")
        _manage(plan.target, "update_index", "-v0")
    return found


class _Files:
    """SQLite files of the target that are not there yet; a move that fails leaves none."""

    def __init__(self, target: Settings) -> None:
        embedded = [(target.database_url, target.house_database), (target.ledger_url, target.ledger_database)]
        self._new = [file for url, file in embedded if not url and not file.exists()]

    def take_back(self, failed: type[BaseException] | None, *_: object) -> None:
        for file in self._new if failed else ():
            for suffix in ("", "-wal", "-shm"):
                file.with_name(file.name + suffix).unlink(missing_ok=True)


def _house(settings: Settings) -> AbstractContextManager[Store]:
    if settings.database_url:
        return postgresql_store(settings.database_url, before=_HOUSE_LOCK)
    return sqlite_store(settings.house_database)


def _make_schema(target: Settings, say: Callable[[str], None]) -> None:
    """Tables as this version has them; refuses a database in which a house lives. Raises StartRefused."""
    if not target.database_url and target.house_database.exists():
        raise StartRefused(
            f"{target.house_database} is there already. Move it out of the way first; nothing was moved."
        )
    if target.database_url:
        with _house(target) as store:
            _refuse_inhabited(store, target)
    say("Making the tables")
    make_tables(target)


def make_tables(target: Settings) -> None:
    """As this version has them. Raises StartRefused."""
    if not target.database_url:
        target.house_database.touch()  # an empty file is an empty database; nothing else makes one
    done = _manage(target, "migrate", "-v0", "--no-input", "--skip-checks")
    if done.returncode:
        raise StartRefused(f"The tables could not be made in {target.house_place}:\n{done.stderr[-2000:]}")


def _manage(target: Settings, *command: str) -> subprocess.CompletedProcess[str]:
    """One of Django's commands on the target; this process has its own database open."""
    environ = os.environ | {"TERBIT_HOME": str(target.home), "TERBIT_DATABASE_URL": target.database_url}
    return subprocess.run(
        [sys.executable, "-m", "terbit", "manage", *command], env=environ, capture_output=True, text=True, check=False
    )


def _refuse_inhabited(store: Store, target: Settings) -> None:
    names = store.names()
    ours = {table.name for table in tables()} | {"django_migrations"}
    strange = sorted(name for name in names - ours if not name.startswith((SEARCH, "ledger_")))
    if strange:
        raise StartRefused(f"{target.house_place} holds tables that are not Terbit's, such as {strange[0]}.")
    inhabited = [name for name in OF_A_HOUSE if name in names and store.has_rows(name)]
    if inhabited:
        raise StartRefused(f"{target.house_place} holds a house already ({inhabited[0]} has rows); nothing was moved.")


def _copy_house(source: Store, target: Store, say: Callable[[str], None]) -> list[Moved]:
    every = tables()
    missing = sorted({table.name for table in every} - source.names())
    if missing:
        raise StartRefused(f"This house lacks {missing[0]}. Bring it up to date first: terbit prepare.")
    say(f"Copying {len(every)} tables")
    found = copy_tables(every, source, target, lambda _: None)
    target.execute("UPDATE dispatch_log SET epoch = %s WHERE id = 1", (secrets.token_hex(8),))
    return found


def planned(settings: Settings, to: str | None, ledger: str | None) -> Move:
    """What is to move, from the settings as they are; None leaves a part where it is. Raises StartRefused."""
    target = replace(
        settings,
        database_url=settings.database_url if to is None else to,
        ledger_url=settings.ledger_url if ledger is None else ledger,
    )
    plan = Move(settings, target)
    if not plan.of_house and not plan.of_ledger:
        raise StartRefused(f"The house is in {settings.house_place} already; there is nothing to move.")
    return plan
