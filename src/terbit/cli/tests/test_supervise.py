"""Whatever ends the supervisor, nothing that it started stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terbit.cli.supervise import STEADY_SECONDS, Part, Supervisor, _Running

FAMILY = [sys.executable, str(Path(__file__).with_name("family.py"))]
Family = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def family() -> Iterator[Family]:
    """Starts a supervisor with the named parts, in a session of its own as in a terminal of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*parts: str, deaf_to: signal.Signals | None = None) -> subprocess.Popen[str]:
        before = None if deaf_to is None else lambda: signal.signal(deaf_to, signal.SIG_IGN)
        program = subprocess.Popen(
            [*FAMILY, *parts],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=before,  # noqa: PLW1509
        )
        started.append(program)
        return program

    yield start
    for program in started:
        program.kill()
        program.wait()
        if program.stdout:
            program.stdout.close()


def read_pids(program: subprocess.Popen[str], *names: str) -> dict[str, int]:
    """Read what the family prints until each of `names` has told its id."""
    pids: dict[str, int] = {}
    assert program.stdout
    while not set(names) <= set(pids):
        name, _, rest = program.stdout.readline().strip().partition(" ")
        assert name, "the family ended before its time"
        if rest.isdigit():
            pids[name] = int(rest)
    return pids


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in {"Z", "X"}


def left_after(seconds: float, pids: dict[str, int]) -> set[str]:
    """Names of those that still live after at most `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(is_alive(pid) for pid in pids.values()):
        time.sleep(0.02)
    return {name for name, pid in pids.items() if is_alive(pid)}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_stop_ends_every_process(family: Family, how: signal.Signals) -> None:
    program = family("quiet", "parent")
    pids = read_pids(program, "quiet", "parent", "grandchild", "serving") | {"supervisor": program.pid}
    del pids["serving"]

    program.send_signal(how)

    assert program.wait(timeout=10) == 0
    assert left_after(2, pids) == set()


def test_kill_9_of_the_supervisor_leaves_nothing(family: Family) -> None:
    program = family("quiet", "deaf", "parent")
    pids = read_pids(program, "quiet", "deaf", "parent", "grandchild")

    os.kill(program.pid, signal.SIGKILL)

    assert left_after(5, pids) == set()


def test_a_background_job_of_a_shell_stops_on_an_interrupt_too(family: Family) -> None:
    program = family("quiet", deaf_to=signal.SIGINT)
    pids = read_pids(program, "quiet")

    program.send_signal(signal.SIGINT)

    assert program.wait(timeout=10) == 0
    assert left_after(2, pids) == set()


def test_a_house_started_with_nohup_outlives_its_terminal(family: Family) -> None:
    program = family("quiet", deaf_to=signal.SIGHUP)
    pids = read_pids(program, "quiet")

    program.send_signal(signal.SIGHUP)
    time.sleep(0.3)

    assert program.poll() is None
    assert is_alive(pids["quiet"])


def test_a_second_interrupt_does_not_wait_for_a_part_that_will_not_stop(family: Family) -> None:
    program = family("deaf")
    pids = read_pids(program, "deaf")
    program.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert is_alive(pids["deaf"])

    program.send_signal(signal.SIGINT)

    assert program.wait(timeout=2) == 0
    assert left_after(1, pids) == set()


def test_a_part_that_dies_is_started_again_and_its_own_children_are_swept(family: Family) -> None:
    program = family("quiet", "parent")
    first = read_pids(program, "quiet", "parent", "grandchild")

    os.kill(first["parent"], signal.SIGKILL)
    second = read_pids(program, "parent", "grandchild")

    assert second["parent"] != first["parent"]
    assert left_after(2, {"grandchild": first["grandchild"]}) == set()
    assert is_alive(first["quiet"])


def test_a_part_that_never_stays_up_stops_the_start_with_a_sentence(family: Family) -> None:
    program = family("quiet", "failing")
    output, _ = program.communicate(timeout=20)

    assert program.returncode == 1
    assert "The failing ended (exit code 7); it starts again in 0.5 s." in output


def test_what_ended_soon_waits_longer_each_time_and_what_had_run_for_a_while_hardly_at_all() -> None:
    said: list[str] = []
    supervisor, part = Supervisor(said.append), Part("worker", ("true",))
    running = _Running(part)
    for now, started in ((1.0, 0.0), (3.0, 2.0), (8.0, 5.0), (20.0, 20.0 - STEADY_SECONDS - 0.1), (25.0, 21.0)):
        running.started = started
        supervisor._plan_restart(running, -9, now, is_serving=True)
    assert [line.rpartition(" in ")[2] for line in said] == ["0.5 s.", "1 s.", "2 s.", "0.5 s.", "1 s."]
