"""The ledger on a server that dies, stands still or comes back; what holds on any engine is in test_exactness.py."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tools.testing.cluster import Cluster, a_cluster

from terbit.ledger import LedgerUnavailable, Spent, Unlocked
from terbit.ledger import postgresql as engine
from terbit.ledger.postgresql import PostgresqlLedger, create

pytestmark = pytest.mark.postgresql
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def durable() -> Iterator[Cluster]:
    """A server that syncs what it commits."""
    with a_cluster({"fsync": "on"}) as cluster:
        create(cluster.url)
        yield cluster


@pytest.fixture
def ledger(durable: Cluster) -> Iterator[PostgresqlLedger]:
    ledger = PostgresqlLedger(durable.url)
    ledger.forget(5)
    yield ledger
    ledger.close()


async def unlock(ledger: PostgresqlLedger, story: int, reader: int = 5) -> object:
    return await ledger.unlock(reader, story, limit=2, since=None, now=NOW)


async def after_a_crash(durable: Cluster, synchronous_commit: str, reader: int) -> dict[int, datetime]:
    """What is there when the server died the moment that the unlock was answered."""
    kept = PostgresqlLedger(durable.url, synchronous_commit=synchronous_commit)
    durable.stop_writing_ahead()
    assert await unlock(kept, 1, reader) == Unlocked(1)
    durable.crash()
    durable.start_again()
    kept.close()
    again = PostgresqlLedger(durable.url)
    found = again.opened_by(reader)
    again.close()
    return found


async def test_an_unlock_that_was_answered_is_there_when_the_server_died_the_next_moment(durable: Cluster) -> None:
    assert await after_a_crash(durable, "on", 71) == {1: NOW}


async def test_the_crash_catches_a_ledger_that_does_not_wait_for_the_disk(durable: Cluster) -> None:
    assert await after_a_crash(durable, "off", 72) == {}


async def test_a_server_that_stands_still_costs_a_reader_one_short_wait_and_the_next_none(
    durable: Cluster, ledger: PostgresqlLedger
) -> None:
    assert await unlock(ledger, 1) == Unlocked(1)
    durable.signal(signal.SIGSTOP)
    try:
        waited = []
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(LedgerUnavailable):
                ledger.look(5, 1, None)
            waited.append(time.monotonic() - began)
        assert engine.LOOK_SECONDS <= waited[0] < engine.LOOK_SECONDS + 1
        assert max(waited[1:]) < 0.05
        with pytest.raises(LedgerUnavailable):
            await asyncio.wait_for(unlock(ledger, 2), engine.WAIT_SECONDS + 1)
    finally:
        durable.signal(signal.SIGCONT)
    await until_it_answers(ledger)
    assert ledger.look(5, 1, None)[0] is True


async def test_a_server_that_is_gone_is_found_again_without_anybody_asking(
    durable: Cluster, ledger: PostgresqlLedger
) -> None:
    await unlock(ledger, 1)
    durable.crash()
    with pytest.raises(LedgerUnavailable):
        ledger.look(5, 1, None)
    with pytest.raises(LedgerUnavailable):
        await unlock(ledger, 2)
    durable.start_again()
    await until_it_answers(ledger)
    assert ledger.look(5, 1, None) == (True, 1)
    assert await unlock(ledger, 2) == Unlocked(0)


async def until_it_answers(ledger: PostgresqlLedger) -> None:
    until = time.monotonic() + 10
    while ledger._asking.is_away or ledger._writing.is_away:
        assert time.monotonic() < until
        await asyncio.sleep(0.05)


async def test_what_arrives_while_a_commit_syncs_goes_into_the_next_one_together(
    ledger: PostgresqlLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = []
    enter = PostgresqlLedger._enter_waiting

    def counted(self: PostgresqlLedger, connection: object) -> None:
        batches.append(len(self._waiting))
        enter(self, connection)

    monkeypatch.setattr(PostgresqlLedger, "_enter_waiting", counted)
    outcomes = await asyncio.gather(*(unlock(ledger, story) for story in range(600)))
    assert (outcomes.count(Unlocked(1)), outcomes.count(Unlocked(0)), outcomes.count(Spent())) == (1, 1, 598)
    assert len(batches) <= 6


async def test_a_request_that_nobody_waits_for_any_more_is_not_entered(
    ledger: PostgresqlLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.2)
    ledger._writing.do(lambda _: time.sleep(0.6))
    with pytest.raises(LedgerUnavailable, match="within 0.2 seconds"):
        await unlock(ledger, 1)
    await asyncio.sleep(0.8)
    monkeypatch.undo()
    assert ledger.opened_by(5) == {}


async def test_what_cannot_be_reached_is_said_without_its_password() -> None:
    away = PostgresqlLedger("postgresql://desk:hunter2@127.0.0.1:1/ledger")
    with pytest.raises(LedgerUnavailable) as problem:
        away.look(5, 1, None)
    assert "hunter2" not in str(problem.value)
    away.close()
