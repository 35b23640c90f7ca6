"""The way through to the newsroom: a closed list of prefixes, streamed both ways, never repeated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import httpcore

from terbit.kiosk.clients import Clients
from terbit.kiosk.exchange import Exchange
from terbit.kiosk.headers import with_security
from terbit.kiosk.http import Header

PREFIXES: Final = ("/redaksi/", "/akun/", "/langganan/", "/cari", "/api/")
WAIT_SECONDS: Final = 30.0
_HOP: Final = {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
_FORWARDING: Final = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-client-ip", b"true-client-ip", b"cf-", b"via")
_OURS: Final = {b"date", b"content-length"}


_BARE: Final = frozenset(prefix.rstrip("/") for prefix in PREFIXES)
_WITH_SLASH: Final = tuple(f"{prefix.rstrip('/')}/" for prefix in PREFIXES)


class NewsroomAway(RuntimeError):
    """The newsroom did not begin to answer; nothing was sent to the client yet."""


def is_passed(path: str) -> bool:
    return path in _BARE or path.startswith(_WITH_SLASH)


class Passage:
    """Hands requests to the newsroom, over its socket or at its address. Keeps no cookie and no connection."""

    def __init__(self, socket: str, url: str = "", clients: Clients | None = None) -> None:
        self._clients = clients or Clients()
        self._origin = (url or "http://newsroom").rstrip("/").encode()
        self._pool = httpcore.AsyncConnectionPool(
            uds=None if url else socket, max_connections=256, max_keepalive_connections=0
        )

    async def hand_over(self, exchange: Exchange) -> int:
        """Pass the request on and stream the answer back; returns its status. Raises NewsroomAway or BodyBroken."""
        request, body = exchange.request, exchange.body
        target = request.raw_path + (b"?" + request.query if request.query else b"")
        wait = {"connect": 2.0, "read": WAIT_SECONDS, "write": WAIT_SECONDS, "pool": WAIT_SECONDS}
        try:
            async with self._pool.stream(
                request.method,
                self._origin + target,
                headers=_headers_on(exchange, self._clients.address(exchange.client, request.headers)),
                content=None if body is None else body.chunks(),
                extensions={"timeout": wait},
            ) as response:
                headers = with_security(_end_to_end(response.headers), request.path)
                exchange.begin(response.status, headers, _length(response.headers))
                async for chunk in response.aiter_stream():
                    await exchange.write(chunk)
                exchange.end()
                return response.status
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            raise NewsroomAway("The newsroom does not answer.") from error

    async def post_json(self, path: str, body: bytes) -> bool:
        """Hand the newsroom something of the kiosk's own. False when it was not taken."""
        headers = [(b"Content-Type", b"application/json"), (b"Host", b"newsroom")]
        try:
            response = await self._pool.request(
                "POST",
                self._origin + path.encode(),
                headers=headers,
                content=body,
                extensions={"timeout": {"connect": 1.0, "read": 5.0, "write": 5.0, "pool": 1.0}},
            )
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError):
            return False
        return response.status < 300

    async def get_json(self, path: str) -> dict[str, Any] | None:
        """What the newsroom says of itself at an address of the kiosk's own; None where it does not within a second."""
        wait = {"connect": 1.0, "read": 1.0, "write": 1.0, "pool": 1.0}
        try:
            response = await self._pool.request(
                "GET", self._origin + path.encode(), headers=[(b"Host", b"newsroom")], extensions={"timeout": wait}
            )
            found = json.loads(response.content) if response.status == 200 else None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    async def close(self) -> None:
        await self._pool.aclose()


def _headers_on(exchange: Exchange, client: str) -> list[Header]:
    """The client's headers, the kiosk's own forwarding headers in place of whatever the client claims."""
    kept = [
        (name, value)
        for name, value in exchange.request.headers.items()
        if name not in _HOP and not name.startswith(_FORWARDING) and name != b"expect"
    ]
    kept.append((b"x-forwarded-for", client.encode()))
    kept.append((b"x-forwarded-proto", b"http"))
    if b"transfer-encoding" in exchange.request.headers:
        kept.append((b"transfer-encoding", b"chunked"))
    return kept


def _end_to_end(headers: Sequence[Header]) -> list[Header]:
    """What the newsroom says of its answer; what concerns this connection the kiosk says itself."""
    return [(name, value) for name, value in _lowered(headers) if name not in _HOP and name not in _OURS]


def _length(headers: Sequence[Header]) -> int | None:
    given = dict(_lowered(headers)).get(b"content-length", b"")
    return int(given) if given.isdigit() else None


def _lowered(headers: Sequence[Header]) -> list[Header]:
    return [(name.lower(), value) for name, value in headers]
