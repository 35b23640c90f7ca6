"""Making a backup: the databases' copies, then keys, pictures and letters, then the manifest; whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, Final

import psycopg

import terbit
from terbit.config import Settings
from terbit.house.backup import manifest as manifests
from terbit.house.backup.databases import Tell, copy_databases
from terbit.house.backup.manifest import FORMAT, Manifest, Member
from terbit.house.backup.note import LastBackup, note_backup
from terbit.house.refused import StartRefused

PACKED_ALREADY: Final = {".webp", ".jpg", ".jpeg", ".png", ".gif", ".avif"}
ALWAYS: Final = (1980, 1, 1, 0, 0, 0)  # no member tells when it was copied: equal content is an equal member
CHUNK: Final = 1024 * 1024
ZIP64_FROM: Final = 2**31 - 1


def back_up(settings: Settings, file: Path, tell: Tell, now: datetime) -> Manifest:
    """Write the backup of a house, running or not, to `file`, readable by its owner alone. Raises StartRefused.

    `now` is aware. Nothing appears under that name before all of it is on disk; a file that is there is left alone.
    """
    _refuse_bad_place(settings, file)
    try:
        with _room_beside(file) as folder:
            manifest = _gather(settings, folder, tell, now)
            _give_name(folder / "archive", file)
        note_backup(settings, LastBackup(manifest.made_at, str(file.absolute()), file.stat().st_size))
    except (OSError, sqlite3.Error, psycopg.Error) as problem:
        raise StartRefused(
            f"The backup was not finished: {problem}. Nothing was changed. It needs a disk with room for the databases "
            "twice and for the pictures once."
        ) from None
    return manifest


def _refuse_bad_place(settings: Settings, file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise StartRefused(f"{file} is there already. Name another file: a backup overwrites nothing.")
    if not file.parent.is_dir():
        raise StartRefused(f"There is no folder {file.parent}. Make it, or name another place.")
    if file.parent.resolve().is_relative_to(settings.home.resolve()):
        raise StartRefused(f"{file} lies in the state folder itself, and would be lost with it. Name another place.")


@contextmanager
def _room_beside(file: Path) -> Iterator[Path]:
    """A folder of our own on the disk that the backup goes to; it goes in any case."""
    folder = file.with_name(f".{file.name}.{os.getpid()}")
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _gather(settings: Settings, folder: Path, tell: Tell, now: datetime) -> Manifest:
    """Databases first, then what their rows name: a picture's file is there before its row, and stays."""
    facts = copy_databases(settings, folder, tell)
    members: dict[str, Member] = {}
    sources = [(name, folder / name) for name in facts.rows] + list(_kept(settings))
    total, done = sum(_size(source) for _, source in sources), 0
    with _private(folder / "archive") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, source in sources:
                if (member := _add(archive, name, source)) is not None:
                    members[name] = member
                    tell(done := done + member.bytes, total)
                if source.parent == folder:
                    source.unlink()  # what is in the archive needs no second room
            manifest = Manifest(
                format=FORMAT,
                made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
                kind=_text(settings.kind_file),
                origin=_text(settings.origin_file),
                epoch=facts.epoch,
                number=facts.number,
                left_out=facts.left_out,
                versions=versions(),
                rows=facts.rows,
                members=members,
            )
            archive.writestr(_info(manifests.NAME), manifest.to_json())
        out.flush()
        os.fsync(out.fileno())
    return manifest


def versions() -> dict[str, str]:
    """Of what wrote the backup, by name."""
    return {
        "terbit": terbit.__version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "django": version("django"),
        "sqlite": sqlite3.sqlite_version,
    }


def _kept(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Files of the state folder besides the databases, by the names they have in it; no links, no unfinished ones."""
    for file in (settings.kind_file, settings.origin_file):
        if file.exists():
            yield file.name, file
    for folder in (settings.keys_folder, settings.mailbox_folder, settings.media_folder):
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(settings.home).as_posix()
            if not file.name.startswith(".") and stat.S_ISREG(file.lstat().st_mode) and manifests.has_a_place(name):
                yield name, file


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _add(archive: zipfile.ZipFile, name: str, source: Path) -> Member | None:
    """None where the file went away since it was listed: then no row of the copies names it any more, or will miss it."""
    digest, length = hashlib.sha256(), 0
    try:
        content = source.open("rb")
    except FileNotFoundError:
        return None
    with content:
        large = os.fstat(content.fileno()).st_size > ZIP64_FROM
        with archive.open(_info(name), "w", force_zip64=large) as out:
            while chunk := content.read(CHUNK):
                digest.update(chunk)
                length += out.write(chunk)
    return Member(length, digest.hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, ALWAYS)
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    packed = Path(name).suffix.lower() in PACKED_ALREADY
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return info


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _text(file: Path) -> str:
    return file.read_text().strip() if file.exists() else ""


def _give_name(draft: Path, file: Path) -> None:
    """The finished archive gets its name, on disk; should one of that name have come meanwhile, that one stays."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        draft.rename(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Until then a new name may be gone after a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
