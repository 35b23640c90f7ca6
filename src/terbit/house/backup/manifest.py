"""What a backup says of itself: `manifest.json`, the archive's last member. And which names may stand in an archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from terbit.house.refused import StartRefused

FORMAT: Final = 1
"""Raised when an older Terbit could not restore the archive."""
NAME: Final = "manifest.json"
FILES: Final = ("house.sqlite", "ledger.sqlite", "kind", "origin")
FOLDERS: Final = ("keys", "media", "mailbox")
NEEDED: Final = ("house.sqlite", "ledger.sqlite", "kind")
_LONGEST_PART: Final = 255


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: its length, and the SHA-256 of its content in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made_at` is UTC in ISO 8601, the moment that the databases' copies show; `epoch` and `number` are dispatch's then.

    `versions` by program; `rows` by database and table, as they are in the archive; `left_out` names how many printed
    pages are not in it, since a restore prints them again.
    """

    format: int
    made_at: str
    kind: str
    origin: str
    epoch: str
    number: int
    left_out: int
    versions: Mapping[str, str]
    rows: Mapping[str, Mapping[str, int]]
    members: Mapping[str, Member]

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @property
    def bytes(self) -> int:
        """Of all members together, unpacked."""
        return sum(member.bytes for member in self.members.values())


def manifest_from(text: bytes) -> Manifest:
    """Raises StartRefused for what is none, what a newer Terbit wrote, and a name that has no place in a state folder."""
    try:
        found: dict[str, Any] = json.loads(text)
        number = found["format"]
    except (ValueError, KeyError, TypeError):
        raise StartRefused("This is no backup of Terbit: its manifest cannot be read.", "no_backup") from None
    if not isinstance(number, int) or number > FORMAT:
        raise StartRefused(
            f"This backup has format {number}, this Terbit knows formats up to {FORMAT}. Restore it with the version "
            "that made it, or a newer one.",
            "newer_format",
        )
    try:
        members = {name: Member(int(of["bytes"]), str(of["sha256"])) for name, of in found.pop("members").items()}
        manifest = Manifest(members=members, **found)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StartRefused("This is no backup of Terbit: its manifest is incomplete.", "no_backup") from None
    for name in members:
        if not has_a_place(name):
            raise StartRefused(f"The backup names {name!r}, which has no place in a state folder.", "strange_name")
    if missing := [name for name in NEEDED if name not in members]:
        raise StartRefused(f"The backup lacks {', '.join(missing)}.", "no_backup")
    return manifest


def has_a_place(name: str) -> bool:
    """Whether a member of this name may be written into a state folder: nowhere else, and nothing that is not kept."""
    parts = name.split("/")
    if not name.isprintable() or "\\" in name or any(_is_strange(part) for part in parts):
        return False
    if len(parts) == 1:
        return name in FILES
    return parts[0] in FOLDERS and (parts[0] == "media" or len(parts) == 2)


def _is_strange(part: str) -> bool:
    return part in {"", ".", ".."} or len(part.encode()) > _LONGEST_PART
