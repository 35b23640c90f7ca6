"""How often each page was read, by decision and hour: kept in memory, handed on as sums, without reader or address."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Final

Key = tuple[str, str, int]
MOST_KEPT: Final = 50_000
"""Sums that one process keeps. Beyond them new ones are let go: what is read much is there already."""


class Counts:
    """Hours are whole hours since 1970, UTC. `totals` counts since the process started."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._counted: defaultdict[str, dict[bytes, int]] = defaultdict(dict)
        self._different = 0
        self._hour = int(clock()) // 3600
        self._kept: Counter[Key] = Counter()
        self._totals: Counter[str] = Counter()

    def add(self, path: bytes, decision: str) -> None:
        """`path` in UTF-8. Belongs to the hour of the last `tick`."""
        counted = self._counted[decision]
        times = counted.get(path)
        if times is None:
            self._begin(counted, path, decision)
        else:
            counted[path] = times + 1

    def _begin(self, counted: dict[bytes, int], path: bytes, decision: str) -> None:
        if self._different < MOST_KEPT:
            self._different += 1
            counted[path] = 1
        else:
            self._totals[decision] += 1

    def note(self, name: str) -> None:
        """Something that is no read: it is in the totals alone."""
        self._totals[name] += 1

    def tick(self) -> None:
        """To be called every second or so: a new hour begins its own sums."""
        hour = int(self._clock()) // 3600
        if hour != self._hour:
            self._gather()
            self._hour = hour

    def totals(self) -> Mapping[str, int]:
        totals = self._totals.copy()
        for decision, counted in self._counted.items():
            totals[decision] += sum(counted.values())
        return totals

    def take(self) -> Counter[Key]:
        """What has come together; whoever takes it hands it on or gives it back."""
        self._gather()
        taken, self._kept = self._kept, Counter()
        return taken

    def give_back(self, taken: Counter[Key]) -> None:
        if self._kept:
            for key, times in taken.items():
                self._keep(key, times)
        else:
            self._kept = taken

    def _gather(self) -> None:
        self._totals = Counter(self.totals())
        gathered, self._counted, self._different = self._counted, defaultdict(dict), 0
        for decision, counted in gathered.items():
            for path, times in counted.items():
                self._keep((path.decode(), decision, self._hour), times)

    def _keep(self, key: Key, times: int) -> None:
        if key in self._kept or len(self._kept) < MOST_KEPT:
            self._kept[key] += times
