"""A kiosk whose ledger does not wait for the disk: the mistake that the durability test must catch."""

from __future__ import annotations

from terbit.config import Settings
from terbit.ledger import SqliteLedger


def unsynced_ledger(settings: Settings) -> SqliteLedger:
    return SqliteLedger(settings.ledger_database, synchronous="OFF")
