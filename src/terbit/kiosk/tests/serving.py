"""A kiosk's worker inside the test's own event loop, a newsroom of a few lines behind it, and a client of raw bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from terbit.dispatch.shelf import ShelfReader
from terbit.kiosk.server import listen
from terbit.kiosk.tally import Tally
from terbit.kiosk.tests.corner import settings_of
from terbit.kiosk.worker import Worker
from terbit.ledger import open_ledger


@dataclass
class Newsroom:
    """A small HTTP server on the newsroom's socket that answers as told and keeps what it was sent."""

    answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nhello"
    got: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
            self.got.append(head + await reader.readexactly(length))
            writer.write(self.answer)
            await writer.drain()
        finally:
            writer.close()

    def header(self, name: str) -> list[str]:
        lines = self.got[-1].partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        return [value for key, _, value in (line.partition(": ") for line in lines) if key.lower() == name]


@dataclass
class Corner:
    worker: Worker
    port: int
    newsroom: Newsroom

    async def say(self, message: bytes, *, seconds: float = 5.0) -> bytes:
        """Send these bytes over a connection of their own; everything that came back until the kiosk closed it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(message)
        try:
            return await asyncio.wait_for(reader.read(), seconds)
        finally:
            writer.close()

    async def ask(
        self, path: str, method: str = "GET", body: bytes = b"", **headers: str
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        """One request over one connection, its answer taken apart."""
        headers = {"host": "127.0.0.1"} | headers | {"connection": "close"}
        lines = [f"{method} {path} HTTP/1.1", *(f"{n.replace('_', '-')}: {v}" for n, v in headers.items())]
        lines += [f"content-length: {len(body)}"] if body else []
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head, _, rest = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        first, *found = head.split(b"\r\n")
        pairs = {name: value for name, _, value in (line.partition(b": ") for line in found)}
        return int(first.split()[1]), pairs, rest


@asynccontextmanager
async def a_corner_with_newsroom(folder: Path, newsroom: Newsroom | None, **environ: str) -> AsyncIterator[Corner]:
    settings = settings_of(folder, **environ)
    settings.run_folder.mkdir(parents=True, exist_ok=True)
    server = None
    if newsroom is not None:
        server = await asyncio.start_unix_server(newsroom.serve, str(settings.newsroom_socket))
    tally = Tally(1)
    worker = Worker(settings, ShelfReader(settings.shelf_folder), tally, tally.row(0), open_ledger)
    listener = listen("127.0.0.1", 0)
    try:
        async with worker.open(listener):
            yield Corner(worker, listener.getsockname()[1], newsroom or Newsroom())
    finally:
        if server is not None:
            server.close()
