"""Somebody sets the clock of a running house back: readers go on, nothing happens twice, nothing is fresh for ever, and
once the clock is right again so is everything."""

from __future__ import annotations

import os
import re
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tools.testing.engine import ask

from terbit.gate.reader_pass import COOKIE
from terbit.ledger import SqliteLedger
from tests.crashes.busy_house import BusyHouse
from tests.crashes.looking_over import differing_on_the_shelf, pages_or_releases_wait
from tests.crashes.victims import find
from tests.crashes.waiting import wait_for
from tests.running_house import House, a_running_house

pytestmark = pytest.mark.sqlite("a database server has a clock of its own")

AN_HOUR = 3600
SET_CLOCK = Path(__file__).parent / "set_clock"


@dataclass
class Town:
    house: House
    busy: BusyHouse
    clock: Path

    def set_clock(self, seconds: float) -> None:
        """So many seconds off the true time."""
        draft = self.clock.with_suffix(".draft")
        draft.write_text(str(seconds))
        draft.replace(self.clock)

    @property
    def reader(self) -> int:
        return next(iter(self.busy.readers.passes))

    def get(self, path: str, cookie: str = "") -> tuple[int, str]:
        answer = self.busy.readers.client.ask("GET", path, cookie)
        assert answer is not None
        return answer.status, answer.text

    def opens(self, reader: int, path: str) -> bool:
        readers = self.busy.readers
        answer = readers.client.ask("POST", path, f"{COOKIE}={readers.passes[reader]}")
        assert answer is not None and answer.status == 303
        return bool(readers.reads(path, readers.passes[reader]))

    def follower_age(self) -> float:
        found = re.search(r"^terbit_follower_age_seconds (\S+)$", self.get("/metrics")[1], re.MULTILINE)
        assert found
        return float(found[1])

    def publishes(self) -> str:
        """A story comes out and is there."""
        path = self.busy.desk.publish_story()
        wait_for(lambda: self.get(path)[0] == 200, self.house, f"{path} did not come")
        return path


@pytest.fixture(scope="module")
def town(house_template: Path) -> Iterator[Town]:
    with tempfile.TemporaryDirectory(prefix="terbit-clock-") as folder:
        clock = Path(folder) / "clock"
        clock.write_text("0")
        off = {
            "TESTS_CLOCK": str(clock),
            "PYTHONPATH": os.pathsep.join([str(SET_CLOCK), os.environ.get("PYTHONPATH", "")]),
        }
        with a_running_house(template=house_template, TERBIT_KIOSK_WORKERS="1", **off) as house:
            busy = BusyHouse.of(house, readers=4)
            yield Town(house, busy, clock)
            busy.desk.close()


def signs_in(town: Town, name: str) -> dict[str, str]:
    """The cookies; tried until the newsroom, which may be busy, takes it."""
    cookies: dict[str, str] = {}

    def tried() -> bool:
        cookies.update(town.busy.forms.sign_in(name, 1))
        return bool(cookies)

    wait_for(tried, town.house, f"{name} cannot sign in")
    return cookies


def all_out(town: Town, paths: list[str]) -> bool:
    return all(town.get(path)[0] == 200 for path in paths)


def test_a_clock_set_back_shuts_nobody_out_and_lets_nothing_happen_twice(town: Town) -> None:
    readers, house = town.busy.readers, town.house
    first, second, *_ = sorted(readers.stories)
    assert town.opens(town.reader, first)
    cookies = signs_in(town, "masuk-1")
    edition = town.busy.desk.plan_edition(5)
    out = [edition.path, *edition.stories]
    wait_for(lambda: all_out(town, out), house, "the edition did not come out")
    coming = town.busy.desk.plan_edition(30)
    waiting = [coming.path, *coming.stories]

    town.set_clock(-AN_HOUR)

    wait_for(lambda: '"clock_set_back"' in house.said, house, "nobody said that the clock was set back")
    assert readers.reads(first, readers.subscriber)
    assert readers.reads(first, readers.passes[town.reader])
    assert town.get("/")[0] == 200 and town.get("/readyz")[0] == 200
    assert town.opens(town.reader, second)
    third, *_ = sorted(readers.stories.keys() - {first, second})
    assert not town.opens(town.reader, third)  # two units were spent, whatever the clock says now
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    assert town.get("/akun/", header)[0] == 200 and town.get("/saya", header)[0] == 200
    assert signs_in(town, "masuk-2")
    while time.time() < coming.instant + 1:  # its instant, had nobody touched the clock
        town.publishes()
    assert not any(town.get(path)[0] == 200 for path in waiting)
    assert all_out(town, out)

    town.set_clock(0)

    wait_for(lambda: all_out(town, waiting), house, "the edition that waited did not come out")
    wait_for(lambda: not pages_or_releases_wait(town.busy), house, "something waits")
    assert house.said.count('"clock_set_back"') == 1
    for path in (*out[1:], *waiting[1:]):
        slug = path.rpartition("/")[2]
        times = ask(
            house.home,
            "SELECT count(*) FROM newsroom_journal entry JOIN newsroom_article story ON entry.object_id = story.id "
            f"WHERE entry.what = 'article.published' AND story.slug = '{slug}'",
        )[0][0]
        assert times == 1, path
    house.terbit("press", "verify")
    assert differing_on_the_shelf(house.home) == []
    assert not town.busy.met.wrong, town.busy.met.wrong
    ledger = SqliteLedger(house.home / "ledger.sqlite")
    assert len(ledger.opened_by(town.reader)) == 2
    ledger.close()


def test_a_heartbeat_that_lies_in_the_future_ages_all_the_same(town: Town) -> None:
    (follower,) = find(town.house)["follower"]
    wait_for(lambda: town.follower_age() < 2, town.house, "the follower has no pulse")
    os.kill(follower, signal.SIGSTOP)
    try:
        town.set_clock(-AN_HOUR)
        age = town.follower_age()
        assert 0 <= age < 60
        time.sleep(3)
        assert age + 2 < town.follower_age() < age + 60

        (worker,) = find(town.house)["kiosk worker"]
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: find(town.house)["kiosk worker"] not in ([], [worker]), town.house, "no worker came")
        wait_for(lambda: town.busy.readers.client.ask("GET", "/healthz"), town.house, "nobody answers")
        assert town.follower_age() == float("inf")  # one that came later cannot know how old it is
        assert town.get("/readyz")[0] == 503
        story = next(iter(town.busy.readers.stories))
        assert town.busy.readers.reads(story, town.busy.readers.subscriber) is False
        assert town.get("/")[0] == 200
    finally:
        os.kill(follower, signal.SIGCONT)
    wait_for(lambda: town.get("/readyz")[0] == 200, town.house, "it did not become ready")
    assert town.busy.readers.reads(story, town.busy.readers.subscriber)
    town.publishes()
    town.set_clock(0)
