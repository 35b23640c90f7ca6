"""`terbit list articles`: every article with what its readers need, and where it stands."""

from __future__ import annotations

import argparse

from terbit.cli.printing import json_option, print_rows
from terbit.config import Settings

NAME = "list"
HELP = "list articles: path, access, publication, edition, cover story, state"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["articles"], help="articles: all of them, the newest first")
    json_option(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.cli.django import start_django

    start_django(settings)
    from terbit.house.listing import articles

    print_rows(articles(), options.json)
    return 0
