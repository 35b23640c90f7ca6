"""`terbit prepare`: make the state folder, or bring it up to date. `terbit up` does it by itself."""

from __future__ import annotations

import argparse

from terbit.config import Settings

NAME = "prepare"
HELP = "make the state folder or bring it up to date, and start nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--empty", action="store_true", help="begin a house of your own, without anything of the demo")


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.house.bootstrap import prepare

    prepare(settings, empty=options.empty)
    return 0
