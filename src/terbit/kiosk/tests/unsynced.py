"""A kiosk whose ledger does not wait for the disk: the mistake that the durability test must catch."""

from __future__ import annotations

from functools import partial

from terbit.config import settings
from terbit.kiosk import asgi
from terbit.ledger import SqliteLedger

asgi.SqliteLedger = partial(SqliteLedger, synchronous="OFF")  # type: ignore[misc,assignment]
application = asgi.Application(settings)
