"""`terbit settings`: every setting with its value, default and meaning; passwords masked."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from terbit.cli.printing import json_option, print_rows
from terbit.config import Settings, shown

NAME = "settings"
HELP = "print every setting, its value and its meaning"


def arguments(parser: argparse.ArgumentParser) -> None:
    json_option(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    print_rows([asdict(one) for one in shown(settings)], options.json)
    return 0
