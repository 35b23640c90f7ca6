"""`terbit up`: the whole house on one machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import os

from terbit.config import Settings, load

NAME = "up"
HELP = "start the whole house: kiosk, newsroom and worker"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--empty", action="store_true", help="begin a house of your own, without anything of the demo")


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.house_processes import run_house

    started = load(os.environ, starting=True)
    os.environ["TERBIT_BASE_URL"] = started.base_url  # the parts agree on what was decided here
    return run_house(started, empty=options.empty)
