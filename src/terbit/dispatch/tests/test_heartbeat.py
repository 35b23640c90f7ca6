"""How old a follower's last answer is, whatever is done to the clock."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from terbit.dispatch.clock import Clock
from terbit.dispatch.heartbeat import Pulse, age_of


class Wall:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "heartbeat"


def beat(file: Path, at: float) -> None:
    file.touch()
    os.utime(file, (at, at))


def test_at_the_first_look_the_files_time_is_believed(file: Path, wall: Wall) -> None:
    beat(file, wall.now - 40)
    pulse = Pulse(file, wall=wall)
    pulse.look(500)
    assert pulse.heard_at == 460


def test_a_file_from_the_future_says_nothing_until_it_is_touched_again(file: Path, wall: Wall) -> None:
    beat(file, wall.now + 3600)
    pulse = Pulse(file, wall=wall)
    for now in (500, 560, 5000):
        pulse.look(now)
        assert pulse.heard_at == -math.inf
    beat(file, wall.now + 3601)
    pulse.look(5001)
    assert pulse.heard_at == 5000  # since the look before


def test_whoever_looked_on_counts_by_a_clock_that_nobody_sets(file: Path, wall: Wall) -> None:
    beat(file, wall.now - 1)
    pulse = Pulse(file, wall=wall)
    pulse.look(500)
    for set_to in (-3600, 7200):
        wall.now += set_to
        pulse.look(560)
        assert pulse.heard_at == 499
    beat(file, wall.now - 7200)  # touched just before the clock was set forward
    pulse.look(561)
    assert pulse.heard_at == 560


def test_a_file_that_is_gone_was_the_last_word_and_one_that_never_was_none(file: Path, wall: Wall) -> None:
    pulse = Pulse(file, wall=wall)
    pulse.look(500)
    assert pulse.heard_at == -math.inf
    beat(file, wall.now)
    pulse.look(501)
    file.unlink()
    pulse.look(900)
    assert pulse.heard_at == 501


def test_the_doctor_sees_no_age_in_a_file_from_the_future(file: Path) -> None:
    assert age_of(file) is None
    file.touch()
    assert 0 <= (age_of(file) or 0) < 60
    os.utime(file, (4e9, 4e9))
    assert age_of(file) is None


def test_a_clock_that_is_set_back_is_noticed_once_and_one_that_is_slewed_or_set_forward_is_not(wall: Wall) -> None:
    steady = [0.0]
    clock = Clock(wall, lambda: steady[0])
    steps = [(1, 1.0), (1, -2.0), (1, 3601.0), (1, -3599.0), (1, 1.0), (60, 58.0)]
    noticed = []
    for true, shown in steps:
        steady[0] += true
        wall.now += shown
        noticed.append(round(clock.stepped_back()))
    assert noticed == [0, 0, 0, 3600, 0, 0]
