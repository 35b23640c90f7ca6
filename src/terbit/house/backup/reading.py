"""Taking an archive apart, believing nothing of it: names, kinds, lengths and hashes are checked before a file counts."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from terbit.house.backup.manifest import NAME, Manifest, Member, manifest_from
from terbit.house.refused import StartRefused

CHUNK: Final = 1024 * 1024
LONGEST_MANIFEST: Final = 512 * CHUNK
_ENCRYPTED: Final = 0x1


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The archive, its list of members in agreement with its manifest. Raises StartRefused for anything else."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive, _checked(archive)
    except FileNotFoundError:
        raise StartRefused(f"There is no file {file}.") from None
    except zipfile.BadZipFile as problem:
        raise StartRefused(f"{file} is no backup of Terbit, or is damaged: {problem}.", "no_backup") from None


def _checked(archive: zipfile.ZipFile) -> Manifest:
    infos = archive.infolist()
    by_name = {info.filename: info for info in infos}
    if len(by_name) != len(infos):
        raise StartRefused("The backup holds two files of one name.", "strange_name")
    if NAME not in by_name or by_name[NAME].file_size > LONGEST_MANIFEST:
        raise StartRefused("This is no backup of Terbit: it has no manifest.", "no_backup")
    manifest = manifest_from(archive.read(NAME))
    if differing := manifest.members.keys() ^ (by_name.keys() - {NAME}):
        raise StartRefused(f"The backup and its manifest disagree about {min(differing)!r}.", "strange_name")
    for info in infos:
        if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG} or info.flag_bits & _ENCRYPTED:
            raise StartRefused(f"{info.filename!r} in the backup is no plain file.", "strange_name")
    return manifest


def unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, tell: Callable[[int, int], None]) -> None:
    """Write every member below `folder`, which is new and empty, private and on disk.

    Raises StartRefused for the first whose length or hash is not the manifest's. Raises OSError.
    """
    done = 0
    for name, member in manifest.members.items():
        place = folder / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _unpack_one(archive, name, member, place)
        tell(done := done + member.bytes, manifest.bytes)


def _unpack_one(archive: zipfile.ZipFile, name: str, member: Member, place: Path) -> None:
    digest, left = hashlib.sha256(), member.bytes
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as out, archive.open(name) as content:
        while left >= 0 and (chunk := content.read(CHUNK)):
            left -= len(chunk)
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if left or digest.hexdigest() != member.sha256:
        raise StartRefused(f"{name} in the backup is damaged: it is not what the manifest says.", "damaged")
