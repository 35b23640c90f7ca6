"""`/static/` and `/media/`: files that never change under their name."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import Final, NamedTuple

from terbit.dispatch.contract import Coding
from terbit.kiosk.headers import VARY_FOR_FRONT, for_front
from terbit.kiosk.http import Header

STATIC: Final = "/static/"
MEDIA: Final = "/media/"
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*(/[A-Za-z0-9_][A-Za-z0-9_.@-]*)*")
_HASHED: Final = re.compile(r"\.[0-9a-f]{12}\.")
IMMUTABLE: Final[Header] = (b"cache-control", b"public, max-age=31536000, immutable")
BRIEF: Final[Header] = (b"cache-control", b"public, max-age=60")
NOSNIFF: Final[Header] = (b"x-content-type-options", b"nosniff")
SANDBOX: Final[Header] = (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox")
PACKED: Final[tuple[tuple[Coding, str], ...]] = (("br", ".br"), ("gzip", ".gz"))


class File(NamedTuple):
    path: Path
    headers: list[Header]


class Files:
    """Two folders: the theme's files, whose names carry a hash, and pictures, whose names are 128 random bits.

    Which pictures readers may have stands on the shelf, and is asked before.
    """

    def __init__(self, static: Path, media: Path, front: int = 0) -> None:
        """`front`: seconds for which our own front may keep them."""
        self._for_front = for_front(front)
        self._folders = {STATIC: static, MEDIA: media / "pictures"}

    def find(self, path: str, coding: Coding) -> File | None:
        """The file at this path, packed where a packed one lies beside it; None where there is none."""
        for prefix, folder in self._folders.items():
            name = path.removeprefix(prefix)
            if name != path and _NAME.fullmatch(name):
                immutable = prefix != STATIC or bool(_HASHED.search(name))
                return _file(folder / name, coding, immutable, self._for_front)
        return None


def _file(path: Path, coding: Coding, immutable: bool, for_front: list[Header]) -> File | None:
    if not path.is_file():
        return None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in ("application/javascript", "application/json"):
        kind += "; charset=utf-8"
    headers: list[Header] = [
        (b"content-type", kind.encode()),
        IMMUTABLE if immutable else BRIEF,
        NOSNIFF,
        SANDBOX,
        VARY_FOR_FRONT,
        *for_front,
    ]
    for packed, suffix in PACKED:
        beside = path.with_name(path.name + suffix)
        if coding in (packed, "br") and beside.is_file():
            return File(beside, [*headers, (b"content-encoding", packed.encode())])
    return File(path, headers)
