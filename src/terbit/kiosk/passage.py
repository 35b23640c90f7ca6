"""The way through to the newsroom: a closed list of prefixes, streamed both ways, never repeated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Final

import httpcore

from terbit.kiosk.http import Header

PREFIXES: Final = ("/redaksi/", "/akun/", "/langganan/", "/cari", "/api/")
WAIT_SECONDS: Final = 30.0
_HOP: Final = {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
_FORWARDING: Final = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-client-ip", b"true-client-ip", b"cf-", b"via")
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class NewsroomAway(RuntimeError):
    """The newsroom did not begin to answer; nothing was sent to the client yet."""


def is_passed(path: str) -> bool:
    if path == "/cari" or path.startswith("/cari/"):
        return True
    return any(path.startswith(prefix) or path == prefix[:-1] for prefix in PREFIXES if prefix.endswith("/"))


class Passage:
    """Hands requests to the newsroom, over its socket or at its address. Keeps no cookie and no connection."""

    def __init__(self, socket: str, url: str = "") -> None:
        self._origin = (url or "http://newsroom").rstrip("/").encode()
        self._pool = httpcore.AsyncConnectionPool(
            uds=None if url else socket, max_connections=256, max_keepalive_connections=0
        )

    async def hand_over(self, scope: dict[str, Any], receive: Receive, send: Send) -> int:
        """Pass the request on and stream the answer back; returns its status. Raises NewsroomAway."""
        target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        headers = _headers_on(scope)
        content = _body(receive) if _has_body(scope["headers"]) else None
        wait = {"connect": 2.0, "read": WAIT_SECONDS, "write": WAIT_SECONDS, "pool": WAIT_SECONDS}
        try:
            async with self._pool.stream(
                scope["method"], self._origin + target, headers=headers, content=content, extensions={"timeout": wait}
            ) as response:
                await send(
                    {"type": "http.response.start", "status": response.status, "headers": _end_to_end(response.headers)}
                )
                async for chunk in response.aiter_stream():
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return response.status
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            raise NewsroomAway(f"The newsroom did not answer: {error!r}") from error

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

    async def close(self) -> None:
        await self._pool.aclose()


def _headers_on(scope: dict[str, Any]) -> list[Header]:
    """The client's headers, the kiosk's own forwarding headers in place of whatever the client claims."""
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name not in _HOP and not name.startswith(_FORWARDING) and name != b"expect"
    ]
    client = scope.get("client")
    kept.append((b"x-forwarded-for", str(client[0] if client else "").encode()))
    kept.append((b"x-forwarded-proto", str(scope.get("scheme", "http")).encode()))
    if any(name == b"transfer-encoding" for name, _ in scope["headers"]):
        kept.append((b"transfer-encoding", b"chunked"))
    return kept


def _has_body(headers: Sequence[Header]) -> bool:
    return any(name == b"transfer-encoding" or (name == b"content-length" and value != b"0") for name, value in headers)


def _end_to_end(headers: Sequence[Header]) -> list[Header]:
    return [(name.lower(), value) for name, value in headers if name.lower() not in _HOP]


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise NewsroomAway("The client went away in the middle of its request.")
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body"):
            return
