"""`terbit front nginx|varnish [FILE]`: a configuration for a shared cache in front of the kiosk."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from terbit.config import Settings

NAME = "front"
HELP = "front nginx|varnish [FILE]: write a configuration for a cache in front of the kiosk"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("program", choices=["nginx", "varnish"], help="which front")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where to; standard output without it")
    parser.add_argument("--listen", metavar="PORT", default="80", help="nginx: where it listens, such as 443 ssl")
    parser.add_argument(
        "--cache", metavar="FOLDER", default="/var/cache/nginx/terbit", help="nginx: where it keeps pages"
    )
    parser.add_argument(
        "--purge-from",
        metavar="ADDRESS",
        nargs="+",
        default=["127.0.0.1", "::1"],
        help="varnish: the kiosks' addresses",
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    from terbit.kiosk.front import FRONTS
    from terbit.kiosk.front.front import front_of

    front = front_of(settings, listen=options.listen, cache=options.cache, purge_from=tuple(options.purge_from))
    text = FRONTS[options.program](front)
    if options.file is None:
        sys.stdout.write(text)
    else:
        options.file.write_text(text)
    return 0
