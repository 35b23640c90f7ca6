"""A kiosk whose ledger reads first and writes afterwards: the mistake that the exactness test must catch."""

from __future__ import annotations

import asyncio
from datetime import datetime

from tools.testing.engine import enter_unlock

from terbit.config import Settings
from terbit.ledger import AlreadyUnlocked, Spent, Unlock, Unlocked, open_ledger
from terbit.ledger.contract import Settled, settle_with


class NaiveLedger:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept = open_ledger(settings)

    def __getattr__(self, name: str) -> object:
        return getattr(self._kept, name)

    async def unlock(self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime) -> Unlock:
        opened, spent = self._kept.look(reader, story, since)
        if opened:
            return AlreadyUnlocked()
        if spent >= limit:
            return Spent()
        await asyncio.sleep(0.001)
        enter_unlock(self._settings, reader, story)
        return Unlocked(limit - spent - 1)

    def enter(
        self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime, settled: Settled
    ) -> None:
        settle_with(self.unlock(reader, story, limit=limit, since=since, now=now), settled)
