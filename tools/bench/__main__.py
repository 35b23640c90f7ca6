"""`python -m tools.bench`: the table of docs/performance.md. Options choose fewer or shorter runs while developing."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tools.bench import archive, measure, report
from tools.bench.cases import cases
from tools.bench.load import CONNECTIONS
from tools.bench.servers import a_kiosk, a_newsroom_that_takes_counts, an_nginx, nginx


def main() -> None:
    options = _options()
    missing = [name for name, there in (("wrk", shutil.which("wrk")), ("nginx", nginx())) if not there]
    if missing:
        sys.exit(f"make bench needs {' and '.join(missing)}. On Debian: sudo apt-get install {' '.join(missing)}")
    home = Path(tempfile.mkdtemp(prefix="terbit-bench-"))
    try:
        found = run(options, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if options.write:
        report.write(found)
        print("Written to docs/performance.md and docs/performance.json.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Kiosk against nginx, by processor time.")
    parser.add_argument("--pairs", type=int, default=15, help="how many pairs of runs for each case")
    parser.add_argument("--seconds", type=int, default=2, help="how long each run takes")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--cases", nargs="*", help="only these, by name")
    parser.add_argument("--no-write", dest="write", action="store_false", help="leave docs/ as it is")
    return parser.parse_args()


def run(options: argparse.Namespace, home: Path) -> dict[str, object]:
    began = time.monotonic()
    print(f"Making {options.articles:,} articles …", flush=True)
    texts = archive.make_texts()
    archive.fill_shelf(home, options.articles, texts)
    archive.fill_ledger(home, options.articles)
    archive.fill_folders(home, options.articles, texts)
    whole = texts[0].bodies["open"]
    print(f"A page has {archive.WHOLE_BYTES:,} bytes, {len(whole.gzip):,} packed. {time.monotonic() - began:.0f} s.\n")
    print(f"{'':28}{'CPU ×':>8}{'quartiles':>15}{'kiosk µs':>10}{'nginx µs':>10}{'kiosk/s':>12}")
    path = archive.path_of(0)
    with (
        a_newsroom_that_takes_counts(home),
        a_kiosk(home, path) as (kiosk, _),
        an_nginx(home, options.articles, path) as (beside, port, teaser_port),
    ):
        found = cases(home, options.articles, texts)
        chosen = [case for case in found if not options.cases or case.name in options.cases]
        pairs = {
            case.name: measure.compare(
                case,
                kiosk,
                beside,
                teaser_port if case.teaser else port,
                options.pairs,
                options.seconds,
                lambda line: print(line, flush=True),
            )
            for case in chosen
        }
        latency = {
            case.name: measure.at_half_load(case, kiosk, pairs[case.name].kiosk_per_second, 2 * options.seconds)
            for case in chosen
        }
    cold = measure.cold_start(home, path)
    for case in chosen:
        one = latency[case.name]
        print(f"{case.title:28} at {one.load:.0%} of its most: p50 {one.p50_ms:.2f} ms, p99 {one.p99_ms:.2f} ms")
    per_thousand = measure.shelf_bytes(home) / options.articles * 1000
    print(
        f"Cold start to the first answer {cold.median * 1000:.0f} ms; {per_thousand / 1e6:.0f} MB for 1,000 articles."
    )
    print(f"{time.monotonic() - began:.0f} s in all.")
    return {
        "cpu_ratio": {name: asdict(one.ratio) for name, one in pairs.items()},
        "kiosk_us": {name: asdict(one.kiosk_us) for name, one in pairs.items()},
        "nginx_us": {name: asdict(one.nginx_us) for name, one in pairs.items()},
        "kiosk_requests_per_second": {name: round(one.kiosk_per_second) for name, one in pairs.items()},
        "latency_at_half_load": {name: asdict(one) for name, one in latency.items()},
        "cold_start_seconds": asdict(cold),
        "shelf_bytes_per_1000_articles": round(per_thousand),
        "setup": {
            "articles": options.articles,
            "readers": archive.READERS,
            "connections": CONNECTIONS,
            "page_bytes": archive.WHOLE_BYTES,
            "page_gzip_bytes": len(whole.gzip),
            "pairs": options.pairs,
            "seconds_a_run": options.seconds,
        },
    }


if __name__ == "__main__":
    main()
