"""A kiosk whose workers do not come up once a file says so."""

from __future__ import annotations

from terbit.config import Settings
from terbit.ledger import Ledger, open_ledger


def brittle_ledger(settings: Settings) -> Ledger:
    if (settings.home / "broken").exists():
        raise RuntimeError("This worker was not to come up.")
    return open_ledger(settings)
