"""One file per command: NAME, HELP (empty: not listed), arguments(parser) and run(options, settings) -> exit code."""

from __future__ import annotations

import argparse
from typing import Protocol

from terbit.cli.commands import (
    audit,
    backup,
    cut_pictures,
    demo,
    doctor,
    exporting,
    follower,
    fronting,
    importing,
    kiosk,
    kiosk_server,
    listing,
    manage,
    move,
    newsroom,
    prepare,
    press,
    reloading,
    restore,
    settings,
    up,
    version,
    why,
    worker,
)
from terbit.config import Settings


class Command(Protocol):
    """What a file in this folder is."""

    NAME: str
    HELP: str
    __doc__: str | None

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace, settings: Settings) -> int: ...


COMMANDS: tuple[Command, ...] = (
    up,
    kiosk,
    reloading,
    newsroom,
    worker,
    prepare,
    settings,
    press,
    listing,
    importing,
    exporting,
    cut_pictures,
    backup,
    restore,
    doctor,
    why,
    fronting,
    audit,
    demo,
    move,
    manage,
    version,
    follower,
    kiosk_server,
)
