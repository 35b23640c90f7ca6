"""The house's database: whole, of this version, its log not grown out of bounds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from terbit.cli.doctor.line import Line, megabytes, ok, warning, wrong
from terbit.config import Settings, masked
from terbit.house.databases import Server, check_server
from terbit.house.refused import StartRefused

ABOUT: Final = "database"
LARGE_LOG: Final = 512_000_000
START_IT: Final = "Start the server, or correct the setting. Readers go on meanwhile with what their kiosk has."
WHOLE: Final = "ok"
"""SQLite's own word."""


def check(settings: Settings) -> Iterator[Line]:
    """Of a house in PostgreSQL the server and its tables; whether it is whole, the server's own tools say."""
    if settings.database_url:
        server = ask_server(ABOUT, "TERBIT_DATABASE_URL", settings.database_url)
        yield server
        if server.advice != START_IT:
            yield _migrations(settings)
        return
    said, mode = ask_whether_whole(settings.house_database)
    yield judge_integrity(ABOUT, settings.house_database, said, mode)
    if said == WHOLE:
        yield judge_log(_size(Path(f"{settings.house_database}-wal")))
        yield _migrations(settings)


def ask_server(about: str, name: str, url: str) -> Line:
    """Whether the PostgreSQL that the setting `name` gives can be used."""
    try:
        return judge_server(about, check_server(name, url), masked(url))
    except StartRefused as problem:
        return wrong(about, str(problem).rstrip("."), START_IT)


def judge_server(about: str, server: Server, place: str) -> Line:
    found = f"PostgreSQL {server.version} answers at {place}"
    if server.syncs:
        return ok(about, found)
    return wrong(
        about,
        f"{found}, and does not wait for the disk",
        "Set fsync = on: what was answered would be lost with the power.",
    )


def ask_whether_whole(database: Path) -> tuple[str, str]:
    """What SQLite says of the file, WHOLE if it is, and its journal's mode."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
            said = "; ".join(row[0] for row in connection.execute("PRAGMA quick_check(3)"))
            return said, connection.execute("PRAGMA journal_mode").fetchone()[0]
    except sqlite3.Error as problem:
        return str(problem), ""


def judge_integrity(about: str, database: Path, said: str, mode: str) -> Line:
    if said != WHOLE:
        return wrong(
            about, f"{database.name} is damaged or away: {said}", "Stop the house and restore the last backup."
        )
    if mode != "wal":
        return warning(about, f"{database.name} keeps its journal as {mode}", "Start the house once: it sets WAL.")
    return ok(about, f"{database.name} is whole")


def judge_log(size: int) -> Line:
    """Bytes of the write-ahead log."""
    if size <= LARGE_LOG:
        return ok(ABOUT, f"its log has {megabytes(size)}")
    return warning(
        ABOUT,
        f"its log has grown to {megabytes(size)}",
        "Some process reads for very long: end long commands beside the house, else restart it.",
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _migrations(settings: Settings) -> Line:
    from terbit.cli.django import start_django
    from terbit.house.bootstrap import pending_migrations

    try:
        start_django(settings)
        return judge_migrations(pending_migrations(settings))
    except StartRefused as problem:
        return wrong(ABOUT, str(problem).rstrip("."), "See the sentence before.")


def judge_migrations(pending: int) -> Line:
    if not pending:
        return ok(ABOUT, "its tables are of this version")
    return wrong(
        ABOUT, f"its tables lack {pending} steps to this version", "Run `terbit prepare`, or start the house anew."
    )
