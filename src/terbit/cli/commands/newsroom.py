"""`terbit newsroom`: Django, where journalists write and readers keep their accounts, on its Unix socket."""

from __future__ import annotations

import argparse

from terbit.config import Settings

NAME = "newsroom"
HELP = "start the newsroom alone, on its socket"


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.django import require_house
    from terbit.cli.log import log_to_stderr
    from terbit.house.server import serve_newsroom

    require_house(settings)
    log_to_stderr("newsroom", settings)
    serve_newsroom(settings)
    return 0
