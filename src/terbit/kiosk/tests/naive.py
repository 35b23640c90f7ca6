"""A kiosk whose ledger reads first and writes afterwards: the mistake that the exactness test must catch."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime

from terbit.ledger import AlreadyUnlocked, Spent, SqliteLedger, Unlock, Unlocked


class NaiveLedger(SqliteLedger):
    async def unlock(self, reader: int, story: int, *, limit: int, since: datetime | None, now: datetime) -> Unlock:
        opened, spent = self.look(reader, story, since)
        if opened:
            return AlreadyUnlocked()
        if spent >= limit:
            return Spent()
        await asyncio.sleep(0.001)
        with sqlite3.connect(self._path, timeout=20) as connection:
            connection.execute("INSERT OR IGNORE INTO unlock (reader, story, at) VALUES (?, ?, 0)", (reader, story))
        return Unlocked(limit - spent - 1)
