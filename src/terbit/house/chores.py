"""What the house does now and then without being asked. The worker calls it whenever it has nothing to print."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from terbit.readers.sessions import end_expired

log: Final = logging.getLogger("terbit.house")

DAY: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Chore:
    """Done every so many seconds, first when the worker has started; `do` gives how many things it dealt with."""

    name: str
    seconds: float
    do: Callable[[datetime], int]


CHORES: Final = (Chore("ending sessions that ran out", DAY, end_expired),)


class Chores:
    """One at a time, so that the press waits for no more than one. What fails is logged, and waits for its next turn."""

    def __init__(self, chores: Iterable[Chore] = CHORES, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due = {chore: clock() for chore in chores}

    def do_next(self) -> None:
        """Do the first chore whose time has come, if any has."""
        now = self._clock()
        chore = next((chore for chore, due in self._due.items() if due <= now), None)
        if chore is None:
            return
        self._due[chore] = now + chore.seconds
        try:
            count = chore.do(timezone.now())
        except Exception:
            log.exception("A chore failed: %s", chore.name)
            return
        if count:
            log.info("%s: %d", chore.name, count)
