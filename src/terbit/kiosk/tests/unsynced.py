"""A kiosk whose ledger does not wait for the disk: the mistake that the durability test must catch."""

from __future__ import annotations

from functools import partial

from terbit.ledger import SqliteLedger

UnsyncedLedger = partial(SqliteLedger, synchronous="OFF")
