"""The kiosk as a raw ASGI application: which of its parts answers, and how the answer goes out."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from terbit.config import Settings
from terbit.config import settings as configured
from terbit.dispatch import keys
from terbit.dispatch.contract import BadRecord
from terbit.dispatch.shelf import ShelfReader
from terbit.kiosk import headers
from terbit.kiosk.counts import Counts
from terbit.kiosk.files import MEDIA, STATIC, File, Files
from terbit.kiosk.http import NO_STORE, Answer, Request, coding_for, request_from
from terbit.kiosk.kiosk import Kiosk
from terbit.kiosk.passage import NewsroomAway, Passage, Receive, Send, is_passed
from terbit.kiosk.passes import Passes
from terbit.kiosk.stand import Stand
from terbit.ledger import open_ledger

log = logging.getLogger("terbit.kiosk")
HAND_ON_SECONDS: Final = 10.0
CHUNK: Final = 256 * 1024
FILE_PREFIXES: Final = (STATIC, MEDIA)


class Application:
    """`application(scope, receive, send)`; opens the shelf at the server's start, once a process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._counts = Counts()
        self._files = Files(settings.static_folder, settings.media_folder)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        request = request_from(scope["method"], scope["raw_path"], scope["query_string"], scope["headers"])
        if is_passed(request.path):
            return await self._pass(scope, request, receive, send)
        if request.path.startswith(FILE_PREFIXES):
            return await self._send_file(scope, request, send)
        try:
            answer = await self._route(request)
        except BadRecord as error:
            log.error("%s", error)
            answer = headers.plain(503, "This page cannot be read at the moment.")
        await _send_answer(request, answer, send)
        if answer.decision:
            self._counts.add(request.path, answer.decision, time.time())

    async def _route(self, request: Request) -> Answer:
        if request.method == "POST":
            return await self._kiosk.unlock(request)
        if request.method not in ("GET", "HEAD"):
            return headers.method_not_allowed("GET, HEAD, POST")
        own = self._own_addresses.get(request.path)
        return await (self._kiosk.read(request) if own is None else own(request))

    async def _health(self, _request: Request) -> Answer:
        if self._kiosk.ready():
            return headers.plain(200, "ok")
        return headers.plain(503, "The shelf is still filling; try again in a moment.")

    async def _pass(self, scope: dict[str, Any], request: Request, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: dict[str, Any]) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._passage.hand_over(scope, receive, watched)
        except NewsroomAway as error:
            log.warning("%s", error)
            if not started:
                await _send_answer(request, self._unavailable(request), send)

    def _unavailable(self, request: Request) -> Answer:
        """The printed 503 of the newsroom's pages."""
        printed = self._kiosk.special(request, keys.unavailable(request.language))
        answer = printed or headers.plain(503, "The newsroom does not answer at the moment. Reading goes on.")
        return Answer(503, [*_without_caching(answer), NO_STORE, (b"retry-after", b"30")], answer.body)

    async def _send_file(self, scope: dict[str, Any], request: Request, send: Send) -> None:
        if request.method not in ("GET", "HEAD"):
            return await _send_answer(request, headers.method_not_allowed("GET, HEAD"), send)
        withheld = request.path.startswith(MEDIA) and not self._kiosk.serves(request.path.removeprefix(MEDIA))
        file = None if withheld else self._files.find(request.path, coding_for(request.accept_encoding))
        if file is None:
            return await _send_answer(request, await self._kiosk.read(request), send)
        await _send_path(scope, request, file, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _start(self) -> None:
        settings = self._settings
        self._stand = Stand(ShelfReader(settings.shelf_folder))
        self._ledger = open_ledger(settings)
        passes = Passes(settings.keys_folder / "pass.json")
        self._kiosk = Kiosk(self._stand, self._ledger, passes, settings.base_url)
        self._passage = Passage(str(settings.newsroom_socket), settings.newsroom_url)
        self._own_addresses: dict[str, Callable[[Request], Awaitable[Answer]]] = {
            "/saya": self._kiosk.about_me,
            "/healthz": self._health,
        }
        self._handing_on = asyncio.get_running_loop().create_task(self._hand_on_counts())

    async def _stop(self) -> None:
        self._handing_on.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._handing_on
        await self._hand_on()
        await self._passage.close()
        self._ledger.close()
        self._stand.close()

    async def _hand_on_counts(self) -> None:
        while True:
            await asyncio.sleep(HAND_ON_SECONDS)
            await self._hand_on()

    async def _hand_on(self) -> None:
        """The sums go to the newsroom; while it is away they are kept and added up."""
        taken = self._counts.take()
        if not taken:
            return
        rows = [[path, decision, hour, times] for (path, decision, hour), times in taken.items()]
        if not await self._passage.post_json("/_kiosk/counts", json.dumps({"counts": rows}).encode()):
            self._counts.give_back(taken)


def _without_caching(answer: Answer) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in answer.headers if name not in (b"cache-control", b"etag")]


async def _send_answer(request: Request, answer: Answer, send: Send) -> None:
    body = b"" if request.method == "HEAD" else answer.body
    head = list(answer.headers)
    if answer.status not in (204, 304):
        head.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": head})
    await send({"type": "http.response.body", "body": body})


async def _send_path(scope: dict[str, Any], request: Request, file: File, send: Send) -> None:
    length = (b"content-length", str(file.path.stat().st_size).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [*file.headers, length]})
    if request.method == "HEAD":
        await send({"type": "http.response.body", "body": b""})
    elif "http.response.pathsend" in scope.get("extensions", {}):
        await send({"type": "http.response.pathsend", "path": str(file.path)})
    else:
        await _send_chunks(file.path, send)


async def _send_chunks(path: Path, send: Send) -> None:
    with path.open("rb") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            chunk = file.read(CHUNK)
            left = left - len(chunk) if chunk else 0
            await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})


application = Application(configured)
