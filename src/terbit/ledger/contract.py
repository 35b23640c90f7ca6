"""What every ledger promises, whatever it is kept in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec


class LedgerUnavailable(RuntimeError):
    """The ledger did not answer: the caller shows the teaser, nothing was spent."""


class Unlocked(msgspec.Struct, frozen=True, gc=False):
    """The story was opened now; `left` units remain, 0 or more."""

    left: int


class AlreadyUnlocked(msgspec.Struct, frozen=True, gc=False):
    """The story was opened before; nothing was spent."""


class Spent(msgspec.Struct, frozen=True, gc=False):
    """No unit was left; nothing was entered."""


Unlock = Unlocked | AlreadyUnlocked | Spent
Settled = Callable[[Unlock | LedgerUnavailable], None]


class Ledger(Protocol):
    """One row per reader and story, for ever, with its UTC time. It knows no policy: the caller brings the window.

    Every method raises LedgerUnavailable.
    """

    def look(self, reader: int, story: int, since: datetime | None) -> tuple[bool, int]:
        """Whether the reader opened the story ever, and how many stories count since `since` (None: for ever)."""
        ...

    async def unlock(self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime) -> Unlock:
        """Open `story` for `reader` if fewer than `limit` were opened since `since`.

        Atomic over any number of processes, and on disk (fsync) before it returns.
        """
        ...

    def enter(
        self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime, settled: Settled
    ) -> None:
        """The same without a coroutine to wait in: the running event loop calls `settled` with what came of it."""
        ...

    def opened_by(self, reader: int) -> dict[int, datetime]:
        """Every story that the reader opened, with its time, for the reader's own page and for exports."""
        ...

    def forget(self, reader: int) -> int:
        """Erase all of the reader's rows. Returns how many there were."""
        ...

    def give_back(self, reader: int, story: int, by: int, why: str) -> bool:
        """Return the unit that this story cost; the story stays open. False where no unit was spent on it."""
        ...

    def close(self) -> None:
        """Enter what waits, and let go of what is open."""
        ...


_running: Final[set[asyncio.Task[None]]] = set()
"""A loop alone does not keep its tasks alive."""


def settle_with(unlocking: Coroutine[Any, Any, Unlock], settled: Settled) -> None:
    """`Ledger.enter` for a ledger whose `unlock` is a coroutine of its own."""

    async def settle() -> None:
        try:
            outcome: Unlock | LedgerUnavailable = await unlocking
        except LedgerUnavailable as problem:
            outcome = problem
        settled(outcome)

    task = asyncio.get_running_loop().create_task(settle())
    _running.add(task)
    task.add_done_callback(_running.discard)
