"""One client's connection: HTTP/1.1 read with llhttp, answered in the order in which it asked.

A page is answered where its request was read, without a task. What takes time runs as one task a connection, while
further requests wait in a short queue. Whoever is too large, too slow or not HTTP is told so and let go
(`limits.py` says how much and how long).
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Mapping
from typing import Final, cast

import httptools

from terbit.kiosk import headers, limits, refused
from terbit.kiosk.door import Door
from terbit.kiosk.exchange import (
    CLOSE,
    CLOSING,
    CONTINUE,
    KEEP,
    OLD_CLOSE,
    OLD_KEEP,
    Body,
    BodyBroken,
    Exchange,
)
from terbit.kiosk.http import Answer, Request
from terbit.kiosk.line import Line
from terbit.kiosk.room import Room

IDLE, HEAD, BODY = 0, 1, 2
_METHODS: Final = {b"GET": "GET", b"HEAD": "HEAD", b"POST": "POST"}
_TO_EXAMINE: Final = frozenset((b"connection", b"transfer-encoding", b"expect", b"upgrade"))
_FULL: Final = headers.plain(503, "Too many readers at once; try again in a moment.")


class Connection(Line):
    """What is asked on a line, and in which order it is answered."""

    __slots__ = (
        "_active",
        "_body",
        "_chunk_bytes",
        "_door",
        "_found",
        "_head_bytes",
        "_keep",
        "_parser",
        "_queue",
        "_refusal",
        "_repeated",
        "_request",
        "_stage",
        "_target",
        "_task",
    )

    def __init__(self, room: Room, door: Door) -> None:
        super().__init__(room)
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
        self._refusal: refused.Refused | None = None
        self._active: Exchange | None = None
        self._task: asyncio.Task[None] | None = None
        self._queue: deque[Exchange | Answer] = deque()

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
            self._refuse(refusal or refused.NO_HTTP)
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
        del self._parser  # which calls back here: a circle, which would keep all of it until somebody looks for circles
        self._queue.clear()
        self._wake()
        if self._task is not None:
            self._task.cancel()
        else:
            self._active = None

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
        found, name = self._found, name.lower()
        found[name] = value if name not in found else self._merged(name, value)

    def on_headers_complete(self) -> None:
        found, target, parser = self._found, self._target, self._parser
        self._target = b""
        if self._ended:
            raise self._refusing(refused.NO_HTTP)  # sent after what was to be the last request
        if self._head_bytes > limits.TARGET_BYTES or self._chunk_bytes > limits.TARGET_BYTES:
            self._weigh(target, found)
        if b"host" not in found and parser.get_http_version() != "1.0":
            raise self._refusing(refused.NO_HOST)
        method = parser.get_method()
        usual = _METHODS.get(method)
        self._request = request = Request(usual or method.decode("latin-1"), target, found)
        if usual and _TO_EXAMINE.isdisjoint(found) and found.get(b"content-length", b"0") == b"0":
            self._keep = KEEP if parser.should_keep_alive() else OLD_CLOSE
        else:
            self._keep = KEEP
            self._examine(request)

    def on_body(self, chunk: bytes) -> None:
        self._head_bytes = 0
        if self._body is not None:
            try:
                self._body.feed(chunk)
            except BodyBroken as broken:
                raise self._refusing(refused.Refused(broken.status, broken.sentence)) from broken

    def on_message_complete(self) -> None:
        self._stage = IDLE
        self._head_bytes = 0
        self._found = {}
        self._repeated = 0
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

    def _refusing(self, refusal: refused.Refused) -> refused.Refused:
        """The parser hides what its callbacks raise, so it is noted too."""
        self._refusal = refusal
        return refusal

    def _weigh(self, target: bytes, found: Mapping[bytes, bytes]) -> None:
        if len(target) > limits.TARGET_BYTES:
            raise self._refusing(refused.TARGET_TOO_LONG)
        if len(target) + sum(len(name) + len(value) + 4 for name, value in found.items()) > limits.HEAD_BYTES:
            raise self._refusing(refused.HEAD_TOO_LARGE)

    def _goes_on(self) -> None:
        """The chunk ended inside a request: its head, or a body with what may follow it, cannot go on for ever."""
        if self._head_bytes > limits.HEAD_BYTES:
            in_target = self._stage == HEAD and not self._found
            self._refuse(refused.TARGET_TOO_LONG if in_target else refused.HEAD_TOO_LARGE)
        elif self._stage == HEAD and self._active is None and not self._paused:
            self.deadline = min(self.deadline, self._room.now + limits.HEAD_SECONDS)

    def _merged(self, name: bytes, value: bytes) -> bytes:
        """A header that was sent more than once, as one (RFC 9110, 5.3)."""
        if name == b"host":
            raise self._refusing(refused.NO_HOST)
        self._repeated += 1
        if self._repeated > limits.MOST_REPEATED:
            raise self._refusing(refused.HEAD_TOO_LARGE)
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
            raise self._refusing(refused.NO_END)
        expectation = request.headers.get(b"expect", b"")
        if expectation and expectation.lower() != b"100-continue":
            raise self._refusing(refused.EXPECTATION)
        if coding is not None or length != b"0":
            self._expect_body(request, length, continues=bool(expectation))

    def _expect_body(self, request: Request, length: bytes, *, continues: bool) -> None:
        limit = limits.body_limit(request.path)
        if len(length) > 12 or not length.isdigit():
            raise self._refusing(refused.NO_END)
        if int(length) > limit:
            raise self._refusing(refused.BODY_TOO_LARGE)
        wanted = self._door.streams(request)
        if wanted and len(self._queue) >= limits.MOST_QUEUED:
            raise self._refusing(refused.TOO_MANY)
        self._body = Body(self, left=limit, wanted=wanted, continues=continues)
        self._found = {}  # what follows the body are trailers, which go nowhere
        self._stage = BODY
        self._watch_progress()
        if wanted:
            self._enqueue(Exchange(self, request, self._keep, self._body))
            self._advance()
        elif continues and self._active is None and not self._queue:
            self.say(CONTINUE)

    def release(self) -> None:
        """Read on, unless something waits already."""
        if not self._queue:
            super().release()

    def _outstanding(self) -> int:
        if self._body is not None and not self._paused and not self._ended:
            return self._body.left
        return super()._outstanding()

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
        if not self._door.begins(exchange):
            self._task = self._room.loop.create_task(self._run(exchange))

    def settle(self, exchange: Exchange, answer: Answer) -> None:
        """The answer to an exchange that waited without a task; nobody may be there to hear it any more."""
        if self._active is exchange:
            self._active = None
            exchange.respond(answer)
            self._after(exchange)

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
        elif exchange.keep in CLOSING or self._room.ending:
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
            raise self._refusing(refused.TOO_MANY)
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
        elif self._held and (self._body is None or not self._body.full):
            self.release()
        if self._ended and not self._queue and self._active is None:
            self._part(linger=False)

    # --- ending ----------------------------------------------------------------------------------------------------

    def _refuse(self, refusal: refused.Refused) -> None:
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

    def overdue(self) -> None:
        """The deadline is over."""
        done = self._ended and self._active is None and not self._queue
        if done or self._paused:
            if self._has_moved():
                self._watch_progress()
            else:
                self._transport.abort()
        elif self._stage == BODY and not self._ended:
            if self._has_moved():
                self._watch_progress()
            else:
                self._refuse(refused.TOO_SLOW)
        elif self._active is not None:
            self.deadline = math.inf
        elif self._stage == HEAD:
            self._refuse(refused.TOO_SLOW)
        else:
            self._part(linger=False)

    def retire(self) -> None:
        """The worker stops: whoever asks for nothing at the moment is let go now, the others after their answer."""
        if self._active is None and not self._queue and self._stage == IDLE and not self._ended:
            self._part(linger=False)
