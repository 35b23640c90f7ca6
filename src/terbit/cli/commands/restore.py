"""`terbit restore FILE`: a house made of a backup, in an empty state folder."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from terbit.cli.progress import Progress
from terbit.cli.tidy import end_tidily
from terbit.config import Settings, load

NAME = "restore"
HELP = "make a house of a backup, in an empty state folder; `terbit up` prints its pages"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="what `terbit backup` wrote")
    parser.add_argument("--home", metavar="FOLDER", type=Path, help="the state folder to make; else TERBIT_HOME")
    parser.add_argument(
        "--print", action="store_true", dest="print_pages", help="print all pages now, not at the start"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """1 where it was refused; then the folder is as it was."""
    from terbit.house.backup.restoring import restore
    from terbit.house.state_folder import refuse_long_sockets

    os.umask(0o077)
    end_tidily()
    home = options.home.expanduser().absolute() if options.home else settings.home
    environ = os.environ | {"TERBIT_HOME": str(home)}
    target = load(environ)
    refuse_long_sockets(target)
    progress = Progress(1)
    done = restore(options.file, target, progress.reach, progress.say)
    progress.end({"files": len(done.manifest.members)})
    if options.print_pages:
        command = [sys.executable, "-m", "terbit", "prepare"]
        code = subprocess.run(command, env=environ, stdout=sys.stderr, check=False).returncode
        if code:
            return code
    _tell(options, home, done.manifest.made_at, done.readers, done.pages)
    return 0


def _tell(options: argparse.Namespace, home: Path, made_at: str, readers: int, pages: int) -> None:
    if options.json:
        print(json.dumps({"home": str(home), "made_at": made_at, "readers": readers, "pages": pages}, indent=2))
        return
    pages_are = "are printed" if options.print_pages else "will be printed by the next `terbit up`"
    print(f"The house of {made_at} is in {home}: {readers:,} readers; {pages:,} pages {pages_are}.")
