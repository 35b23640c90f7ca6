"""What goes wrong costs one line when it comes and one a minute while it stays, however many readers meet it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

AGAIN_SECONDS: Final = 60.0
MOST_SENTENCES: Final = 32
"""Different sentences in a minute; a thousand pages that cannot be read are one trouble."""
log = logging.getLogger("terbit.kiosk")


class Faults:
    """Lines carry a stable `fault` code and a sentence, never a reader, an address of one, or a request's headers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, log: logging.Logger = log) -> None:
        self._clock = clock
        self._log = log
        self._said: dict[tuple[str, str], float] = {}
        self._kept: dict[str, int] = {}

    def report(self, fault: str, sentence: str, error: BaseException | None = None) -> None:
        """`error`: one that nobody expected, whose traceback is wanted."""
        now = self._clock()
        if self._is_news((fault, sentence), now):
            self._said[fault, sentence] = now
            extra = {"fault": fault, "times": 1 + self._kept.pop(fault, 0)}
            self._log.error("%s", sentence, exc_info=error, extra=extra)
        else:
            self._kept[fault] = self._kept.get(fault, 0) + 1

    def _is_news(self, said: tuple[str, str], now: float) -> bool:
        if said in self._said and now - self._said[said] < AGAIN_SECONDS:
            return False
        self._said = {one: at for one, at in self._said.items() if now - at < AGAIN_SECONDS}
        return len(self._said) < MOST_SENTENCES
