"""Everybody who is connected to one worker, and the clock that all of them share."""

from __future__ import annotations

import asyncio
import time
from email.utils import formatdate
from typing import TYPE_CHECKING

from terbit.kiosk.limits import MOST_CONNECTIONS

if TYPE_CHECKING:
    from terbit.kiosk.connection import Connection


class Room:
    """`now` (monotonic) and `date` hold since the last tick: a request asks no clock for them. `always` are lines of
    headers that go with the date, on every answer whoever gives it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, most: int = MOST_CONNECTIONS, always: bytes = b"") -> None:
        self.loop = loop
        self._always = always
        self.most = most
        self.connections: set[Connection] = set()
        self.closing = False
        """Every answer from now on says that its connection ends."""
        self.ending = False
        """Connections end with the answer that is under way, though it did not say so."""
        self.now = 0.0
        self.date = b""
        self._empty: asyncio.Event = asyncio.Event()
        self.tick()

    def tick(self) -> None:
        """Set the clock, and look after those whose time is over."""
        self.now = time.monotonic()
        self.date = b"date: %b\r\n%b" % (formatdate(usegmt=True).encode(), self._always)
        for connection in [one for one in self.connections if one.deadline <= self.now]:
            connection.overdue()

    def enter(self, connection: Connection) -> bool:
        """False where the room is full."""
        if len(self.connections) >= self.most:
            return False
        self.connections.add(connection)
        return True

    def leave(self, connection: Connection) -> None:
        self.connections.discard(connection)
        if not self.connections:
            self._empty.set()

    async def empty_out(self, stopping: asyncio.Event, seconds: float) -> None:
        """Answer whoever is here once more, saying that the connection ends, until the last one has left, `seconds` are
        over or `stopping` is set. Nobody's request meets a closed door, as it may where an idle connection is closed."""
        self.closing = True
        if not self.connections:
            return
        self._empty.clear()
        waiting = {self.loop.create_task(event.wait()) for event in (self._empty, stopping)}
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()

    async def close(self, seconds: float) -> None:
        """Let everybody finish what is under way, for so long at most, and close every connection."""
        self.closing = self.ending = True
        for connection in list(self.connections):
            connection.retire()
        if self.connections:
            self._empty.clear()
            try:
                await asyncio.wait_for(self._empty.wait(), seconds)
            except TimeoutError:
                for connection in list(self.connections):
                    connection.abort()
                await asyncio.sleep(0)
