"""The kiosk's server process. The supervisor starts it; `terbit kiosk` is the command for people."""

from __future__ import annotations

import argparse

from terbit.config import Settings

NAME = "kiosk-server"
HELP = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.lifeline import die_with_parent
    from terbit.cli.log import log_to_stderr
    from terbit.kiosk.server import main

    log_to_stderr("kiosk", settings)
    return main(settings, begin_worker=die_with_parent)
