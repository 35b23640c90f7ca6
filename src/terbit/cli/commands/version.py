"""`terbit version`."""

from __future__ import annotations

import argparse

from terbit.config import Settings

NAME = "version"
HELP = "print the version"


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    from importlib.metadata import version

    print(f"terbit {version('terbit')}")
    return 0
