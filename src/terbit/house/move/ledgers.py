"""The ledger's two tables move like the house's; what is left behind is put aside, so that nothing is entered there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from typing import Final

from terbit.config import Settings
from terbit.house.move.copying import Move, Moved, copy_table
from terbit.house.move.stores import PostgresqlStore, SqliteStore, Store, postgresql_store, sqlite_store
from terbit.house.move.tables import Table
from terbit.house.refused import StartRefused
from terbit.ledger import create_ledger

AnyStore = SqliteStore | PostgresqlStore
_UNLOCK: Final = (("reader", "story", "at", "counts"), ("bigint", "bigint", "bigint", "smallint"))
_GIVEN_BACK: Final = (("reader", "story", "given_by", "why", "at"), ("bigint", "bigint", "bigint", "text", "bigint"))


def copy_ledger(
    plan: Move, stores: ExitStack, kept: list[Store], say: Callable[[str], None]
) -> tuple[list[Moved], Callable[[], None]]:
    """Both tables into an empty ledger; kiosks that would unlock meanwhile answer `later`, and look on.

    Returns the tables, and what puts the old ledger aside once the new one is kept: no kiosk finds it any more, so
    whoever still asks it gets `later` instead of an unlock that is lost.
    """
    if not plan.target.ledger_url and plan.target.ledger_database.exists():
        raise StartRefused(f"{plan.target.ledger_database} is there already. Move it out of the way first.")
    create_ledger(plan.target)
    source, target = stores.enter_context(_open(plan.source)), stores.enter_context(_open(plan.target))
    if any(target.has_rows(table.name) for table in _tables(target)):
        raise StartRefused(f"{plan.target.ledger_place} holds a ledger already; nothing was moved.")
    copied = copy_ledger_tables(source, target, say)
    kept.append(target)
    return copied, lambda: _put_aside(source, plan.source)


def copy_ledger_tables(source: AnyStore, target: AnyStore, say: Callable[[str], None]) -> list[Moved]:
    """Both tables, into empty ones, whatever they are called on either side."""
    found = []
    for here, there in zip(_tables(source), _tables(target), strict=True):
        say(f"Copying the ledger's {here.name}")
        found.append(copy_table(here, source, target, there))
    return [Moved(f"ledger: {one.table}", one.rows, one.sum, one.rows_there, one.sum_there) for one in found]


def _put_aside(left: Store, settings: Settings) -> None:
    if settings.ledger_url:
        mark = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        for name in ("ledger_unlock", "ledger_given_back"):
            left.execute(f"ALTER TABLE {name} RENAME TO {name}_left_{mark}")
        left.keep()
        return
    for suffix in ("", "-wal", "-shm"):
        file = settings.ledger_database.with_name(settings.ledger_database.name + suffix)
        if file.exists():
            file.rename(file.with_name(f"left-{file.name}"))


def _open(settings: Settings) -> AbstractContextManager[AnyStore]:
    if settings.ledger_url:
        return postgresql_store(
            settings.ledger_url, within="LOCK TABLE ledger_unlock, ledger_given_back IN EXCLUSIVE MODE"
        )
    return sqlite_store(settings.ledger_database)


def _tables(store: AnyStore) -> list[Table]:
    prefix = "ledger_" if isinstance(store, PostgresqlStore) else ""
    return [Table(f"{prefix}unlock", *_UNLOCK, ""), Table(f"{prefix}given_back", *_GIVEN_BACK, "")]
