"""Which database Django opens for the house, and how: SQLite in the state folder, or PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from terbit.config import SettingError, Settings, masked
from terbit.house.refused import StartRefused

WAIT_SECONDS: Final = 20
"""So long a transaction waits for the one that writes; then the database is said to be busy."""
IDLE_SECONDS: Final = 120
"""So long a transaction may stand still before the server ends it: its process is stopped, or its machine is gone."""


OLDEST_SERVER: Final = 15


def check_servers(settings: Settings) -> None:
    """Whether the PostgreSQL servers that the settings name can be used, if any. Raises StartRefused."""
    for name, url in (("TERBIT_DATABASE_URL", settings.database_url), ("TERBIT_LEDGER_URL", settings.ledger_url)):
        if url:
            check_server(name, url)


@dataclass(frozen=True, slots=True)
class Server:
    """`syncs` is false where the server does not wait for the disk (`fsync = off`)."""

    version: str
    syncs: bool


def check_server(name: str, url: str) -> Server:
    """What answers at the address that the setting `name` gives. Raises StartRefused where it cannot be used."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            syncs = connection.execute("SHOW fsync").fetchone() == ("on",)
            version, encoding = connection.info.server_version, connection.info.parameter_status("server_encoding")
    except psycopg.Error as problem:
        words = str(problem).strip()
        raise StartRefused(f"{name} is {masked(url)}, and no database answers there: {words}") from None
    if version < OLDEST_SERVER * 10_000:
        raise StartRefused(
            f"{name} is {masked(url)}, a PostgreSQL {version // 10_000}. Terbit needs {OLDEST_SERVER} or newer."
        )
    if encoding != "UTF8":
        raise StartRefused(
            f"{name} is {masked(url)}, whose encoding is {encoding}. Make the database with ENCODING 'UTF8'."
        )
    return Server(f"{version // 10_000}.{version % 10_000}", syncs)


def house_database(settings: Settings) -> dict[str, Any]:
    """The entry for Django's DATABASES. Raises SettingError for an address that libpq cannot read."""
    if settings.database_url:
        return {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **_postgresql(settings.database_url)}
    return {
        "ENGINE": "terbit.house.sqlite",
        "NAME": str(settings.house_database),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError as problem:
        raise SettingError(f"TERBIT_DATABASE_URL cannot be read: {problem}") from None
    return {
        "ENGINE": "terbit.house.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": {
            "connect_timeout": 5,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "options": f"-c lock_timeout={WAIT_SECONDS}s -c idle_in_transaction_session_timeout={IDLE_SECONDS}s"
            " -c synchronous_commit=on",
            **parts,
        },
    }
