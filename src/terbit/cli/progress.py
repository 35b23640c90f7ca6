"""How far a long command has come, and how long it will take yet: one line on standard error, every two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Final, TextIO

EVERY_SECONDS: Final = 2.0


class Progress:
    """`total` and what `pass_by` is told are in the same unit: bytes, or rows."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self.total, self.out = max(total, 1), out or sys.stderr
        self.done = 0
        self.begun = self.told = time.monotonic()
        self.is_terminal = self.out.isatty()

    def pass_by(self, amount: int, counts: Mapping[str, int]) -> None:
        self.done = min(self.done + amount, self.total)
        if time.monotonic() - self.told >= EVERY_SECONDS:
            self._tell(counts)

    def reach(self, done: int, total: int) -> None:
        """So far, and of how much: for work whose size shows on the way."""
        self.done, self.total = done, max(total, 1)
        if time.monotonic() - self.told >= EVERY_SECONDS:
            self._tell({"MB": done // 1_000_000})

    def say(self, line: str) -> None:
        """A line of its own, which stays."""
        print(("\r\x1b[K" if self.is_terminal else "") + line, file=self.out)

    def end(self, counts: Mapping[str, int]) -> None:
        """The last line; it stays."""
        self.done = self.total
        self._tell(counts)
        if self.is_terminal:
            print(file=self.out)

    def _tell(self, counts: Mapping[str, int]) -> None:
        self.told = time.monotonic()
        passed = self.told - self.begun
        left = passed * (self.total - self.done) / max(self.done, 1)
        numbers = ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)
        line = f"{100 * self.done // self.total:3} %  {numbers or 'nothing yet'}; {_time(left)} left"
        print(
            f"\r\x1b[K{line}" if self.is_terminal else line,
            end="" if self.is_terminal else "\n",
            file=self.out,
            flush=True,
        )


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
