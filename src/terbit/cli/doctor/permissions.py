"""Who may read and write what the house keeps."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from terbit.cli.doctor.line import Line, ok, warning, wrong
from terbit.config import Settings

ABOUT: Final = "permissions"
OTHERS: Final = 0o007
ALL_BUT_OWNER: Final = 0o077


@dataclass(frozen=True, slots=True)
class Kept:
    """A file or folder, its mode without its kind, its owner's number; `private` where nobody else may look in."""

    path: Path
    mode: int
    owner: int
    private: bool


def check(settings: Settings) -> Iterator[Line]:
    """One line for each thing that is not as it should be, or one that says that all are."""
    home = _kept(settings.home, private=False)
    found = list(judge(home, list(_all(settings))))
    yield from found or [ok(ABOUT, "keys and letters are private, and everything has one owner")]


def _all(settings: Settings) -> Iterator[Kept]:
    for folder in (settings.keys_folder, settings.run_folder, settings.mailbox_folder):
        if folder.is_dir():
            yield _kept(folder, private=True)
    for file in sorted(settings.keys_folder.glob("*")):
        yield _kept(file, private=True)
    for database in (settings.house_database, settings.ledger_database):
        for file in sorted(database.parent.glob(f"{database.name}*")):
            yield _kept(file, private=False)
    for file in sorted(settings.shelf_folder.glob("*.mdb")):
        yield _kept(file, private=False)


def _kept(path: Path, private: bool) -> Kept:
    status = path.stat()
    return Kept(path, stat.S_IMODE(status.st_mode), status.st_uid, private)


def judge(home: Kept, kept: Iterable[Kept]) -> Iterator[Line]:
    everything = list(kept)
    for one in everything:
        if one.private and one.mode & ALL_BUT_OWNER:
            mode = "700" if one.path.is_dir() else "600"
            yield wrong(ABOUT, f"{one.path} can be read by others (mode {one.mode:o})", f"chmod {mode} {one.path}")
    for one in everything:
        if one.owner != home.owner:
            yield wrong(
                ABOUT,
                f"{one.path} belongs to user {one.owner}, the state folder to user {home.owner}",
                f"Give it to the user that runs the house: chown {home.owner} {one.path}",
            )
    databases = [one for one in everything if one.path.suffix == ".sqlite" and one.mode & OTHERS]
    if databases and home.mode & OTHERS:
        names = " and ".join(one.path.name for one in databases)
        yield warning(ABOUT, f"everybody on this machine can read {names}", f"chmod 700 {home.path}")
