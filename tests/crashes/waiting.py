"""Waiting for something that must come to pass."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from tests.running_house import House

PATIENCE_SECONDS: Final = 300.0


def wait_for(fact: Callable[[], object], house: House, what: str) -> None:
    """Fails with `what`, and the end of the house's log, where it does not come."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not fact():
        assert time.monotonic() < until, f"{what}\n{house.said[-4000:]}"
        time.sleep(0.02)
