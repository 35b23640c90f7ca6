"""The way to one client: what is said on it, how far the client is behind, and how it ends."""

from __future__ import annotations

import asyncio
import fcntl
import sys
import termios
from typing import TYPE_CHECKING, Final

from terbit.kiosk import limits
from terbit.kiosk.exchange import CLOSE, CONNECTION_LINES
from terbit.kiosk.http import Answer

if TYPE_CHECKING:
    from terbit.kiosk.room import Room

WITHOUT_LENGTH: Final = (204, 304)


class Line(asyncio.Protocol):
    """`deadline` (monotonic seconds): when whoever keeps the time should look here.

    Ended: nothing more is read. Held: not read for now. Paused: the client does not take what was said.
    """

    __slots__ = ("_ended", "_held", "_mark", "_paused", "_room", "_transport", "_waiters", "deadline")

    _transport: asyncio.Transport

    def __init__(self, room: Room) -> None:
        self._room = room
        self._paused = self._held = self._ended = False
        self._mark = 0
        self._waiters: list[asyncio.Future[None]] = []
        self.deadline = room.now + limits.HEAD_SECONDS

    def hold(self) -> None:
        """Read no more for now."""
        if not self._held and not self._transport.is_closing():
            self._held = True
            self._transport.pause_reading()

    def release(self) -> None:
        """Read on."""
        if self._held:
            self._held = False
            if not self._transport.is_closing():
                self._transport.resume_reading()

    def say_answer(self, method: str, answer: Answer, keep: int) -> None:
        """The whole answer."""
        block, room = answer.block, self._room
        length = b"" if block.status in WITHOUT_LENGTH else b"content-length: %d\r\n" % len(answer.body)
        connection = CONNECTION_LINES[CLOSE if room.closing else keep]
        body = b"" if method == "HEAD" else answer.body
        self._transport.write(b"".join((block.wire, answer.own, length, room.date, connection, b"\r\n", body)))

    def say_head(self, block: bytes, keep: int) -> None:
        """Status and headers of an answer that streams."""
        connection = CONNECTION_LINES[CLOSE if self._room.closing else keep]
        self._transport.write(b"%b%b%b\r\n" % (block, self._room.date, connection))

    def say(self, chunk: bytes) -> None:
        self._transport.write(chunk)

    async def drained(self) -> None:
        """Return when the client has taken most of what was said. Ends with the connection."""
        while self._paused and not self._transport.is_closing():
            waiter = self._room.loop.create_future()
            self._waiters.append(waiter)
            await waiter

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    @property
    def client(self) -> str:
        name = self._transport.get_extra_info("peername")
        return str(name[0]) if isinstance(name, tuple) else ""

    def _part(self, *, linger: bool) -> None:
        """Close when all has been said. `linger`: the client may still be sending, and would lose the answer if its
        bytes met a closed door; so they are read over for a moment."""
        self._ended = True
        self._watch_progress()
        if not linger:
            self._transport.close()
            return
        self.release()
        self._transport.write_eof()
        self.deadline = self._room.now + limits.LINGER_SECONDS

    def _watch_progress(self) -> None:
        """Note how much is outstanding; at the deadline it has to be less."""
        self._mark = self._outstanding()
        self.deadline = self._room.now + limits.SLOW_SECONDS

    def _outstanding(self) -> int:
        return self._transport.get_write_buffer_size() + _unacknowledged(self._transport)

    def _has_moved(self) -> bool:
        waits_for_us = self._held and not self._paused and not self._ended
        return waits_for_us or self._mark - self._outstanding() >= limits.LEAST_BYTES

    def abort(self) -> None:
        self._transport.abort()


def _unacknowledged(transport: asyncio.Transport) -> int:
    """Bytes that the client has not received yet: the system holds far more of them than we do, and frees them in
    lumps, so that from here alone a slow reader looks like one who stands still. tcp(7), SIOCOUTQ."""
    try:
        found = fcntl.ioctl(transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, bytes(4))
    except OSError:
        return 0
    return int.from_bytes(found, sys.byteorder)
