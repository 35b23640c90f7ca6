from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from terbit.dispatch.shelf import ShelfReader

FOLLOWER = """
import sys
from pathlib import Path
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, Position

shelf = ShelfWriter(Path(sys.argv[1]), 256)
rows = int(sys.argv[2])
shelf.fill((DispatchRow(f"/{number}", 1, b"x" * 100_000) for number in range(rows)), Position("epoch", 1))
shelf.close()
"""


def follow(folder: Path, rows: int) -> None:
    """What another process does: lay so many rows of 100 kB on the shelf."""
    subprocess.run([sys.executable, "-c", FOLLOWER, str(folder), str(rows)], check=True)


def test_a_kiosk_that_opened_a_shelf_while_it_was_small_reads_on_when_it_has_grown(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    follow(tmp_path / "shelf", 0)
    reader = ShelfReader(tmp_path / "shelf")
    with reader.glance() as glance:
        assert glance.get(b"/0") is None
    follow(tmp_path / "shelf", 300)
    with reader.glance() as glance:
        assert len(glance.get(b"/299") or b"") == 100_000
    reader.close()
