"""Kiosk against nginx in interleaved pairs, and what one kiosk does by itself."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bench.cases import Case, check
from tools.bench.load import CONNECTIONS, Load
from tools.bench.servers import Server, a_kiosk

WARM_TIMES = 2
COLD_STARTS = 5


@dataclass(frozen=True)
class Spread:
    """Median and quartiles."""

    median: float
    lower: float
    upper: float


def spread(values: Sequence[float]) -> Spread:
    if len(values) < 2:
        return Spread(values[0], values[0], values[0])
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, lower, upper)


@dataclass(frozen=True)
class Pairs:
    """Of one case: the ratio of processor time for a request, and both sides in microseconds."""

    ratio: Spread
    kiosk_us: Spread
    nginx_us: Spread
    kiosk_per_second: float


def compare(
    case: Case, kiosk: Server, nginx: Server, nginx_port: int, pairs: int, seconds: int, say: Callable[[str], None]
) -> Pairs:
    """Each pair is one run of either; who begins alternates."""
    check(case, kiosk.port)
    for load, port in ((case.kiosk, kiosk.port), (case.baseline, nginx_port)):
        warm(load, port)
    ours, theirs, rates = [], [], []
    for number in range(pairs):
        for is_kiosk in (True, False) if number % 2 else (False, True):
            if is_kiosk:
                case.before()
                cost, rate = _cost(case.kiosk, kiosk, kiosk.port, seconds)
                ours.append(cost)
                rates.append(rate)
            else:
                theirs.append(_cost(case.baseline, nginx, nginx_port, seconds)[0])
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    found = Pairs(spread(ratios), spread(ours), spread(theirs), statistics.median(rates))
    r, k, n = found.ratio, found.kiosk_us.median, found.nginx_us.median
    say(
        f"{case.title:28}{r.median:8.2f}{r.lower:8.2f} – {r.upper:.2f}{k:10.1f}{n:10.1f}{found.kiosk_per_second:12,.0f}"
    )
    return found


def warm(load: Load, port: int) -> None:
    """Ask until every article was asked for, or nearly: the first look at a page costs what no later one does."""
    asked = 0
    while asked < WARM_TIMES * load.size:
        asked += load.run(port, 1).requests


def _cost(load: Load, server: Server, port: int, seconds: int) -> tuple[float, float]:
    """Microseconds of processor time for a request, and requests a second."""
    before = server.cpu_seconds()
    run = load.run(port, seconds)
    return (server.cpu_seconds() - before) * 1e6 / run.requests, run.requests / run.seconds


@dataclass(frozen=True)
class Latency:
    """Milliseconds, and which share of the highest rate was asked for."""

    p50_ms: float
    p99_ms: float
    load: float


def at_half_load(case: Case, kiosk: Server, most_per_second: float, seconds: int) -> Latency:
    """Every connection waits between its requests, so long that about half of what is possible is asked for."""
    pause = CONNECTIONS / (most_per_second / 2) * 1000
    case.before()
    for _ in range(4):
        run = case.kiosk.run(kiosk.port, 1, pause_ms=pause)
        pause *= (run.requests / run.seconds) / (most_per_second / 2)
    run = case.kiosk.run(kiosk.port, seconds, pause_ms=pause)
    return Latency(run.p50_ms, run.p99_ms, run.requests / run.seconds / most_per_second)


def cold_start(home: Path, path: str) -> Spread:
    """Seconds from the start of the process until the first page was answered."""
    taken = []
    for _ in range(COLD_STARTS):
        with a_kiosk(home, path) as (_, seconds):
            taken.append(seconds)
    return spread(taken)


def shelf_bytes(home: Path) -> int:
    """What the shelf takes on disk."""
    return (home / "shelf" / "data.mdb").stat().st_blocks * 512
