"""`terbit cut-pictures`: shapes for pictures that are older than the shapes. Beside the running house, and again at will."""

from __future__ import annotations

import argparse
import os

from terbit.config import Settings

NAME = "cut-pictures"
HELP = "cut pictures of former versions into the shapes that search engines ask for; may be stopped and run again"
NICENESS = 15


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """1 where a picture was left as it was: it is gone, or its original cannot be read."""
    os.nice(NICENESS)  # readers and journalists go first
    from terbit.cli.django import start_django

    start_django(settings)
    from terbit.cli.progress import Progress
    from terbit.newsroom.cutting import cut_shapes_of, without_shapes

    wanted = without_shapes()
    progress, counts = Progress(len(wanted)), {"cut": 0, "left": 0}
    for pk in wanted:
        counts["cut" if cut_shapes_of(pk) else "left"] += 1
        progress.pass_by(1, counts)
    progress.end(counts)
    return 1 if counts["left"] else 0
