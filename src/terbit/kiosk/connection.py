"""One client's connection: HTTP/1.1 read with llhttp, answered in the order in which it asked.

A page is answered where its request was read, without a task. What takes time runs as one task a connection, while
further requests wait in a short queue. Whoever is too large, too slow or not HTTP is told so and let go
(`limits.py` says how much and how long).
"""

from __future__ import annotations

import asyncio
import fcntl
import math
import sys
import termios
from collections import deque
from collections.abc import Mapping
from typing import Final, cast

import httptools

from terbit.kiosk import headers, limits
from terbit.kiosk.door import Door
from terbit.kiosk.exchange import (
    CLOSE,
    CLOSING,
    CONNECTION_LINES,
    CONTINUE,
    KEEP,
    OLD_CLOSE,
    OLD_KEEP,
    Body,
    BodyBroken,
    Exchange,
)
from terbit.kiosk.http import Answer, Request, request_of
from terbit.kiosk.room import Room

IDLE, HEAD, BODY = 0, 1, 2
_METHODS: Final = {b"GET": "GET", b"HEAD": "HEAD", b"POST": "POST"}
_TO_EXAMINE: Final = frozenset((b"connection", b"content-length", b"transfer-encoding", b"expect", b"upgrade"))
_FULL: Final = headers.plain(503, "Too many readers at once; try again in a moment.")
_WITHOUT_LENGTH: Final = (204, 304)


