"""`terbit press verify`: is every page on the shelf what printing from nothing would give?"""

from __future__ import annotations

import argparse

from terbit.config import Settings

NAME = "press"
HELP = "press verify: compare the printed pages with pages printed from nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], help="verify: compare with pages printed from nothing")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.django import start_django

    start_django(settings)
    from terbit.press.verify import main

    return main(options.rest)
