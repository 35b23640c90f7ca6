"""`terbit reload`: the kiosk of this state folder takes new workers, and no request fails."""

from __future__ import annotations

import argparse

from terbit.config import Settings

NAME = "reload"
HELP = "let the running kiosk take new workers; those from before finish what is under way"


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.house.refused import StartRefused
    from terbit.kiosk.reload import ask_for_new_workers

    if not ask_for_new_workers(settings.kiosk_pid_file):
        raise StartRefused(f"No kiosk runs on {settings.home}. Start it with terbit up or terbit kiosk.")
    return 0
