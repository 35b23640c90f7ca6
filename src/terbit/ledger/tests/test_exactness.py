"""The ledger opens exactly as many stories as it may, over any number of tasks, threads and processes."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tools.testing.engine import begin_ledger

from terbit.config import Settings, load
from terbit.ledger import AlreadyUnlocked, LedgerUnavailable, Spent, Unlocked, open_ledger

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a house whose ledger is empty; on PostgreSQL it is the tests' own database."""
    settings = load(os.environ | {"TERBIT_HOME": str(tmp_path)})
    begin_ledger(settings)
    return settings


@pytest.fixture
def ledger(settings: Settings):
    ledger = open_ledger(settings)
    yield ledger
    ledger.close()


async def unlock(ledger, story, *, reader=5, limit=2, since=None, now=NOW):
    return await ledger.unlock(reader, story, limit=limit, since=since, now=now)


async def test_each_unlocked_story_uses_one_unit_until_none_is_left(ledger):
    assert await unlock(ledger, 1) == Unlocked(1)
    assert await unlock(ledger, 1) == AlreadyUnlocked()
    assert await unlock(ledger, 2) == Unlocked(0)
    assert await unlock(ledger, 3) == Spent()
    assert await unlock(ledger, 2) == AlreadyUnlocked()
    assert ledger.look(5, 1, None) == (True, 2)
    assert ledger.look(5, 3, None) == (False, 2)
    assert ledger.look(6, 1, None) == (False, 0)


async def test_only_what_was_opened_since_the_window_began_counts(ledger):
    await unlock(ledger, 1, now=NOW - timedelta(days=1))
    since = NOW - timedelta(hours=1)
    assert ledger.look(5, 1, since) == (True, 0)
    assert await unlock(ledger, 2, since=since) == Unlocked(1)
    assert ledger.look(5, 2, NOW) == (True, 1)
    assert ledger.look(5, 2, NOW + timedelta(microseconds=1)) == (True, 0)


async def test_a_hundred_requests_at_once_open_exactly_two_stories(ledger):
    outcomes = await asyncio.gather(*(unlock(ledger, story % 50) for story in range(200)))
    assert Counter(map(type, outcomes))[Unlocked] == 2
    assert len(ledger.opened_by(5)) == 2


@pytest.mark.parametrize("size", [1, 3, 4, 5, 17, 64, 257, 600])
async def test_each_of_a_batch_is_settled_as_if_it_had_come_alone(ledger, size):
    """Every third reader has this story, every third has none left; what a window counts is each request's own."""
    earlier = {0: [1], 1: [8, 9], 2: []}
    for kind, stories in earlier.items():
        await asyncio.gather(*(unlock(ledger, s, reader=r) for r in range(kind, size, 3) for s in stories))
    since = {reader: NOW + timedelta(hours=1) if reader % 2 else None for reader in range(size)}
    found = await asyncio.gather(*(unlock(ledger, 1, reader=r, since=since[r]) for r in range(size)))
    for reader, outcome in enumerate(found):
        fresh = since[reader] is not None
        expected = {0: AlreadyUnlocked(), 1: Unlocked(1) if fresh else Spent(), 2: Unlocked(1)}
        assert outcome == expected[reader % 3], reader
        assert len(ledger.opened_by(reader)) == {0: 1, 1: 3 if fresh else 2, 2: 1}[reader % 3]


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from terbit.config import settings
from terbit.ledger import Unlocked, open_ledger
async def main():
    ledger = open_ledger(settings)
    now = datetime.now(UTC)
    print("ready", flush=True)
    sys.stdin.readline()
    found = await asyncio.gather(*(ledger.unlock(reader, story, limit=2, since=None, now=now)
        for reader in range(20) for story in range(int(sys.argv[1]), int(sys.argv[1]) + 10)))
    print(sum(isinstance(one, Unlocked) for one in found))
asyncio.run(main())
"""


def test_processes_that_write_at_once_stay_exact_together(settings, ledger):
    children = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(start)],
            env=os.environ | {"TERBIT_HOME": str(settings.home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for start in (0, 5, 10)
    ]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    assert sum(int(child.communicate(timeout=30)[0]) for child in children) == 40
    assert [len(ledger.opened_by(reader)) for reader in range(20)] == [2] * 20


async def test_a_unit_given_back_can_be_spent_again_while_the_story_stays_open(ledger):
    await unlock(ledger, 1)
    await unlock(ledger, 2)
    assert ledger.give_back(5, 2, by=3, why="the picture was missing") is True
    assert ledger.give_back(5, 2, by=3, why="again") is False
    assert ledger.look(5, 2, None) == (True, 1)
    assert await unlock(ledger, 3) == Unlocked(0)


async def test_a_forgotten_reader_leaves_nothing(ledger):
    await unlock(ledger, 1)
    await unlock(ledger, 1, reader=6)
    assert ledger.forget(5) == 1
    assert ledger.opened_by(5) == {}
    assert len(ledger.opened_by(6)) == 1


@pytest.mark.sqlite("its file is moved away, and locked by another program")
async def test_a_ledger_that_is_locked_or_gone_says_so_and_comes_back(settings, ledger):
    path = settings.ledger_database
    await unlock(ledger, 1)
    aside = path.with_name("aside.sqlite")
    os.rename(path, aside)
    with pytest.raises(LedgerUnavailable, match="did not answer"):
        ledger.look(5, 1, None)
    with pytest.raises(LedgerUnavailable):
        await unlock(ledger, 2)
    os.rename(aside, path)
    assert ledger.look(5, 1, None) == (True, 1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerUnavailable, match="locked"):
        await unlock(ledger, 2)
    assert ledger.look(5, 1, None) == (True, 1)
    holder.execute("ROLLBACK")
    holder.close()
    assert await unlock(ledger, 2) == Unlocked(0)
