"""What goes wrong costs one line when it comes and one a minute while it stays, however many readers meet it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

AGAIN_SECONDS: Final = 60.0
log = logging.getLogger("terbit.kiosk")


class Faults:
    """Lines carry a stable `fault` code and a sentence, never a reader, an address of one, or a request's headers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[str, float] = {}
        self._kept: dict[str, int] = {}

    def report(self, fault: str, sentence: str, error: BaseException | None = None) -> None:
        """`error`: one that nobody expected, whose traceback is wanted."""
        now = self._clock()
        if fault in self._said and now - self._said[fault] < AGAIN_SECONDS:
            self._kept[fault] = self._kept.get(fault, 0) + 1
            return
        self._said[fault] = now
        extra = {"fault": fault, "times": 1 + self._kept.pop(fault, 0)}
        log.error("%s", sentence, exc_info=error, extra=extra)
