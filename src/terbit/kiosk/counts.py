"""How often each page was read, by decision and hour: kept in memory, handed on as sums, without reader or address."""

from __future__ import annotations

from collections import Counter

Key = tuple[str, str, int]


class Counts:
    """Hours are whole hours since 1970, UTC."""

    def __init__(self) -> None:
        self._counted: Counter[Key] = Counter()

    def add(self, path: str, decision: str, now: float) -> None:
        self._counted[path, decision, int(now) // 3600] += 1

    def take(self) -> Counter[Key]:
        """What has come together; whoever takes it hands it on or gives it back."""
        taken, self._counted = self._counted, Counter()
        return taken

    def give_back(self, taken: Counter[Key]) -> None:
        self._counted.update(taken)
