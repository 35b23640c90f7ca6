"""A kiosk whose workers do not come up once a file says so: `broken` stops all, `trap` the one that falls into it."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from terbit.config import Settings
from terbit.ledger import Ledger, open_ledger

TRAPPED_SECONDS = 1.5
"""So long the others have to come up."""


def brittle_ledger(settings: Settings) -> Ledger:
    if (settings.home / "broken").exists():
        raise RuntimeError("This worker was not to come up.")
    with suppress(FileNotFoundError):
        (settings.home / "trap").unlink()
        time.sleep(TRAPPED_SECONDS)
        raise RuntimeError("This worker was not to come up.")
    (settings.home / f"up-{os.getpid()}").touch()
    return open_ledger(settings)
