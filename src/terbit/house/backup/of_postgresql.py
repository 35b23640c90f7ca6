"""Copying house and ledger out of PostgreSQL, row by row, into the SQLite files that an archive holds.

The rows go the way of `terbit move` and are compared as there; but nobody is kept from writing meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from terbit.config import Settings
from terbit.house.backup.kept import KEPT
from terbit.house.move.copying import Moved, copy_tables
from terbit.house.move.ledgers import copy_ledger_tables
from terbit.house.move.moving import make_tables
from terbit.house.move.stores import PostgresqlStore, postgresql_store, sqlite_store
from terbit.house.refused import StartRefused
from terbit.ledger import create_ledger

_OF_NOW: Final = "SET TRANSACTION READ ONLY; SELECT 1"
"""The first question fixes the moment that all others see."""
_SIZE: Final = "SELECT pg_database_size(current_database())"


@contextmanager
def hold_house(settings: Settings) -> Iterator[HeldHouse]:
    with postgresql_store(settings.database_url, within=_OF_NOW) as store:
        yield HeldHouse(store, settings, store.count(_SIZE))


@contextmanager
def hold_ledger(settings: Settings) -> Iterator[HeldLedger]:
    with postgresql_store(settings.ledger_url, within=_OF_NOW) as store:
        size = "SELECT pg_table_size('ledger_unlock') + pg_table_size('ledger_given_back')"
        yield HeldLedger(store, store.count(size))


@dataclass(frozen=True, slots=True)
class HeldHouse:
    store: PostgresqlStore
    settings: Settings
    bytes: int

    def count(self, question: str) -> int:
        return self.store.count(question)

    def copy(self, place: Path, tell: Callable[[int], None]) -> None:
        """Search is left out too: its tables have a shape that only PostgreSQL knows."""
        _load_django()
        from terbit.house.move.tables import tables

        self._refuse_another_version()
        make_tables(_beside(self.settings, place))
        with sqlite_store(place) as copy:
            wanted = [replace(table, only=KEPT.get(table.name, "")) for table in tables()]
            _refuse_different(copy_tables(wanted, self.store, copy, lambda share: tell(int(share * self.bytes))))
            copy.keep()
        _one_file(place)

    def _refuse_another_version(self) -> None:
        from django.db.migrations.loader import MigrationLoader

        from terbit.house.bootstrap import known_migrations

        loader, there = MigrationLoader(None), self.store.migrations()
        if unknown := sorted(there - known_migrations(loader)):
            raise StartRefused(
                f"{self.settings.house_place} was written by a newer version of Terbit: it has {'.'.join(unknown[0])}. "
                "Back it up with that version."
            )
        if loader.disk_migrations.keys() - there:
            raise StartRefused(
                "The house's tables lack steps to this version. Bring them up to date first: terbit prepare."
            )


@dataclass(frozen=True, slots=True)
class HeldLedger:
    store: PostgresqlStore
    bytes: int

    def count(self, question: str) -> int:
        return self.store.count(question)

    def copy(self, place: Path, tell: Callable[[int], None]) -> None:
        create_ledger(Settings(home=place.parent))
        with sqlite_store(place) as copy:
            _refuse_different(copy_ledger_tables(self.store, copy, lambda _: None))
            copy.keep()
        _one_file(place)
        tell(self.bytes)


def _beside(settings: Settings, place: Path) -> Settings:
    return replace(settings, home=place.parent, database_url="", ledger_url="")


def _load_django() -> None:
    """For the list of tables; its own connection is not used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.house.settings")
    import django

    django.setup()


def _refuse_different(found: Sequence[Moved]) -> None:
    if lost := [one.table for one in found if not one.equal]:
        raise StartRefused(f"What was copied differs from what is there, in {', '.join(lost)}; there is no backup.")


def _one_file(place: Path) -> None:
    """With no log beside it."""
    with closing(sqlite3.connect(place, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
