"""`python -m tools.text_pages FOLDER` writes the pages; without a folder it prints how well they are read."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tools.text_pages import pages
from tools.text_pages.evaluate import evaluate, table


def main(arguments: list[str]) -> None:
    if arguments and not arguments[0].startswith("-"):
        for part, made in (("development", pages.development()), ("held_out", pages.held_out())):
            for page in made:
                folder = Path(arguments[0]) / part / page.site.lower().replace(" ", "-")
                folder.mkdir(parents=True, exist_ok=True)
                (folder / page.name).write_bytes(page.data)
        return
    started = time.perf_counter()
    development = pages.development()
    rows = {
        "development, folders": evaluate(development, as_folders=True),
        "development, single": evaluate(development, as_folders=False),
    }
    if "--wrong" in arguments:
        print("\n".join(rows["development, folders"].wrong), "\n\n== single\n")
        print("\n".join(rows["development, single"].wrong))
    if "--held-out" in arguments:
        held = pages.held_out()
        rows |= {
            "held out, folders": evaluate(held, as_folders=True),
            "held out, single": evaluate(held, as_folders=False),
        }
    print(table(rows), f"\n{time.perf_counter() - started:.1f} s")


main(sys.argv[1:])
