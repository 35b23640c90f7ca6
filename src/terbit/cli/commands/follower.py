"""The process that brings this host's shelf up to dispatch. The supervisor starts it; `terbit kiosk` is for people."""

from __future__ import annotations

import argparse

from terbit.config import Settings

NAME = "follower"
HELP = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.log import log_to_stderr
    from terbit.dispatch.follower import main

    log_to_stderr("follower", settings)
    main(settings)
    return 0
