"""`terbit manage …`: Django's own management commands, on this state folder."""

from __future__ import annotations

import argparse
import os

from terbit.cli.django import SETTINGS_MODULE
from terbit.config import Settings

NAME = "manage"
HELP = "Django's management commands"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs="*", help="what Django shall do")


def run(options: argparse.Namespace, settings: Settings) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["terbit manage", *options.rest])
    return 0