class Refused(Exception):
    """The request cannot be taken; raised out of the parser."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


_TARGET_TOO_LONG: Final = Refused(414, "The address is too long.")
_HEAD_TOO_LARGE: Final = Refused(431, "The headers are too large.")
_BODY_TOO_LARGE: Final = Refused(413, "What was sent is too large.")
_TOO_SLOW: Final = Refused(408, "The request took too long.")
_NO_HTTP: Final = Refused(400, "This is not HTTP as it is spoken here.")
_NO_HOST: Final = Refused(400, "The request names no host, or more than one.")
_NO_END: Final = Refused(400, "The request does not say clearly where it ends.")
_EXPECTATION: Final = Refused(417, "The request expects what is not known here.")
_TOO_MANY: Final = Refused(503, "Too many requests were sent ahead of their answers.")


class Connection(asyncio.Protocol):
    """`deadline` (monotonic seconds): when `overdue` is to be called."""

    __slots__ = (
        "_active",
        "_body",
        "_chunk_bytes",
        "_door",
        "_ended",
        "_found",
        "_head_bytes",
        "_held",
        "_keep",
        "_mark",
        "_parser",
        "_paused",
        "_queue",
        "_refusal",
        "_repeated",
        "_request",
        "_room",
        "_stage",
        "_target",
        "_task",
        "_transport",
        "_waiters",
        "deadline",
    )

    def __init__(self, room: Room, door: Door) -> None:
        self._room = room
        self._door = door
        self._parser = httptools.HttpRequestParser(self)
        self._target = b""
        self._found: dict[bytes, bytes] = {}
        self._chunk_bytes = self._head_bytes = 0
        self._repeated = 0
        self._stage = IDLE
        self._request: Request | None = None
        self._keep = KEEP
        self._body: Body | None = None
        self._refusal: Refused | None = None
        self._active: Exchange | None = None
        self._task: asyncio.Task[None] | None = None
        self._queue: deque[Exchange | Answer] = deque()
        self._waiters: list[asyncio.Future[None]] = []
        self._paused = self._held = self._ended = False
        self._mark = 0
        self.deadline = room.now + limits.HEAD_SECONDS

    # --- the transport's calls -------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=limits.BUFFERED_BYTES)
        if not self._room.enter(self):
            self._ended = True
            self.say_answer("GET", _FULL, CLOSE)
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        self._chunk_bytes = len(data)
        self._head_bytes += self._chunk_bytes
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._ended = True  # another protocol was asked for and is not spoken here: the request itself was answered
        except httptools.HttpParserError:
            refusal, self._refusal = self._refusal, None
            self._refuse(refusal or _NO_HTTP)
        if self._stage != IDLE:
            self._goes_on()

    def eof_received(self) -> bool:
        """The client sends no more. What is under way is still answered."""
        waits = self._active is not None or bool(self._queue)
        if self._stage == BODY and self._body is not None:
            self._body.fail(BodyBroken(400, "The request broke off."))
        self._ended = True
        if not waits:
            self._watch_progress()
        return waits

    def connection_lost(self, error: Exception | None) -> None:
        self._ended = True
        self._room.leave(self)
        self._queue.clear()
        self._wake()
        if self._task is not None:
            self._task.cancel()

    def pause_writing(self) -> None:
        self._paused = True
        self._watch_progress()

    def resume_writing(self) -> None:
        self._paused = False
        self._wake()
        if not self._ended:
            self._rest()
        if self._active is None:
            self._advance()

    # --- the parser's calls ----------------------------------------------------------------------------------------

    def on_url(self, part: bytes) -> None:
        self._target += part
        self._stage = HEAD

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        self._found[name] = self._merged(name, value) if name in self._found else value

    def on_headers_complete(self) -> None:
        target, self._target = self._target, b""
        found, parser = self._found, self._parser
        self._repeated = 0
        if self._chunk_bytes > limits.TARGET_BYTES or self._head_bytes > limits.TARGET_BYTES:
            self._weigh(target, found)
        if b"host" not in found and parser.get_http_version() != "1.0":
            raise self._refusing(_NO_HOST)
        method = parser.get_method()
        self._request = request = request_of(_METHODS.get(method) or method.decode("latin-1"), target, found)
        if not _TO_EXAMINE.isdisjoint(found):
            self._keep = KEEP
            self._examine(request)
        else:
            self._keep = KEEP if parser.should_keep_alive() else OLD_CLOSE

    def on_body(self, chunk: bytes) -> None:
        self._head_bytes = 0
        if self._body is not None:
            try:
                self._body.feed(chunk)
            except BodyBroken as broken:
                raise self._refusing(Refused(broken.status, broken.sentence)) from broken

    def on_message_complete(self) -> None:
        self._stage = IDLE
        self._head_bytes = 0
        self._found = {}
        request, self._request = self._request, None
        if self._body is not None:
            body, self._body = self._body, None
            body.finish()
            if body.wanted:
                return  # its exchange began with the headers
        if request is None:
            return
        if self._active is not None or self._queue or self._paused:
            self._enqueue(Exchange(self, request, self._keep))
            self.hold()
        else:
            self._serve(request, self._keep)

    # --- reading ---------------------------------------------------------------------------------------------------

    def _refusing(self, refusal: Refused) -> Refused:
        """The parser hides what its callbacks raise, so it is noted too."""
        self._refusal = refusal
        return refusal

    def _weigh(self, target: bytes, found: Mapping[bytes, bytes]) -> None:
        if len(target) > limits.TARGET_BYTES:
            raise self._refusing(_TARGET_TOO_LONG)
        if len(target) + sum(len(name) + len(value) + 4 for name, value in found.items()) > limits.HEAD_BYTES:
            raise self._refusing(_HEAD_TOO_LARGE)

    def _goes_on(self) -> None:
        """The chunk ended inside a request: its head, or a body with what may follow it, cannot go on for ever."""
        if self._head_bytes > limits.HEAD_BYTES:
            in_target = self._stage == HEAD and not self._found
            self._refuse(_TARGET_TOO_LONG if in_target else _HEAD_TOO_LARGE)
        elif self._stage == HEAD and self._active is None and not self._paused:
            self.deadline = min(self.deadline, self._room.now + limits.HEAD_SECONDS)

    def _merged(self, name: bytes, value: bytes) -> bytes:
        """A header that was sent more than once, as one (RFC 9110, 5.3)."""
        if name == b"host":
            raise self._refusing(_NO_HOST)
        self._repeated += 1
        if self._repeated > limits.MOST_REPEATED:
            raise self._refusing(_HEAD_TOO_LARGE)
        return self._found[name] + (b"; " if name == b"cookie" else b", ") + value

    def _examine(self, request: Request) -> None:
        """What a request says about its connection and its body. Raises Refused."""
        old = self._parser.get_http_version() == "1.0"
        if not self._parser.should_keep_alive() or b"upgrade" in request.headers or request.method == "CONNECT":
            self._keep = OLD_CLOSE if old else CLOSE
        elif old:
            self._keep = OLD_KEEP
        coding = request.headers.get(b"transfer-encoding")
        length = request.headers.get(b"content-length", b"0")
        if coding is not None and (coding.lower() != b"chunked" or old or b"content-length" in request.headers):
            raise self._refusing(_NO_END)
        expectation = request.headers.get(b"expect", b"")
        if expectation and expectation.lower() != b"100-continue":
            raise self._refusing(_EXPECTATION)
        if coding is not None or length != b"0":
            self._expect_body(request, length, continues=bool(expectation))

    def _expect_body(self, request: Request, length: bytes, *, continues: bool) -> None:
        limit = limits.body_limit(request.path)
        if len(length) > 12 or not length.isdigit():
            raise self._refusing(_NO_END)
        if int(length) > limit:
            raise self._refusing(_BODY_TOO_LARGE)
        wanted = self._door.streams(request)
        if wanted and len(self._queue) >= limits.MOST_QUEUED:
            raise self._refusing(_TOO_MANY)
        self._body = Body(self, left=limit, wanted=wanted, continues=continues)
        self._found = {}  # what follows the body are trailers, which go nowhere
        self._stage = BODY
        self._watch_progress()
        if wanted:
            self._enqueue(Exchange(self, request, self._keep, self._body))
            self._advance()
        elif continues and self._active is None and not self._queue:
            self.say(CONTINUE)

    def hold(self) -> None:
        """Read no more for now."""
        if not self._held and not self._transport.is_closing():
            self._held = True
            self._transport.pause_reading()

    def release(self) -> None:
        if self._held and not self._queue:
            self._held = False
            if not self._transport.is_closing():
                self._transport.resume_reading()

    # --- answering -------------------------------------------------------------------------------------------------

    def _serve(self, request: Request, keep: int) -> None:
        answer = self._door.answer_now(request)
        if answer is None:
            return self._begin(Exchange(self, request, keep))
        self.say_answer(request.method, answer, keep)
        if keep in CLOSING or self._room.closing:
            self._part(linger=False)
        elif not self._paused:
            self.deadline = self._room.now + limits.IDLE_SECONDS

    def _begin(self, exchange: Exchange) -> None:
        self._active = exchange
        if self._stage == IDLE:
            self.deadline = math.inf
        self._task = self._room.loop.create_task(self._run(exchange))

    async def _run(self, exchange: Exchange) -> None:
        try:
            await self._door.answer(exchange)
        finally:
            self._active = self._task = None
            self._after(exchange)

    def _after(self, exchange: Exchange) -> None:
        if self._transport.is_closing():
            return
        if not exchange.finished:
            self._transport.abort()  # so that nobody takes half an answer for a whole one
        elif exchange.body is not None and not exchange.body.whole:
            self._part(linger=True)
        elif exchange.keep in CLOSING or self._room.closing:
            self._part(linger=False)
        else:
            self._rest()
            self._advance()

    def _rest(self) -> None:
        """Nothing has to happen until the client speaks again, or the answer is there."""
        if self._stage == BODY:
            self._watch_progress()
        elif self._active is not None:
            self.deadline = math.inf
        else:
            self.deadline = self._room.now + (limits.HEAD_SECONDS if self._stage == HEAD else limits.IDLE_SECONDS)

    def _enqueue(self, exchange: Exchange) -> None:
        if len(self._queue) >= limits.MOST_QUEUED:
            raise self._refusing(_TOO_MANY)
        self._queue.append(exchange)

    def _advance(self) -> None:
        """Answer what waits, until something takes time or the client is too far behind."""
        while self._queue and self._active is None and not self._paused:
            following = self._queue.popleft()
            if isinstance(following, Answer):
                self.say_answer("GET", following, CLOSE)
                return self._part(linger=True)
            if following.body is not None and following.body.wanted:
                self._begin(following)
            else:
                self._serve(following.request, following.keep)
        if self._queue:
            self.hold()
        elif self._body is None or not self._body.full:
            self.release()
        if self._ended and not self._queue and self._active is None:
            self._part(linger=False)

    def say_answer(self, method: str, answer: Answer, keep: int) -> None:
        """The whole answer."""
        block, room = answer.block, self._room
        length = b"" if block.status in _WITHOUT_LENGTH else b"content-length: %d\r\n" % len(answer.body)
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

    # --- ending ----------------------------------------------------------------------------------------------------

    def _refuse(self, refusal: Refused) -> None:
        """Nothing more is read; what was asked before is answered first."""
        if self._ended:
            return
        self._ended = True
        self._stage = IDLE
        body, self._body = self._body, None
        if body is not None and body.wanted:
            self._watch_progress()
            return body.fail(BodyBroken(refusal.status, refusal.sentence))
        answer = headers.plain(refusal.status, refusal.sentence)
        if self._active is not None or self._queue:
            self._queue.append(answer)
        else:
            self.say_answer("GET", answer, CLOSE)
            self._part(linger=True)

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
        if self._body is not None and not self._paused and not self._ended:
            return self._body.left
        return self._transport.get_write_buffer_size() + _unacknowledged(self._transport)

    def _has_moved(self) -> bool:
        waits_for_us = self._held and not self._paused and not self._ended
        return waits_for_us or self._mark - self._outstanding() >= limits.LEAST_BYTES

    def overdue(self) -> None:
        """The deadline is over."""
        if self._ended or self._paused:
            if self._has_moved():
                self._watch_progress()
            else:
                self._transport.abort()
        elif self._stage == BODY:
            if self._has_moved():
                self._watch_progress()
            else:
                self._refuse(_TOO_SLOW)
        elif self._active is not None:
            self.deadline = math.inf
        elif self._stage == HEAD:
            self._refuse(_TOO_SLOW)
        else:
            self._part(linger=False)

    def retire(self) -> None:
        """The worker stops: whoever asks for nothing at the moment is let go now, the others after their answer."""
        if self._active is None and not self._queue and self._stage == IDLE and not self._ended:
            self._part(linger=False)

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
