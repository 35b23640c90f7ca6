"""A database to move from or to: rows out, rows in, counters, and nobody else writing meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from psycopg import sql

from terbit.house.move.tables import Table
from terbit.house.move.values import FROM_SQLITE, TO_POSTGRESQL, TO_SQLITE, converter

AT_ONCE: Final = 500


class Store(Protocol):
    """Open while it is held; what was put in is there for good only when `keep` has been called."""

    def names(self) -> set[str]:
        """Of all tables that are there."""
        ...

    def has_rows(self, table: str) -> bool: ...

    def rows(self, table: Table) -> Iterator[list[Any]]:
        """Every row that is meant, each value as it is meant."""
        ...

    def put(self, table: Table, rows: list[list[Any]]) -> None: ...

    def empty(self, tables: Sequence[Table]) -> None:
        """Take out what migrations put in."""
        ...

    def counter(self, table: Table) -> int:
        """The last id that was ever given in the table, 0 where none was."""
        ...

    def set_counter(self, table: Table, last: int) -> None: ...

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """With %s for each value."""
        ...

    def keep(self) -> None: ...


class SqliteStore:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def names(self) -> set[str]:
        return {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def has_rows(self, table: str) -> bool:
        return self._connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None

    def rows(self, table: Table) -> Iterator[list[Any]]:
        columns = ", ".join(f'"{column}"' for column in table.columns)
        asked = f'SELECT {columns} FROM "{table.name}" WHERE {table.only or "TRUE"}'
        return map(converter(table.types, FROM_SQLITE), self._connection.execute(asked))

    def put(self, table: Table, rows: list[list[Any]]) -> None:
        columns = ", ".join(f'"{column}"' for column in table.columns)
        places = ", ".join("?" * len(table.columns))
        turn = converter(table.types, TO_SQLITE)
        self._connection.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})', map(turn, rows))

    def empty(self, tables: Sequence[Table]) -> None:
        for table in tables:
            self._connection.execute(f'DELETE FROM "{table.name}"')

    def counter(self, table: Table) -> int:
        found = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).fetchone()
        return int(found[0]) if found else 0

    def set_counter(self, table: Table, last: int) -> None:
        self._connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
        self._connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, last))

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._connection.execute(statement.replace("%s", "?"), values)

    def keep(self) -> None:
        broken = self._connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise sqlite3.IntegrityError(f"A row of {broken[0]} points to one of {broken[2]} that is not there.")
        self._connection.execute("COMMIT")


class PostgresqlStore:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def names(self) -> set[str]:
        found = self._connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return {name for (name,) in found}

    def has_rows(self, table: str) -> bool:
        asked = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))
        return self._connection.execute(asked).fetchone() is not None

    def count(self, question: str) -> int:
        """The one number that answers it."""
        found = self._connection.execute(sql.SQL(question)).fetchone()
        assert found is not None
        return int(found[0])

    def migrations(self) -> set[tuple[str, str]]:
        """Those that were applied, each by app and name."""
        return set(self._connection.execute("SELECT app, name FROM django_migrations"))

    def rows(self, table: Table) -> Iterator[list[Any]]:
        with self._connection.cursor(name="moving") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(
                sql.SQL("SELECT {} FROM {} WHERE {}").format(
                    sql.SQL(", ").join(map(sql.Identifier, table.columns)),
                    sql.Identifier(table.name),
                    sql.SQL(table.only or "TRUE"),
                )
            )
            yield from map(list, cursor)

    def put(self, table: Table, rows: list[list[Any]]) -> None:
        turn = converter(table.types, TO_POSTGRESQL)
        copying = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
        )
        with self._connection.cursor().copy(copying) as copy:
            for row in rows:
                copy.write_row(turn(row))

    def empty(self, tables: Sequence[Table]) -> None:
        names = sql.SQL(", ").join(sql.Identifier(table.name) for table in tables)
        self._connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))

    def counter(self, table: Table) -> int:
        asked = sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}")
        found = self._connection.execute(asked.format(self._sequence(table))).fetchone()
        return int(found[0]) if found else 0

    def set_counter(self, table: Table, last: int) -> None:
        self._connection.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
            (f'"{table.name}"', table.counter, max(last, 1), last > 0),
        )

    def _sequence(self, table: Table) -> sql.SQL | sql.Composed:
        found = self._connection.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', table.counter)
        ).fetchone()
        assert found is not None
        return sql.SQL(found[0])

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._connection.execute(statement, values)

    def keep(self) -> None:
        self._connection.execute("COMMIT")


@contextmanager
def sqlite_store(file: Path) -> Iterator[SqliteStore]:
    """One transaction; nobody else writes to the file meanwhile, and everybody reads on."""
    connection = sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=20, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        yield SqliteStore(connection)
    finally:
        connection.close()


@contextmanager
def postgresql_store(url: str, *, before: str = "", within: str = "") -> Iterator[PostgresqlStore]:
    """One transaction of one moment, in which nobody else writes. Either statement waits for whoever still does.

    A question that waits must be asked `before`, since the transaction sees the moment of its first one; LOCK TABLE, which
    asks nothing, can only stand `within`.
    """
    with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute("SET lock_timeout = '20s'")
        if before:
            connection.execute(before)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        if within:
            connection.execute(within)
        yield PostgresqlStore(connection)
