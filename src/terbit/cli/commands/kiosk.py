"""`terbit kiosk`: the reading side alone: the host's follower and the kiosk server. Without Django."""

from __future__ import annotations

import argparse

from terbit.config import Settings

NAME = "kiosk"
HELP = "start the reading side alone: follower and kiosk"


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.house_processes import run_kiosk

    return run_kiosk(settings)
