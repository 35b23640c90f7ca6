"""A kiosk whose ledger does not wait for the disk: the mistake that the durability test must catch."""

from __future__ import annotations

from terbit.config import settings
from terbit.kiosk import asgi
from terbit.ledger import SqliteLedger

asgi.open_ledger = lambda settings: SqliteLedger(settings.ledger_database, synchronous="OFF")
application = asgi.Application(settings)
