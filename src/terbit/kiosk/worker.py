"""One process that answers readers: opens shelf and ledger, lets readers in, and ends without dropping anybody."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable
from itertools import islice
from pathlib import Path
from typing import Final

import lmdb
import uvloop

from terbit.config import Settings
from terbit.dispatch.shelf import ShelfReader
from terbit.kiosk import headers
from terbit.kiosk.clients import Clients
from terbit.kiosk.condition import Condition
from terbit.kiosk.connection import Connection
from terbit.kiosk.counts import Counts
from terbit.kiosk.crawlers.chosen import crawlers_of
from terbit.kiosk.crawlers.door import DoorForCrawlers
from terbit.kiosk.door import Door
from terbit.kiosk.faults import Faults
from terbit.kiosk.files import Files
from terbit.kiosk.kiosk import Kiosk
from terbit.kiosk.limits import LEAVE_SECONDS, STOP_SECONDS
from terbit.kiosk.passage import Passage
from terbit.kiosk.passes import Passes
from terbit.kiosk.room import Room
from terbit.kiosk.stand import Stand
from terbit.kiosk.tally import Row, Tally
from terbit.ledger import Ledger

HAND_ON_SECONDS: Final = 10.0
SUMS_AT_ONCE: Final = 2_500
HAND_ON_AT_THE_END_SECONDS: Final = 1.0
WAIT_FOR_SHELF_SECONDS: Final = 20.0
BACKLOG: Final = 2048
YOUNG_OBJECTS: Final = 20_000
"""A busy worker makes and drops thousands of objects a second, and hardly a circle among them."""
MakeLedger = Callable[[Settings], Ledger]


def run(
    settings: Settings,
    listener: socket.socket,
    tally: Tally,
    row: Row,
    make_ledger: MakeLedger,
    ready: Callable[[], None],
) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP. Raises lmdb.Error when no shelf comes to lie there."""
    gc.set_threshold(YOUNG_OBJECTS)
    shelf = _open_shelf(settings.shelf_folder)
    uvloop.run(Worker(settings, shelf, tally, row, make_ledger).serve(listener, ready))


def _open_shelf(folder: Path) -> ShelfReader:
    """At a host's first start the follower may be still about to make it."""
    until = time.monotonic() + WAIT_FOR_SHELF_SECONDS
    while True:
        try:
            return ShelfReader(folder)
        except lmdb.Error:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


class Worker:
    """All parts of one kiosk, put together. To be made while its event loop runs, or before."""

    def __init__(self, settings: Settings, shelf: ShelfReader, tally: Tally, row: Row, make_ledger: MakeLedger) -> None:
        self._row = row
        self._faults = Faults(said=tally.said)
        self._counts = Counts()
        self._stand = Stand(shelf, self._faults)
        self._ledger = make_ledger(settings)
        passes = Passes(settings.keys_folder / "pass.json", self._faults)
        kiosk = Kiosk(self._stand, self._ledger, passes, settings.base_url, faults=self._faults, front=settings.front)
        clients = Clients(settings.trusted_networks)
        self._passage = Passage(str(settings.newsroom_socket), settings.newsroom_url, clients)
        condition = Condition(kiosk, self._stand, tally, self._passage, settings.metrics_token, self.write_row)
        files = Files(settings.static_folder, settings.media_folder, headers.FRONT_SECONDS[settings.front])
        own = {"/healthz": condition.healthz, "/readyz": condition.readyz, "/metrics": condition.metrics}
        parts = (kiosk, self._passage, files, self._counts, self._faults, own)
        self._crawlers = crawlers_of(settings)
        self.door = DoorForCrawlers(parts, self._crawlers, clients) if self._crawlers else Door(*parts)
        self._always = headers.always(settings.hsts_seconds)
        self._room: Room | None = None

    async def serve(self, listener: socket.socket, ready: Callable[[], None]) -> None:
        """Let readers in until a signal comes; call `ready` once they are. SIGHUP says that others let them in now:
        whoever is connected here gets one more answer, at leisure."""
        loop = asyncio.get_running_loop()
        leaving, stopping = asyncio.Event(), asyncio.Event()
        loop.add_signal_handler(signal.SIGHUP, leaving.set)

        def stop() -> None:
            stopping.set()
            leaving.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        async with self.open(listener) as server:
            ready()
            await leaving.wait()
            server.close()
            if self._room is not None:
                await self._room.empty_out(stopping, LEAVE_SECONDS)

    @contextlib.asynccontextmanager
    async def open(self, listener: socket.socket) -> AsyncIterator[asyncio.Server]:
        """Serve while the block runs; at its end let everybody finish what is under way."""
        loop = asyncio.get_running_loop()
        room = self._room = Room(loop, always=self._always)
        server = await loop.create_server(lambda: Connection(room, self.door), sock=listener, backlog=BACKLOG)
        tasks = [loop.create_task(one) for one in (self._keep_time(room), self._keep_handing_on())]
        try:
            yield server
        finally:
            server.close()
            await room.close(STOP_SECONDS)
            for task in tasks:
                await _end(task)
            await self._close()

    def write_row(self) -> None:
        self._row.write(self._counts.totals(), len(self._room.connections) if self._room else 0)

    async def _keep_time(self, room: Room) -> None:
        while True:
            await asyncio.sleep(1.0 - time.time() % 1.0)
            room.tick()
            self._counts.tick()
            self.write_row()

    async def _keep_handing_on(self) -> None:
        while True:
            await asyncio.sleep(HAND_ON_SECONDS)
            await self.hand_on()

    async def hand_on(self) -> None:
        """The sums go to the newsroom, so many at a time that no reader waits for it; while it is away they are kept
        and added up."""
        left = self._counts.take()
        try:
            while left:
                some = dict(islice(left.items(), SUMS_AT_ONCE))
                for key in some:
                    del left[key]
                rows = [[path, decision, hour, times] for (path, decision, hour), times in some.items()]
                if not await self._passage.post_json("/_kiosk/counts", json.dumps({"counts": rows}).encode()):
                    return left.update(some)
        finally:
            self._counts.give_back(left)

    async def _close(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.hand_on(), HAND_ON_AT_THE_END_SECONDS)
        self.write_row()
        await self._passage.close()
        if self._crawlers is not None:
            await self._crawlers.close()
        self._ledger.close()
        self._stand.close()


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
