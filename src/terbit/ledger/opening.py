"""Which ledger a house has: the one place that chooses the engine."""

from __future__ import annotations

from terbit.config import Settings
from terbit.ledger.contract import Ledger
from terbit.ledger.sqlite import SqliteLedger, create


def open_ledger(settings: Settings) -> Ledger:
    """The house's ledger, for this process; nothing is opened before it is asked. PostgreSQL's driver is loaded only
    where the ledger is kept there.
    """
    if settings.ledger_url:
        from terbit.ledger.postgresql import PostgresqlLedger

        return PostgresqlLedger(settings.ledger_url)
    return SqliteLedger(settings.ledger_database)


def create_ledger(settings: Settings) -> None:
    """Make its tables, before any process opens it. Raises LedgerUnavailable."""
    if settings.ledger_url:
        from terbit.ledger.postgresql import create as create_in_postgresql

        create_in_postgresql(settings.ledger_url)
    else:
        create(settings.ledger_database)
