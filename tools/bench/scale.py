"""`python -m tools.bench.scale`: what grows with the archive, and what does not. About half an hour."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.bench import archive, report
from tools.bench.load import IN_TURN, Asked, Load
from tools.bench.servers import a_kiosk, a_newsroom_that_takes_counts

MEMORY_AT = (1_000, 20_000, 200_000)
PUBLISHING_AT = (1_000, 14_000, 100_000)
SMALL_PAGE, SMALL_TEASER = 9_000, 2_500
"""200,000 pages of full size would fill a disk, and tell nothing more about memory."""
ROOM_BYTES = 12_000_000_000


def main() -> None:
    options = _options()
    found: dict[str, Any] = {"kiosk_anonymous_kb": {}, "publishing": {}}
    for articles in options.memory:
        found["kiosk_anonymous_kb"][articles] = kb = memory_at(articles)
        print(f"{articles:>9,} articles: {kb / 1000:.1f} MB of anonymous memory in the kiosk", flush=True)
    for articles in options.publishing:
        found["publishing"][articles] = one = publishing_at(articles, options.stories)
        print(f"{articles:>9,} articles: {json.dumps(one)}", flush=True)
    if options.write:
        report.write({"scale": found})
        print("Written to docs/performance.md and docs/performance.json.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-scale", description="Memory and publishing by archive size.")
    parser.add_argument("--memory", type=int, nargs="*", default=MEMORY_AT, help="sizes at which memory is taken")
    parser.add_argument("--publishing", type=int, nargs="*", default=PUBLISHING_AT, help="sizes to publish into")
    parser.add_argument("--stories", type=int, default=40, help="stories published at each size")
    parser.add_argument("--no-write", dest="write", action="store_false", help="leave docs/ as it is")
    return parser.parse_args()


def memory_at(articles: int) -> int:
    """Anonymous kilobytes of a kiosk with one worker, after twice as many requests as there are articles, by nobody and by readers."""
    home = Path(tempfile.mkdtemp(prefix="terbit-scale-"))
    try:
        if shutil.disk_usage(home).free < ROOM_BYTES:
            sys.exit(
                f"bench-scale needs {ROOM_BYTES / 1e9:.0f} GB of room in {home.parent}; TMPDIR names another place."
            )
        archive.fill_shelf(home, articles, archive.make_texts(SMALL_PAGE, SMALL_TEASER))
        paths = [archive.path_of(number) for number in range(articles)]
        cookies = ["", *(f"Cookie: {archive.cookie_of(reader)}" for reader in range(1, 2 * archive.READERS, 2))]
        with a_newsroom_that_takes_counts(home), a_kiosk(home, paths[0]) as (server, _):
            load = Load(home, "every", Asked(paths, cookies, IN_TURN))
            read = 0
            while read < 2 * articles:
                read += load.run(server.port, 5).requests
            return server.anonymous_kb()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def publishing_at(articles: int, stories: int) -> dict[str, float]:
    """What tools/visible.py measures on a house of its own, in a process of its own."""
    home = tempfile.mkdtemp(prefix="terbit-scale-")
    answer = Path(home) / "visible.json"
    command = [sys.executable, str(Path(__file__).parents[1] / "visible.py"), str(articles), str(stories)]
    began = time.monotonic()
    try:
        done = subprocess.run([*command, "--json", str(answer)], env=os.environ | {"TERBIT_HOME": home}, check=False)
        if done.returncode:
            sys.exit(f"Publishing into {articles:,} articles failed; what it said stands above.")
        return json.loads(answer.read_text()) | {"minutes": round((time.monotonic() - began) / 60, 1)}
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
