"""What the kiosk says of itself, and to whom; and the server around its workers."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from terbit.kiosk.counts import MOST_KEPT, Counts
from terbit.kiosk.faults import AGAIN_SECONDS, MOST_SENTENCES, Faults
from terbit.kiosk.stand import HEARTBEAT_EVERY_SECONDS, STALE_SECONDS
from terbit.kiosk.tally import NAMES, Tally
from terbit.kiosk.tests.corner import CITRA, a_corner, cookie_of
from terbit.kiosk.tests.running import SERVE, a_free_port, a_running_kiosk, ask
from terbit.kiosk.tests.serving import Newsroom, a_corner_with_newsroom


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("k")
    a_corner(folder).close()
    return folder


def heartbeat(folder: Path, at: float) -> None:
    os.utime(folder / "shelf" / "heartbeat", (at, at))


async def test_a_kiosk_is_ready_when_its_shelf_caught_up_since_it_started_and_is_not_too_old(folder, monkeypatch):
    heartbeat(folder, time.time() - 60)
    async with a_corner_with_newsroom(folder, None) as corner:
        stand, later = corner.worker._stand, time.monotonic
        monkeypatch.setattr(stand, "_clock", lambda: later())
        assert (await corner.ask("/healthz"))[0] == 200
        assert (await corner.ask("/readyz"))[0] == 503
        heartbeat(folder, time.time())
        later = lambda: time.monotonic() + HEARTBEAT_EVERY_SECONDS
        assert (await corner.ask("/readyz"))[0] == 200
        later = lambda: time.monotonic() + STALE_SECONDS + 10
        status, _, said = await corner.ask("/readyz")
        assert (status, b"for 15 minutes" in said) == (503, True)
        assert (await corner.ask("/healthz"))[0] == 200


async def test_a_kiosk_that_starts_with_a_heartbeat_from_the_future_is_not_ready(folder):
    heartbeat(folder, time.time() + 3600)
    async with a_corner_with_newsroom(folder, None) as corner:
        status, _, said = await corner.ask("/readyz")
        assert (status, b"has not caught up" in said) == (503, True)
        assert b"terbit_follower_age_seconds +Inf" in (await corner.ask("/metrics"))[2]


async def test_metrics_count_decisions_and_outcomes_and_name_nobody(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        reader = {name.lower(): value for name, value in cookie_of(CITRA).items()} | {"sec_fetch_site": "same-origin"}
        await corner.ask("/")
        await corner.ask("/artikel/berita-1", **reader)
        await corner.ask("/artikel/berita-1", "POST", **reader)
        await corner.ask("/akun/")
        status, headers, said = await corner.ask("/metrics")
    assert (status, headers[b"content-type"]) == (200, b"text/plain; version=0.0.4; charset=utf-8")
    lines = said.decode().splitlines()
    for line in (
        'terbit_reads_total{decision="open:free"} 1',
        'terbit_reads_total{decision="offer"} 1',
        'terbit_unlocks_total{outcome="unlocked"} 1',
        "terbit_passed_total 1",
        "terbit_connections 1",
        "terbit_dispatch_number 3",
        "terbit_newsroom_up 0",
        "terbit_shelf_ready 1",
    ):
        assert line in lines
    assert float(next(line for line in lines if line.startswith("terbit_follower_age_seconds ")).split()[1]) < 60
    assert "berita" not in said.decode() and "127.0.0.1" not in said.decode()


async def test_metrics_tell_what_waits_and_how_far_the_shelf_is_behind_while_the_newsroom_answers(folder, monkeypatch):
    said = b'{"number": 10, "waiting": 4, "waiting_seconds": 1.5}'
    newsroom = Newsroom(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(said), said))
    async with a_corner_with_newsroom(folder, newsroom) as corner:
        lines = (await corner.ask("/metrics"))[2].decode().splitlines()
    for line in (
        "terbit_newsroom_up 1",
        "terbit_pages_waiting 4",
        "terbit_pages_waiting_seconds 1.5",
        "terbit_dispatch_number 3",
        "terbit_dispatch_lag 7",
    ):
        assert line in lines
    values = {line.split()[0]: float(line.split()[1]) for line in lines if not line.startswith("#")}
    assert 0 < values["terbit_dispatch_lag_seconds"] <= values["terbit_follower_age_seconds"] + 0.01
    assert newsroom.got[0].startswith(b"GET /_kiosk/condition ")


async def test_a_shelf_that_is_level_lags_by_nothing(folder):
    said = b'{"number": 3, "waiting": 0, "waiting_seconds": 0}'
    newsroom = Newsroom(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(said), said))
    async with a_corner_with_newsroom(folder, newsroom) as corner:
        lines = (await corner.ask("/metrics"))[2].decode().splitlines()
    assert {"terbit_dispatch_lag 0", "terbit_dispatch_lag_seconds 0"} <= set(lines)


async def test_metrics_are_for_this_machine_or_for_whoever_has_the_token(folder, monkeypatch):
    async with a_corner_with_newsroom(folder, None) as corner:
        assert (await corner.ask("/metrics", x_forwarded_for="192.0.2.1"))[0] == 404
        assert (await corner.ask("/metrics", authorization="Bearer "))[0] == 200
    token = "a-token-of-sixteen-or-more"
    async with a_corner_with_newsroom(folder, None, TERBIT_METRICS_TOKEN=token) as corner:
        from_elsewhere = {"x_forwarded_for": "192.0.2.1"}
        assert (await corner.ask("/metrics", authorization=f"Bearer {token}", **from_elsewhere))[0] == 200
        assert (await corner.ask("/metrics", authorization="Bearer another", **from_elsewhere))[0] == 404


def test_what_all_workers_counted_is_added_up_also_after_one_was_replaced():
    tally = Tally(2)
    one, other = tally.row(0), tally.row(1)
    one.write({"offer": 3, "unheard": 9}, 5)
    other.write({"offer": 4}, 6)
    assert (tally.sums()["offer"], tally.connections()) == (7, 11)
    tally.row(0).write({"offer": 1}, 0)
    assert (tally.sums()["offer"], tally.connections()) == (8, 6)
    assert set(tally.sums()) == set(NAMES)


def test_sums_that_nobody_takes_stay_few_and_those_of_much_read_pages_go_on():
    now = [0.0]
    counts = Counts(lambda: now[0])
    counts.add(b"/", "open:free")
    counts.give_back(counts.take())
    counts.add(b"/", "open:free")
    for number in range(MOST_KEPT + 10):
        counts.add(b"/artikel/%d" % number, "open:free")
    counts.add(b"/", "open:free")
    now[0] = 3600.0
    counts.tick()
    counts.add(b"/", "open:free")
    taken = counts.take()
    assert len(taken) == MOST_KEPT
    assert taken["/", "open:free", 0] == 3
    assert counts.totals()["open:free"] == MOST_KEPT + 14


def test_a_fault_costs_one_line_however_many_meet_it(caplog):
    now = [0.0]
    faults = Faults(lambda: now[0])
    for _ in range(50):
        faults.report("ledger_unavailable", "The ledger did not answer.")
    now[0] = AGAIN_SECONDS
    faults.report("ledger_unavailable", "The ledger did not answer.")
    faults.report("newsroom_away", "The newsroom did not answer.")
    assert [(line.fault, line.times) for line in caplog.records] == [
        ("ledger_unavailable", 1),
        ("ledger_unavailable", 50),
        ("newsroom_away", 1),
    ]


def test_another_sentence_is_news_and_a_thousand_of_them_are_not(caplog):
    faults = Faults(lambda: 0.0)
    faults.report("ledger_unavailable", "It is locked.")
    faults.report("ledger_unavailable", "It is gone.")
    first, second = (line.message for line in caplog.records)
    assert first.startswith("It is locked. Nothing was spent") and second.startswith("It is gone. Nothing was spent")
    for number in range(1_000):
        faults.report("record_unreadable", f"/artikel/{number}")
    assert len(caplog.records) == MOST_SENTENCES


def test_what_one_worker_said_the_others_need_not_say(caplog):
    now, tally = [0.0], Tally(2)
    one, other = (Faults(lambda: now[0], said=tally.said) for _ in range(2))
    one.report("newsroom_away", "It does not answer.")
    other.report("newsroom_away", "It does not answer.")
    other.report("newsroom_away", "It is gone.")
    now[0] = AGAIN_SECONDS
    other.report("newsroom_away", "It does not answer.")
    assert [(line.message.partition(". ")[0], line.times) for line in caplog.records] == [
        ("It does not answer", 1),
        ("It is gone", 2),
        ("It does not answer", 1),
    ]


def workers_of(parent: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


@pytest.fixture
def kiosk(folder):
    port = a_free_port()
    environ = os.environ | {"TERBIT_HOME": str(folder), "PORT": str(port), "TERBIT_KIOSK_WORKERS": "2"}
    command = [sys.executable, "-c", SERVE, "terbit.ledger:open_ledger"]
    process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE)
    wait_for(lambda: answers(port))
    yield process, port
    process.terminate()  # so that its workers end with it
    process.wait(10)
    process.stderr.close()


def answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/").startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def wait_for(true) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_worker_that_is_killed_is_replaced_and_readers_read_on(kiosk):
    process, port = kiosk
    before = workers_of(process.pid)
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    assert answers(port)
    wait_for(lambda: len(now := workers_of(process.pid)) == 2 and before[0] not in now)
    assert answers(port)


def test_sigterm_ends_parent_and_workers_and_idle_connections(kiosk):
    process, port = kiosk
    workers = workers_of(process.pid)
    idle = http.client.HTTPConnection("127.0.0.1", port)
    idle.request("GET", "/")
    idle.getresponse().read()
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert time.monotonic() - began < 3
    assert not any(Path(f"/proc/{one}").exists() for one in workers)
    assert idle.sock.recv(1) == b""
    idle.close()


def test_where_no_worker_stays_up_the_kiosk_says_so_and_ends(folder):
    (folder / "keys" / "pass.json").write_text("{}")
    environ = os.environ | {"TERBIT_HOME": str(folder), "PORT": str(a_free_port())}
    command = [
        sys.executable,
        "-c",
        SERVE.replace("main(load", "exit(main(load").rstrip() + ")",
        "terbit.ledger:open_ledger",
    ]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "The keys of the readers' passes cannot be read" in done.stderr


def test_one_reader_and_several_workers_get_the_same_answers(folder):
    with a_running_kiosk(folder, TERBIT_KIOSK_WORKERS="3") as port:
        headers = cookie_of(CITRA) | {"Sec-Fetch-Site": "same-origin"}
        assert ask(port, "POST", "/artikel/berita-1", headers).startswith(b"HTTP/1.1 303")
        for _ in range(20):
            assert b"/artikel/berita-1 as open" in ask(port, "GET", "/artikel/berita-1", headers)
        time.sleep(1.2)
        said = ask(port, "GET", "/metrics").decode()
    assert 'terbit_reads_total{decision="open:opened"} 20' in said


def test_the_kiosks_log_has_a_line_of_json_for_a_fault(capsys):
    import logging

    from terbit.cli.log import _Line

    record = logging.LogRecord("terbit.kiosk", logging.ERROR, "", 0, "The ledger %s.", ("sleeps",), None)
    record.fault, record.times = "ledger_unavailable", 3
    said = json.loads(_Line("kiosk").format(record))
    assert said.pop("time").endswith("Z")
    assert said == {
        "process": "kiosk",
        "level": "error",
        "fault": "ledger_unavailable",
        "times": 3,
        "message": "The ledger sleeps.",
    }
