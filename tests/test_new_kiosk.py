"""A kiosk that comes to a house, is cut off from it, and comes back."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from terbit.dispatch.heartbeat import HEARTBEAT
from terbit.dispatch.shelf import has_shelf
from terbit.gate.reader_pass import COOKIE
from terbit.kiosk.stand import STALE_SECONDS
from tests.crashes.busy_house import BusyHouse
from tests.crashes.readers import Client
from tests.crashes.victims import find
from tests.crashes.waiting import PATIENCE_SECONDS, wait_for
from tests.running_house import House, a_free_port, a_running_house

pytestmark = pytest.mark.sqlite(
    "the second kiosk reads the house's file; PostgreSQL's are in kiosk/tests/test_many_kiosks"
)

FILLING_SECONDS = 4
JOIN, LATER = "/akun/daftar/", "Jatah Anda tidak berkurang"


@pytest.fixture(scope="module")
def busy(house_template: Path) -> Iterator[BusyHouse]:
    with a_running_house(template=house_template) as house:
        town = BusyHouse.of(house, readers=2)
        yield town
        town.desk.close()


@pytest.fixture
def second(busy: BusyHouse) -> Iterator[House]:
    """A kiosk with a state folder and a shelf of its own, whose follower takes its time."""
    home = Path(tempfile.mkdtemp(prefix="terbit-"))
    shutil.copytree(busy.house.home / "keys", home / "keys")
    for database in ("house.sqlite", "ledger.sqlite"):
        (home / database).symlink_to(busy.house.home / database)
    port = a_free_port()
    environ = busy.house.environ | {"TERBIT_HOME": str(home), "PORT": str(port), "TERBIT_KIOSK_WORKERS": "1"}
    environ |= {"TERBIT_FOLLOWER_DELAY_MS": str(FILLING_SECONDS * 1000), "TERBIT_BASE_URL": busy.house.url}
    command = [sys.executable, "-m", "terbit", "kiosk"]
    with (home / "up.log").open("ab") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    yield House(port, home, environ, command, process)
    process.send_signal(signal.SIGINT)
    process.wait(PATIENCE_SECONDS)
    shutil.rmtree(home)


def test_a_new_kiosk_fills_itself_is_cut_off_and_catches_up(busy: BusyHouse, second: House) -> None:
    readers = replace(busy.readers, client=Client(second.port, busy.met))
    story = next(iter(readers.stories))

    # It comes, and nobody is sent to it before it has everything.
    wait_for(lambda: has_shelf(second.home / "shelf"), second, "no follower made a shelf")
    (follower,) = find(second)["follower"]
    os.kill(follower, signal.SIGSTOP)  # still before it fills it
    wait_for(lambda: get(second, "/readyz")[0], second, "it does not listen")
    status, said = get(second, "/readyz")
    assert status == 503 and "filling" in said
    assert get(second, "/healthz")[0] == 503
    os.kill(follower, signal.SIGCONT)
    wait_for(lambda: get(second, "/readyz")[0] == 200, second, "it was never ready")
    assert readers.reads(story, readers.subscriber) and not readers.reads(story)
    assert {path: get(second, path)[0] for path in readers.stories} == dict.fromkeys(readers.stories, 200)

    # It is cut off: for a while it goes on, and says how old it is.
    (second.home / "house.sqlite").unlink()
    wait_for(lambda: '"dispatch_away"' in second.said, second, "it does not say so")
    assert readers.reads(story, readers.subscriber)
    first = age(second)
    wait_for(lambda: age(second) > first + 2, second, "it does not age")
    missed = busy.desk.publish_story()
    wait_for(lambda: readers_get(busy, missed) == 200, busy.house, "the story did not come out")
    assert get(second, missed)[0] == 404

    # A quarter of an hour later it knows of nobody what they may read.
    long_ago = time.time() - STALE_SECONDS - 60
    os.utime(second.home / "shelf" / HEARTBEAT, (long_ago, long_ago))
    (worker,) = find(second)["kiosk worker"]
    os.kill(worker, signal.SIGKILL)  # its successor believes what the file says
    wait_for(lambda: find(second)["kiosk worker"] not in ([], [worker]), second, "no worker came")
    wait_for(lambda: get(second, "/healthz")[0] == 200, second, "nobody answers")
    status, said = get(second, "/readyz")
    assert status == 503 and "not caught up" in said
    assert age(second) > STALE_SECONDS
    for reader_pass in (readers.subscriber, next(iter(readers.passes.values()))):
        text = get(second, story, reader_pass)[1]
        assert LATER in text and JOIN not in text
    assert JOIN in get(second, story)[1]
    assert get(second, "/")[0] == 200
    assert second.said.count('"dispatch_away"') == 1

    # And it comes back by itself.
    (second.home / "house.sqlite").symlink_to(busy.house.home / "house.sqlite")
    wait_for(lambda: get(second, "/readyz")[0] == 200, second, "it did not catch up")
    wait_for(lambda: get(second, missed)[0] == 200, second, "what it missed did not come")
    assert readers.reads(story, readers.subscriber)
    assert "The shelf follows dispatch again" in second.said


def readers_get(busy: BusyHouse, path: str) -> int:
    answer = busy.readers.client.ask("GET", path)
    return answer.status if answer else 0


def get(kiosk: House, path: str, reader_pass: str = "") -> tuple[int, str]:
    answer = Client(kiosk.port).ask("GET", path, f"{COOKIE}={reader_pass}" if reader_pass else "")
    return (answer.status, answer.text) if answer else (0, "")


def age(kiosk: House) -> float:
    found = re.search(r"^terbit_follower_age_seconds (\S+)$", get(kiosk, "/metrics")[1], re.MULTILINE)
    return float(found[1]) if found else 0.0
