"""The door of a house that lets search engines read: whoever claims to be one takes the way that can ask for proof."""

from __future__ import annotations

from terbit.kiosk.clients import Clients
from terbit.kiosk.crawlers.proof import Crawlers
from terbit.kiosk.door import Door, Parts
from terbit.kiosk.http import Answer, Request


class DoorForCrawlers(Door):
    """A house that lets none in has the plain door, and no request pays for this one."""

    def __init__(self, parts: Parts, crawlers: Crawlers, clients: Clients) -> None:
        super().__init__(*parts)
        self._crawlers = crawlers
        self._clients = clients

    def answer_now(self, request: Request) -> Answer | None:
        return None if self._crawlers.claimed(request.headers) else super().answer_now(request)

    async def _read(self, request: Request, client: str) -> Answer:
        engine = self._crawlers.claimed(request.headers)
        if engine is None or not self._crawlers.is_proven(engine, self._clients.address(client, request.headers)):
            return await super()._read(request, client)
        return await self._kiosk.read_for_crawler(request)
