"""Which database the tests run on: SQLite files, or databases of the server that TESTS_ON_POSTGRESQL names.

A house in a state folder of its own gets databases of its own: files in the folder, or databases named after it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg

from terbit.config import Settings

SERVER: Final = os.environ.get("TESTS_ON_POSTGRESQL", "")
ON_POSTGRESQL: Final = bool(SERVER)
TEMPLATE: Final = "migrated"
WHOLE: Final = ".whole"


def url_of(database: str) -> str:
    """A database of the tests' server."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))


def name_in(url: str) -> str:
    """The database that the address names."""
    return urlsplit(url).path.lstrip("/")


def names_of(home: Path) -> tuple[str, str]:
    """The databases of the house in `home`: the house's and the ledger's."""
    name = f"h_{hashlib.blake2b(str(home.absolute()).encode(), digest_size=8).hexdigest()}"
    return name, f"{name}_ledger"


def environ_of(home: Path) -> dict[str, str]:
    """The settings that name the databases of the house in `home`; on PostgreSQL they are made where they are missing."""
    if not ON_POSTGRESQL:
        return {}
    names = names_of(home)
    with server() as connection:
        for name in names:
            if not _exists(connection, name):
                connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    return {"TERBIT_DATABASE_URL": url_of(names[0]), "TERBIT_LEDGER_URL": url_of(names[1])}


def lay_template(home: Path, template: Path) -> None:
    """Give the house in `home`, which has no database yet, one whose migrations are done."""
    home.mkdir(parents=True, exist_ok=True)
    if not ON_POSTGRESQL:
        shutil.copyfile(template, home / "house.sqlite")
        return
    with server() as connection:
        connection.execute(f"CREATE DATABASE {names_of(home)[0]} TEMPLATE {TEMPLATE}")


def call_whole(home: Path) -> None:
    """The house in `home` is finished: `is_whole` from now on, while its databases are there."""
    (home / WHOLE).touch()


def is_whole(home: Path) -> bool:
    if not (home / WHOLE).exists():
        return False
    if not ON_POSTGRESQL:
        return True
    with server() as connection:
        return all(_exists(connection, name) for name in names_of(home))


def copy_house(source: Path, into: Path) -> Path:
    """A copy of a state folder in which nothing runs, with its databases; `into` may be an empty folder."""
    shutil.copytree(source, into, ignore=shutil.ignore_patterns(WHOLE), dirs_exist_ok=True)
    if ON_POSTGRESQL:
        with server() as connection:
            for name, copy in zip(names_of(source), names_of(into), strict=True):
                connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
    return into


def ask(home: Path, query: str) -> list[Sequence[Any]]:
    """What the house's database answers; a statement that changes something is committed."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(home / "house.sqlite")) as database, database:
            return database.execute(query).fetchall()
    with psycopg.connect(url_of(names_of(home)[0])) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def state_of(home: Path) -> dict[str, str]:
    """Every row of the house's database, in short: equal where nothing was changed."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(home / "house.sqlite")) as database:
            return {"house.sqlite": hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()}
    tables = ask(home, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = "SELECT md5(string_agg(one::text, ' ' ORDER BY one::text)) FROM {} AS one"
    return {name: str(ask(home, rows.format(name))[0][0]) for (name,) in sorted(tables)}


def last_id(home: Path, table: str) -> int:
    """The last id that was given in the table."""
    if ON_POSTGRESQL:
        return int(ask(home, f"SELECT pg_sequence_last_value(pg_get_serial_sequence('{table}', 'id')::regclass)")[0][0])
    return int(ask(home, f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'")[0][0])


def unlocks(home: Path) -> list[Sequence[Any]]:
    """Reader, story and time of every row of the ledger."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(home / "ledger.sqlite")) as ledger:
            return ledger.execute("SELECT reader, story, at FROM unlock ORDER BY reader, story").fetchall()
    with psycopg.connect(url_of(names_of(home)[1])) as ledger:
        return ledger.execute("SELECT reader, story, at FROM ledger_unlock ORDER BY reader, story").fetchall()


def begin_ledger(settings: Settings) -> None:
    """An empty ledger."""
    from terbit.ledger import create_ledger

    if settings.ledger_url:
        take_ledger_away(settings)
    else:
        for file in settings.home.glob("ledger.sqlite*"):
            file.unlink()
    create_ledger(settings)


def copy_ledger(home: Path, settings: Settings) -> None:
    """The ledger of the house in `home`, in which nothing runs, in place of this one."""
    if settings.ledger_url:
        make_anew(name_in(settings.ledger_url), names_of(home)[1])
        return
    for old in settings.home.glob("ledger.sqlite*"):
        old.unlink()
    for file in home.glob("ledger.sqlite*"):
        shutil.copyfile(file, settings.home / file.name)


def take_ledger_away(settings: Settings) -> None:
    """The ledger does not answer from now on."""
    if settings.ledger_url:
        with psycopg.connect(settings.ledger_url) as connection:
            connection.execute("DROP TABLE IF EXISTS ledger_unlock, ledger_given_back")
    else:
        settings.ledger_database.unlink()


@contextmanager
def a_held_ledger(settings: Settings) -> Iterator[None]:
    """Somebody else keeps all others from writing to the ledger meanwhile; reading goes on."""
    if settings.ledger_url:
        with psycopg.connect(settings.ledger_url) as connection, connection.transaction(force_rollback=True):
            connection.execute("LOCK TABLE ledger_unlock IN SHARE ROW EXCLUSIVE MODE")
            yield
    else:
        with closing(sqlite3.connect(settings.ledger_database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")


def enter_unlock(settings: Settings, reader: int, story: int) -> None:
    """Put an unlock into the ledger's table, past everything that guards it."""
    row = f"(reader, story, at) VALUES ({reader:d}, {story:d}, 0) ON CONFLICT DO NOTHING"
    if settings.ledger_url:
        with psycopg.connect(settings.ledger_url) as connection:
            connection.execute(f"INSERT INTO ledger_unlock {row}")
    else:
        with closing(sqlite3.connect(settings.ledger_database, timeout=20)) as connection, connection:
            connection.execute(f"INSERT INTO unlock {row}")


def make_anew(name: str, template: str) -> None:
    """A database of this name, copied from the template; whoever is connected to the old one loses it."""
    with server() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


@contextmanager
def server() -> Iterator[psycopg.Connection[Any]]:
    """Connected to the server, in a database that no test uses."""
    with psycopg.connect(SERVER, autocommit=True) as connection:
        yield connection


def _exists(connection: psycopg.Connection[Any], name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None
