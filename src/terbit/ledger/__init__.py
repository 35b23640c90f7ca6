"""Which metered stories has this reader opened? Exactly once, durable before the answer."""

from terbit.ledger.contract import AlreadyUnlocked, Ledger, LedgerUnavailable, Spent, Unlock, Unlocked
from terbit.ledger.opening import create_ledger, open_ledger
from terbit.ledger.sqlite import SqliteLedger, create

__all__ = [
    "AlreadyUnlocked",
    "Ledger",
    "LedgerUnavailable",
    "Spent",
    "SqliteLedger",
    "Unlock",
    "Unlocked",
    "create",
    "create_ledger",
    "open_ledger",
]
