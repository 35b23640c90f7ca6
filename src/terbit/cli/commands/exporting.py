"""`terbit export archive [FILE]`: the house's stories as an archive, to a file or to standard output."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from terbit.config import Settings

NAME = "export"
HELP = "export archive [FILE]: write the house's stories as an archive (docs/archive-format.md)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("format", choices=["archive"], help="archive: JSON Lines, one article a line")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where to; standard output without it")
    parser.add_argument(
        "--pictures", metavar="FOLDER", type=Path, help="pictures as files here, instead of within the lines"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.django import start_django

    start_django(settings)
    from terbit.cli.progress import Progress
    from terbit.wire.archive.exporting import lines
    from terbit.wire.export import beside, exported, stories, within

    progress, counts = Progress(exported().count()), {"written": 0, "left out": 0}

    def refused(id_: str, refusal: object) -> None:
        counts["left out"] += 1
        progress.say(f"{id_}: {getattr(refusal, 'code', '')}: {getattr(refusal, 'why', '')}")

    def counted() -> Iterable[bytes]:
        for line in lines(stories(place), refused):
            counts["written"] += 1
            progress.pass_by(1, counts)
            yield line

    folder = options.file.parent if options.file else Path()
    place = beside(options.pictures, folder) if options.pictures else within
    _write(options.file, counted())
    progress.end(counts)
    return 1 if counts["left out"] else 0


def _write(file: Path | None, lines: Iterable[bytes]) -> None:
    """A file appears when it is complete, or not at all; what is no file of its own (a pipe) is written to as it is."""
    if file is None:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    elif file.exists() and not file.is_file():
        with file.open("wb") as out:
            out.writelines(lines)
    else:
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            with draft.open("wb") as out:
                out.writelines(lines)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
