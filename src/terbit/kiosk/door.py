"""Which part of the kiosk answers a request: the shelf at once, everything else in its own time."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from terbit.dispatch import keys
from terbit.dispatch.contract import BadRecord
from terbit.kiosk import headers
from terbit.kiosk.counts import Counts
from terbit.kiosk.exchange import BodyBroken, Exchange
from terbit.kiosk.faults import Faults
from terbit.kiosk.files import MEDIA, STATIC, Files
from terbit.kiosk.http import NO_STORE, Answer, Request
from terbit.kiosk.kiosk import Kiosk
from terbit.kiosk.passage import PREFIXES, NewsroomAway, Passage, is_passed
from terbit.kiosk.tally import PASSED

FILE_PREFIXES: Final = (STATIC, MEDIA)
_READING: Final = frozenset(("GET", "HEAD"))
CHUNK: Final = 64 * 1024
Own = Callable[[Request, str], Awaitable[Answer]]
Parts = tuple[Kiosk, Passage, Files, Counts, Faults, Mapping[str, Own]]
"""What a Door is made of."""


class Door:
    """`own` are the kiosk's own addresses; each gets the request and the client's address."""

    def __init__(
        self, kiosk: Kiosk, passage: Passage, files: Files, counts: Counts, faults: Faults, own: Mapping[str, Own]
    ) -> None:
        self._kiosk = kiosk
        self._passage = passage
        self._files = files
        self._counts = counts
        self._faults = faults
        self._own: dict[str, Own] = {"/saya": self._about_me, **own}
        elsewhere = (*(prefix.rstrip("/") for prefix in PREFIXES), *FILE_PREFIXES, *self._own)
        self._elsewhere = tuple(prefix.encode() for prefix in elsewhere)
        self._corners = frozenset(prefix[:4] for prefix in self._elsewhere)  # a look at these is quicker than at all

    def answer_now(self, request: Request) -> Answer | None:
        """The answer to a GET or HEAD of a page; None for whatever takes time or is no page."""
        key = request.key
        if request.method not in _READING or (key[:4] in self._corners and key.startswith(self._elsewhere)):
            return None
        try:
            answer = self._kiosk.read_now(request)
        except Exception as error:  # noqa: BLE001  one reader's trouble ends neither the connection nor the others'
            return self._failed(error)
        if answer is not None and answer.decision:
            self._counts.add(key, answer.decision)
        return answer

    def begins(self, exchange: Exchange) -> bool:
        """Whether the answer to a POST to a page was begun: the ledger's outcome settles it, without a task."""
        request = exchange.request
        if request.method != "POST" or request.key.startswith(self._elsewhere):
            return False

        def done(answer: Answer) -> None:
            if answer.decision:
                self._counts.add(request.key, answer.decision)
            exchange.settle(answer)

        try:
            return self._kiosk.unlock_now(request, done)
        except Exception as error:  # noqa: BLE001  as above
            exchange.settle(self._failed(error))
            return True

    def streams(self, request: Request) -> bool:
        """Whether the body of this request is read while it comes; other bodies are read over."""
        return is_passed(request.path)

    async def answer(self, exchange: Exchange) -> None:
        """Everything else. An exchange that is not finished afterwards was broken off."""
        request = exchange.request
        try:
            if is_passed(request.path):
                return await self._pass(exchange)
            if request.path.startswith(FILE_PREFIXES):
                return await self._send_file(exchange)
            answer = await self._route(request, exchange.client)
        except Exception as error:  # noqa: BLE001  as above
            answer = self._failed(error)
            if exchange.started:
                return
        exchange.respond(answer)
        if answer.decision:
            self._counts.add(request.key, answer.decision)

    async def _route(self, request: Request, client: str) -> Answer:
        own = self._own.get(request.path)
        if request.method in _READING:
            return await (self._read(request, client) if own is None else own(request, client))
        if request.method == "POST" and own is None:
            return await self._kiosk.unlock(request)
        return headers.method_not_allowed("GET, HEAD" if own else self._kiosk.methods(request))

    async def _read(self, request: Request, _client: str) -> Answer:
        return await self._kiosk.read(request)

    async def _about_me(self, request: Request, _client: str) -> Answer:
        return await self._kiosk.about_me(request)

    def _failed(self, error: Exception) -> Answer:
        if isinstance(error, BadRecord):
            self._faults.report("record_unreadable", str(error))
            return headers.plain(503, "This page cannot be read at the moment.")
        self._faults.report("unexpected", f"A request could not be answered: {type(error).__name__}.", error)
        return headers.plain(500, "This cannot be answered at the moment.")

    async def _pass(self, exchange: Exchange) -> None:
        self._counts.note(PASSED)
        try:
            await self._passage.hand_over(exchange)
        except BodyBroken as broken:
            if not exchange.started:
                exchange.respond(headers.plain(broken.status, broken.sentence))
        except NewsroomAway as error:
            self._faults.report("newsroom_away", str(error))
            if not exchange.started:
                exchange.respond(self._unavailable(exchange.request))

    def _unavailable(self, request: Request) -> Answer:
        """The printed 503 of the newsroom's pages."""
        printed = self._kiosk.special(request, keys.unavailable(request.language))
        answer = printed or headers.plain(503, "The newsroom does not answer at the moment. Reading goes on.")
        block = answer.block.but(503, NO_STORE, (b"retry-after", b"30"), without=(b"cache-control",))
        return Answer(block, answer.body)

    async def _send_file(self, exchange: Exchange) -> None:
        request = exchange.request
        if request.method not in ("GET", "HEAD"):
            return exchange.respond(headers.method_not_allowed("GET, HEAD"))
        withheld = request.path.startswith(MEDIA) and not self._kiosk.serves(request.path.removeprefix(MEDIA))
        file = None if withheld else self._files.find(request.path, request.coding)
        if file is None:
            return exchange.respond(await self._kiosk.read(request))
        with file.path.open("rb") as opened:
            left = os.fstat(opened.fileno()).st_size
            exchange.begin(200, file.headers, left)
            while left > 0 and request.method == "GET":
                chunk = opened.read(min(CHUNK, left))
                if not chunk:
                    return  # it became shorter meanwhile: the answer is broken off
                left -= len(chunk)
                await exchange.write(chunk)
        exchange.end()
