"""`terbit worker`: prints pages that changed, makes releases, and does the house's chores."""

from __future__ import annotations

import argparse
import os

from terbit.config import Settings

NAME = "worker"
HELP = "start the worker alone: it prints pages"

LOWER_PRIORITY = 5  # readers before pages, pages before the newsroom's screens


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.django import start_django
    from terbit.cli.log import log_to_stderr

    os.nice(LOWER_PRIORITY)
    log_to_stderr("worker", settings)
    start_django(settings)
    from terbit.house.chores import Chores
    from terbit.press.worker import main

    return main(Chores().do_next)
