"""A house made of a backup: all in a folder within the state folder first, and into its place when nothing can fail.

An archive holds SQLite files, whatever kept the house that it is of. Where house or ledger of the new one are kept in
PostgreSQL, they move there from the staging folder, compared table by table as with `terbit move`.

What is different in the restored house: dispatch is another log (a new epoch, so that no kiosk and no pass waits for a
number of the old one); every page is marked; and ids go on a million further, since passes, addresses and feeds of
what was made after the backup are still out there and must not fit somebody or something else.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import psycopg

from terbit.config import HOUSE_KINDS, Settings, load
from terbit.house.backup.databases import Tell
from terbit.house.backup.manifest import Manifest
from terbit.house.backup.reading import opened, unpack
from terbit.house.backup.writing import sync_folder
from terbit.house.databases import check_servers
from terbit.house.move.copying import Move
from terbit.house.move.moving import move
from terbit.house.refused import StartRefused
from terbit.house.state_folder import remember_places

STAGING: Final = ".restoring"
NOT_OURS: Final = {"lost+found"}
JUMP: Final = 1_000_000
LAST: Final = "kind"
"""Without it there is no house in the folder: it comes when everything else is there."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was in the backup, how many readers were told to dispatch again, and how many pages are to be printed."""

    manifest: Manifest
    readers: int
    pages: int


def restore(file: Path, settings: Settings, tell: Tell, say: Callable[[str], None]) -> Restored:
    """Make the house in `settings.home`, which is empty or not there. Raises StartRefused; then it is empty again.

    For a process of its own: it loads Django on the staging folder. Databases that `settings` names must be empty too.
    """
    check_servers(settings)
    try:
        with opened(file) as (archive, manifest), _staging(settings, manifest) as folder:
            unpack(archive, manifest, folder, tell)
            if (folder / LAST).read_text().strip() not in HOUSE_KINDS:
                raise StartRefused("The backup does not say whether it is of a demo house.", "no_backup")
            say("Every file is what the manifest says.")
            readers, pages = _make_ready(folder, fills_search=not settings.database_url and not _searches(manifest))
            _move_to_servers(folder, settings, say)
            _put_into_place(folder, settings.home)
    except (OSError, sqlite3.Error, psycopg.Error) as problem:
        raise StartRefused(f"{settings.home} could not be restored: {problem}. It is as empty as before.") from None
    return Restored(manifest, readers, pages)


@contextmanager
def _staging(settings: Settings, manifest: Manifest) -> Iterator[Path]:
    """The folder to unpack into, alone in the state folder; whatever is left of it goes."""
    home = settings.home
    was_there = home.is_dir()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    folder = home / STAGING
    try:
        _take(handle, home)
        _refuse_full(home)
        _refuse_small_disk(home, manifest)
        shutil.rmtree(folder, ignore_errors=True)  # of a restore that was killed
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
        if not was_there and not any(home.iterdir()):
            home.rmdir()


def _take(handle: int, home: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StartRefused(f"Another restore is at work in {home}.") from None


def _refuse_full(home: Path) -> None:
    if there := sorted({entry.name for entry in home.iterdir()} - NOT_OURS - {STAGING}):
        raise StartRefused(
            f"{home} is not empty: it holds {', '.join(there[:3])}{' …' if len(there) > 3 else ''}. A house is restored "
            "into an empty folder; name another one with --home, or move this one away.",
            "not_empty",
        )


def _refuse_small_disk(home: Path, manifest: Manifest) -> None:
    free = shutil.disk_usage(home).free
    if free < manifest.bytes:
        raise StartRefused(
            f"The disk of {home} has {free:,} bytes free; the backup needs {manifest.bytes:,}, and room for its pages.",
            "disk",
        )


def _searches(manifest: Manifest) -> bool:
    """Whether the archive holds what search has read: a house that was in PostgreSQL leaves it out."""
    return manifest.rows["house.sqlite"].get("wagtailsearch_indexentry", 0) > 0


def _make_ready(folder: Path, fills_search: bool) -> tuple[int, int]:
    """Readers laid into dispatch, and pages marked. Raises StartRefused for a database of a newer Terbit."""
    os.environ |= {"TERBIT_HOME": str(folder), "TERBIT_DATABASE_URL": "", "TERBIT_LEDGER_URL": ""}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.house.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from terbit.house.backup.again import lay_again
    from terbit.house.bootstrap import migrate, pending_migrations

    staged = load(os.environ)
    try:
        if pending_migrations(staged):
            migrate()
        go_further(staged.house_database)
        if fills_search:
            call_command("update_index", verbosity=0)
        return lay_again()
    finally:
        connections.close_all()


def go_further(house: Path) -> None:
    """No id of what was made after the backup is given again: neither to readers, nor to sessions, nor to stories."""
    with closing(sqlite3.connect(house)) as connection, connection:
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master WHERE type = 'table'"
            " AND sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)"
        )
        connection.execute("UPDATE sqlite_sequence SET seq = seq + ?", (JUMP,))


def _move_to_servers(folder: Path, settings: Settings, say: Callable[[str], None]) -> None:
    """House and ledger from the staging folder to where `settings` keep them; their files go."""
    plan = Move(Settings(home=folder), replace(settings, home=folder))
    if not plan.of_house and not plan.of_ledger:
        return
    move(plan, say)
    remember_places(settings, folder)  # as they are called when the folder is in its place
    gone = [plan.source.house_database.name] if plan.of_house else []
    gone += [plan.source.ledger_database.name, f"left-{plan.source.ledger_database.name}"] if plan.of_ledger else []
    for name in gone:
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)


def _put_into_place(folder: Path, home: Path) -> None:
    """One move for each entry, on one disk; the one that makes it a house last."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name == LAST):
        if entry.name == LAST:
            sync_folder(home)
        entry.rename(home / entry.name)
    sync_folder(home)
