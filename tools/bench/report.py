"""docs/performance.json, and docs/performance.md, which is made of it."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tools.bench.servers import nginx

DOCS = Path(__file__).parents[2] / "docs"
TITLES = {
    "free": "free page, nobody",
    "teaser": "metered story's teaser, nobody",
    "reread": "metered story, opened before",
    "unlock": "first unlock: POST, synced, 303",
    "quiet": "metered story, entitled reader (`quiet`)",
    "not_modified": "304, nobody",
}
BUDGET = {"free": (2.6, 1.5), "teaser": (2.6, 1.5), "reread": (2.6, 1.6), "unlock": (4.5, 3.0), "quiet": (2.6, 1.6)}
BUDGET |= {"not_modified": (1.8, 1.2)}

HEAD = """# Performance

Made by `make bench` and `make bench-scale`; the same numbers for programs stand in
[performance.json](performance.json). Run them on a machine that does nothing else, with two cores or more.
"""

ABOUT_BENCH = """
## What a request costs beside a static file

**CPU ×** is the processor time of one request (user and system, of all processes of the server) divided by that of nginx
serving the same bytes as a gzip file (`gzip_static`, `sendfile`, `tcp_nopush`, `open_file_cache`, no log, one worker).
Both take turns in pairs of runs; the ratio is taken within each pair. wrk asks over {connections} connections that stay open,
for {articles:,} articles (half of them free, half metered) of {page_kb:.1f} kB, {gzip_kb:.1f} kB packed, by {readers:,}
readers without and {readers:,} with a subscription, in random order. Unlocks are compared with nginx sending the article;
before each of their runs every reader is back at the two stories opened before, so that a long bench does not measure
readers of a hundred.
"""

ABOUT_SCALE = """
## What grows with the archive

**Memory** is the anonymous memory of the kiosk's two processes (one worker), after twice as many requests as articles. **Pages a
second and core** is one process that prints everything there is, in batches, by the processor time that it takes; a page
of a story that is not free has up to seven bodies, so those are counted, too. **Visible** is the time from the commit of
a publishing until a reader gets it: median and 95th percentile, in milliseconds. The budget is 150 ms at the 95th
percentile for the story and its front, 2,000 ms for every other page, at any size.
"""


def write(found: dict[str, Any]) -> None:
    """Put `found` into the two documents, beside what the other bench wrote there."""
    file = DOCS / "performance.json"
    known: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    known |= found | {"machine": machine(), "versions": versions()}
    file.write_text(json.dumps(known, indent=2) + "\n")
    (DOCS / "performance.md").write_text("\n".join(page(known)).rstrip() + "\n")


def machine() -> dict[str, Any]:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
    pages = int(next(one for one in Path("/proc/meminfo").read_text().splitlines() if "MemTotal" in one).split()[1])
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    at = f"{datetime.now(UTC):%Y-%m-%d}"
    cores = len(lines) and sum(line.startswith("processor") for line in lines)
    return {"processor": model, "cores": cores, "memory_gb": round(pages / 1e6), "system": system, "measured": at}


def versions() -> dict[str, str]:
    said = subprocess.run([nginx() or "nginx", "-v"], capture_output=True, text=True, check=False).stderr
    found = {name: version(name) for name in ("terbit", "uvloop", "httptools", "lmdb", "msgspec")}
    return {"python": platform.python_version(), "nginx": said.rpartition("/")[2].strip()} | found


def page(known: dict[str, Any]) -> Iterator[str]:
    yield HEAD
    where = known["machine"]
    yield (
        f"Measured {where['measured']}: {where['processor']}, {where['cores']} cores, {where['memory_gb']} GB, "
        f"{where['system']}; " + ", ".join(f"{name} {number}" for name, number in known["versions"].items()) + "."
    )
    if "cpu_ratio" in known:
        yield from _bench(known)
    if "scale" in known:
        yield from _scale(known["scale"])


def _bench(known: dict[str, Any]) -> Iterator[str]:
    setup = known["setup"]
    sizes = {"page_kb": setup["page_bytes"] / 1000, "gzip_kb": setup["page_gzip_bytes"] / 1000}
    sizes |= {"articles": setup["articles"], "readers": setup["readers"], "connections": setup["connections"]}
    yield ABOUT_BENCH.format(**sizes)
    yield f"Medians of {setup['pairs']} pairs of {setup['seconds_a_run']} seconds each."
    yield ""
    yield "| | CPU × | quartiles | floor | goal | kiosk µs | nginx µs | kiosk, requests/s | p50 ms | p99 ms |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, ratio in known["cpu_ratio"].items():
        floor, goal = BUDGET[name]
        late = known["latency_at_half_load"][name]
        yield (
            f"| {TITLES[name]} | **{ratio['median']:.2f}** | {ratio['lower']:.2f} – {ratio['upper']:.2f} | {floor} | {goal} "
            f"| {known['kiosk_us'][name]['median']:.1f} | {known['nginx_us'][name]['median']:.1f} "
            f"| {known['kiosk_requests_per_second'][name]:,} | {late['p50_ms']:.2f} | {late['p99_ms']:.2f} |"
        )
    loads = [one["load"] for one in known["latency_at_half_load"].values()]
    yield ""
    yield f"The last two columns: latency at half load (each at {min(loads):.0%} to {max(loads):.0%} of its most)."
    yield ""
    yield f"- Cold start to the first answer: {known['cold_start_seconds']['median'] * 1000:.0f} ms."
    yield f"- On the shelf: {known['shelf_bytes_per_1000_articles'] / 1e6:.0f} MB for 1,000 articles of that size."


def _scale(scale: dict[str, Any]) -> Iterator[str]:
    yield ABOUT_SCALE
    yield "| articles | kiosk's anonymous memory, MB |"
    yield "|---|---|"
    for articles, kb in scale["kiosk_anonymous_kb"].items():
        yield f"| {int(articles):,} | {kb / 1000:.1f} |"
    yield ""
    yield "| articles | pages a second and core | bodies a second and core | story visible | front | other pages |"
    yield "|---|---|---|---|---|---|"
    for articles, one in scale["publishing"].items():
        late = (f"{one[f'{what}_p50_ms']:.0f}, {one[f'{what}_p95_ms']:.0f}" for what in ("story", "front", "others"))
        made = f"{one['pages_per_core_second']:.0f} | {one['bodies_per_core_second']:.0f}"
        yield f"| {int(articles):,} | {made} | {' | '.join(late)} |"
