"""`terbit backup [FILE]`: one file that holds the house, taken while it runs."""

from __future__ import annotations

import argparse
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from terbit.cli.django import require_house
from terbit.cli.progress import Progress
from terbit.cli.tidy import end_tidily
from terbit.config import Settings

NAME = "backup"
HELP = "write the whole house, keys too, to one file that only you can read; beside the running house"
NICENESS = 10
DEFAULT = "terbit-%Y%m%dT%H%M%SZ.zip"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", nargs="?", type=Path, help="where to; else terbit-<UTC time>.zip in this folder"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """1 where it was refused or broke off; then there is no file."""
    require_house(settings)
    from terbit.house.backup.writing import back_up

    os.umask(0o077)
    end_tidily()
    os.nice(NICENESS)
    now = datetime.now(UTC)
    file = (options.file or Path(now.strftime(DEFAULT))).absolute()
    progress = Progress(1)
    manifest = back_up(settings, file, progress.reach, now)
    progress.end({"files": len(manifest.members)})
    made = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "made_at": manifest.made_at,
        "files": len(manifest.members),
        "rows": {name: sum(rows.values()) for name, rows in manifest.rows.items()},
        "pages_left_out": manifest.left_out,
    }
    if options.json:
        print(json.dumps(made, ensure_ascii=False, indent=2))
    else:
        print(f"{file}: {made['bytes']:,} bytes, {made['files']:,} files. It holds the house's keys: keep it safe.")
    return 0
