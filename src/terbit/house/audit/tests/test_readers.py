"""What the audit expects each kind of reader to get is what the gate decides, though neither asks the other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from terbit.gate import UNKNOWN, Access, Once, Open, Policy, Terms, decide
from terbit.house.audit.readers import ENDED_SESSION, Reader, all_readers

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
POLICY = Policy(2, frozenset({"koran", "majalah"}), Once(), "Asia/Jakarta")
READERS = all_readers(["site", "koran", "majalah"], NOON)
PLACES = [
    frozenset(some) for some in ((), ("site",), ("koran",), ("majalah",), ("site", "koran"), ("koran", "majalah"))
]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_the_table_written_by_hand_and_the_gate_agree(reader: Reader) -> None:
    standing = None if reader.session == ENDED_SESSION else reader.standing
    opened = UNKNOWN if reader.without_ledger else reader.opened
    spent = UNKNOWN if reader.without_ledger else 2 * reader.spent
    for access in Access:
        for publications in PLACES:
            terms = Terms(1, access, publications)
            decision = decide(terms, standing, opened, spent, POLICY, NOON)
            assert isinstance(decision, Open) == reader.may_read(terms), terms


def test_nobody_may_read_what_is_not_out() -> None:
    assert not any(reader.may_read(None) for reader in READERS)


def test_there_is_a_subscriber_of_each_publication() -> None:
    names = [reader.name for reader in READERS if reader.name.startswith("subscriber of ")]
    assert names[-3:] == ["subscriber of koran", "subscriber of majalah", "subscriber of site"]


def test_no_two_readers_share_a_standing() -> None:
    numbers = [reader.standing.reader for reader in READERS if reader.standing]
    assert len(numbers) == len(set(numbers)) == len(READERS) - 1
