"""One request with its answer, where the two take time: a body that streams in, an answer that streams out."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Final

from terbit.kiosk.http import Answer, Block, Header, Request
from terbit.kiosk.limits import BUFFERED_BYTES

if TYPE_CHECKING:
    from terbit.kiosk.connection import Connection

CLOSE, KEEP, OLD_CLOSE, OLD_KEEP = 0, 1, 2, 3
"""Whether the connection stays open after the answer. The old ones are HTTP/1.0, which knows no chunks."""
CLOSING: Final = (CLOSE, OLD_CLOSE)
CONNECTION_LINES: Final = (b"connection: close\r\n", b"", b"connection: close\r\n", b"connection: keep-alive\r\n")
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class BodyBroken(RuntimeError):
    """The request's body ended wrongly: `status` says how that is answered, if it still can be."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Body:
    """What the client sends after its headers. A body that nobody `wanted` is read over."""

    __slots__ = ("_broken", "_chunks", "_connection", "_size", "_waiter", "continues", "left", "wanted", "whole")

    def __init__(self, connection: Connection, *, left: int, wanted: bool, continues: bool) -> None:
        self._connection = connection
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._waiter: asyncio.Future[None] | None = None
        self._broken: BodyBroken | None = None
        self.left = left
        self.wanted = wanted
        self.continues = continues
        self.whole = False

    def feed(self, chunk: bytes) -> None:
        """Raises BodyBroken where it grows too large."""
        self.continues = False
        self.left -= len(chunk)
        if self.left < 0:
            raise BodyBroken(413, "What was sent is too large.")
        if not self.wanted:
            return
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self.full:
            self._connection.hold()
        self._wake()

    @property
    def full(self) -> bool:
        """Whether more waits here than whoever reads it keeps up with."""
        return self._size > BUFFERED_BYTES

    def finish(self) -> None:
        self.whole = True
        self._wake()

    def fail(self, broken: BodyBroken) -> None:
        """Whoever reads the body meets `broken`."""
        self._broken = broken
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Raises BodyBroken."""
        if self.continues and not self.whole:
            self._connection.say(CONTINUE)
            self.continues = False
        while True:
            while self._chunks:
                chunk = self._chunks.popleft()
                self._size -= len(chunk)
                if not self.full:
                    self._connection.release()
                yield chunk
            if self._broken is not None:
                raise self._broken
            if self.whole:
                return
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter


class Exchange:
    """What a part of the kiosk that takes time sees of a client."""

    __slots__ = ("_chunked", "_connection", "body", "finished", "keep", "request", "started")

    def __init__(self, connection: Connection, request: Request, keep: int, body: Body | None = None) -> None:
        self._connection = connection
        self.request = request
        self.keep = keep
        self.body = body
        self.started = False
        self.finished = False
        self._chunked = False

    @property
    def client(self) -> str:
        """The address of whoever is at the other end of the connection."""
        return self._connection.client

    def respond(self, answer: Answer) -> None:
        """The whole answer at once."""
        if self.body is not None and not self.body.whole:
            self.keep = CLOSE
        self.started = self.finished = True
        self._connection.say_answer(self.request.method, answer, self.keep)

    def settle(self, answer: Answer) -> None:
        """The whole answer, to an exchange that waits without a task."""
        self._connection.settle(self, answer)

    def begin(self, status: int, headers: Sequence[Header], length: int | None) -> None:
        """Status and headers of an answer that streams; `length` of its body, None where nobody knows it yet.

        Whoever calls leaves out of `headers` what concerns this connection alone: length, transfer coding, date.
        """
        self.started = True
        bare = self.request.method == "HEAD" or status in (204, 304)
        self._chunked = length is None and not bare and self.keep in (CLOSE, KEEP)
        if length is None and not bare and not self._chunked:
            self.keep = OLD_CLOSE
        extra = [] if length is None or status == 204 else [(b"content-length", str(length).encode())]
        extra += [(b"transfer-encoding", b"chunked")] if self._chunked else []
        self._connection.say_head(Block(status, [*headers, *extra]).wire, self.keep)

    async def write(self, chunk: bytes) -> None:
        """A part of the body. Returns when the client is not far behind."""
        if not chunk or self.request.method == "HEAD":
            return
        if self._chunked:
            chunk = b"%x\r\n%b\r\n" % (len(chunk), chunk)
        self._connection.say(chunk)
        await self._connection.drained()

    def end(self) -> None:
        """The answer is whole."""
        if self._chunked:
            self._connection.say(b"0\r\n\r\n")
        self.finished = True
