"""`kill -9` of any process of a busy house at any moment: nothing that was answered is lost, nothing happens twice, no
reader sees half of anything, and the house goes on by itself.

SEED_OF_CRASHES=… kills in the same order and at the same moments once more.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crashes.busy_house import BusyHouse
from tests.crashes.looking_over import assert_all_is_well
from tests.crashes.victims import KIOSK_WORKERS, Killer, order
from tests.crashes.waiting import wait_for
from tests.running_house import a_running_house

LOOK_OVER_EVERY = 25
MOST_PAUSE_SECONDS = 1.2


def a_seed() -> int:
    return int(os.environ.get("SEED_OF_CRASHES", "0")) or random.SystemRandom().randrange(1, 10**9)


@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_whoever_is_killed_nothing_is_lost_or_doubled_or_half_seen(
    rounds: int, house_template: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = a_seed()
    print(f"SEED_OF_CRASHES={seed}")
    chance, began = random.Random(seed), time.monotonic()
    with a_running_house(template=house_template, TERBIT_KIOSK_WORKERS=str(KIOSK_WORKERS)) as house:
        busy = BusyHouse.of(house, readers=rounds * 10)
        killer = Killer(house, busy.readers.client, chance)
        with busy.busy(seed):
            for number, kind in enumerate(order(rounds, chance), 1):
                time.sleep(chance.uniform(0, MOST_PAUSE_SECONDS))
                killer.kill(kind)
                if number % LOOK_OVER_EVERY == 0 and number < rounds:
                    killer.wait_until_all_work()
                    with busy.at_rest():
                        assert_all_is_well(busy)
                    print(json.dumps({"round": number} | figures(busy, killer)), flush=True)
            killer.wait_until_all_work()
            wait_for(lambda: each_kind_of_work_was_done(busy), house, "not all was done, though all work again")
        assert_all_is_well(busy)
        report = {"rounds": rounds, "seed": seed, "seconds": round(time.monotonic() - began)} | figures(busy, killer)
    print(json.dumps(report))
    for name, value in report.items():
        record_property(name, value)


def each_kind_of_work_was_done(busy: BusyHouse) -> bool:
    """Else what was lost or not would have no witness."""
    seen = busy.crawler.whole and busy.crawler.looks_before
    return bool(seen and busy.readers.opened and busy.forms.withdrawn and busy.imports.done["whole"])


def figures(busy: BusyHouse, killer: Killer) -> dict[str, object]:
    return {
        "answered": dict(busy.met.answered), "failed": dict(busy.met.failed), "wrong": len(busy.met.wrong),
        "unlocks answered": len(busy.readers.opened), "readers who could not open": busy.readers.unopened,
        "stories": len(busy.desk.published), "editions": len(busy.desk.editions),
        "editions seen whole": len(busy.crawler.whole), "desk failed": dict(busy.desk.failed),
        "imports": dict(busy.imports.done), "withdrawn": len(busy.forms.withdrawn), "sign-ins": busy.forms.signed_in,
        "killed": {kind: len(times) for kind, times in killer.took.items()},
        "works again, s": {kind: round(statistics.median(times), 1) for kind, times in killer.took.items()},
    }  # fmt: skip
