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

    async def close(self, seconds: float) -> None:
        """Let everybody finish what is under way, for so long at most, and close every connection."""
        self.closing = True
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
