"""What all workers of a kiosk have counted, in memory that they share: each writes its own row, anybody adds them up."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from typing import Final

from terbit.kiosk.faults import Said

COUNTED_CRAWLER: Final = "open:crawler"
READS: Final = (
    *(f"open:{because}" for because in ("free", "entitled", "registered", "opened")),
    COUNTED_CRAWLER,
    "offer",
    *(f"wall:{step}" for step in ("join", "confirm", "subscribe", "later")),
)
UNLOCKS: Final = tuple(f"unlock:{outcome}" for outcome in ("unlocked", "alreadyunlocked", "spent", "back"))
PASSED: Final = "passed"
NAMES: Final = (*READS, *UNLOCKS, PASSED)


class Tally:
    """Made before the workers are forked. What a worker counted stays when it ends: its follower goes on from there."""

    def __init__(self, workers: int) -> None:
        self._rows = workers
        self.said = Said()
        self._numbers = memoryview(mmap.mmap(-1, workers * (len(NAMES) + 1) * 8)).cast("Q")

    def row(self, worker: int) -> Row:
        """To be taken by a worker when it starts."""
        width = len(NAMES) + 1
        return Row(self._numbers[worker * width : (worker + 1) * width])

    def sums(self) -> dict[str, int]:
        """Each name over all workers."""
        width = len(NAMES) + 1
        return {name: sum(self._numbers[at::width]) for at, name in enumerate(NAMES)}

    def connections(self) -> int:
        """Open connections now."""
        width = len(NAMES) + 1
        return sum(self._numbers[len(NAMES) :: width])


class Row:
    def __init__(self, numbers: memoryview) -> None:
        self._numbers = numbers
        self._before = list(numbers)

    def write(self, totals: Mapping[str, int], connections: int) -> None:
        """`totals` since this worker started; names that nobody knows are left out."""
        for at, name in enumerate(NAMES):
            self._numbers[at] = self._before[at] + totals.get(name, 0)
        self._numbers[len(NAMES)] = connections
