"""Room: on the disk of the state folder, and in the shelf's map."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Final

from terbit.cli.doctor.line import Line, megabytes, ok, warning, wrong
from terbit.config import Settings
from terbit.dispatch.shelf import MEGABYTE, ShelfReader

ABOUT: Final = "disk"
LITTLE: Final = 2_000_000_000
TOO_LITTLE: Final = 200_000_000
NEARLY_FULL: Final = 0.9


def check(settings: Settings) -> Iterator[Line]:
    yield judge_disk(shutil.disk_usage(settings.home).free)
    yield judge_shelf(_held(settings), settings.shelf_size_mb * MEGABYTE)


def _held(settings: Settings) -> int:
    if not (settings.shelf_folder / "data.mdb").exists():
        return 0
    shelf = ShelfReader(settings.shelf_folder)
    try:
        return shelf.bytes_held()
    finally:
        shelf.close()


def judge_disk(free: int) -> Line:
    """Bytes."""
    found = f"{megabytes(free)} are free for the state folder"
    if free >= LITTLE:
        return ok(ABOUT, found)
    advice = "Make room: delete old backups, or move the folder to a larger disk while the house is stopped."
    return warning(ABOUT, found, advice) if free >= TOO_LITTLE else wrong(ABOUT, found, advice)


def judge_shelf(held: int, most: int) -> Line:
    """Bytes. A shelf that begins anew lies beside the old one until it is whole, so half the room is little."""
    found = f"the shelf holds {megabytes(held)} of at most {megabytes(most)}"
    if held * 2 <= most:
        return ok(ABOUT, found)
    advice = "Raise TERBIT_SHELF_SIZE_MB and start the follower anew."
    return warning(ABOUT, found, advice) if held < NEARLY_FULL * most else wrong(ABOUT, found, advice)
