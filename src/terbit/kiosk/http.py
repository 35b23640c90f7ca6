"""What the kiosk asks of a request and gives as an answer, and the rules of HTTP between the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final, Self
from urllib.parse import unquote_to_bytes

from terbit.dispatch.contract import Coding
from terbit.gate.reader_pass import COOKIE

Header = tuple[bytes, bytes]
NO_STORE: Final[Header] = (b"cache-control", b"private, no-store")
REMEMBERED: Final = 1_000


class Request:
    """The parts of a request that the kiosk looks at; of the cookies only the pass. Names of headers are lower case.

    `target` is what stood in the request's first line, also one with scheme and host before the path. `key` is what the
    page would lie under: few addresses hold anything that has to be decoded.
    """

    __slots__ = ("headers", "key", "method", "query", "raw_path")

    def __init__(self, method: str, target: bytes, headers: Mapping[bytes, bytes]) -> None:
        self.method = method
        self.headers = headers
        self.query = b""
        if target[:1] != b"/" and b"://" in target:
            target = _without_host(target)
        if b"?" in target:
            target, _, self.query = target.partition(b"?")
        self.raw_path = target
        self.key = target if b"%" not in target and target[:1] == b"/" else decode_path(target).encode()

    @property
    def path(self) -> str:
        """Decoded once; empty for what no page's address can be."""
        return decode_path(self.raw_path)

    @property
    def language(self) -> str:
        return "en" if self.raw_path == b"/en" or self.raw_path.startswith(b"/en/") else "id"

    @property
    def coding(self) -> Coding:
        accepted = self.headers.get(b"accept-encoding", b"")
        known = _codings.get(accepted)
        return known if known is not None else _remember_coding(accepted)

    def text(self, name: bytes) -> str:
        """A header's value; empty where it was not sent."""
        return self.headers.get(name, b"").decode("latin-1")


_codings: dict[bytes, Coding] = {}


def _remember_coding(accepted: bytes) -> Coding:
    if len(_codings) >= REMEMBERED:
        _codings.clear()
    found = _codings[accepted] = coding_for(accepted.decode("latin-1"))
    return found


def _without_host(target: bytes) -> bytes:
    """The host ends at the first slash or question mark: one that comes later is part of a query, and no path."""
    rest = target.partition(b"://")[2]
    at = min((found for found in (rest.find(b"/"), rest.find(b"?")) if found >= 0), default=len(rest))
    return rest[at:] if rest[at : at + 1] == b"/" else b"/" + rest[at:]


class Block:
    """A status and headers that many answers share: as pairs, and as the bytes that are sent, joined once."""

    __slots__ = ("pairs", "status", "wire")

    def __init__(self, status: int, pairs: Sequence[Header]) -> None:
        self.status = status
        self.pairs = tuple(pairs)
        lines = b"".join(b"%b: %b\r\n" % pair for pair in self.pairs)
        self.wire = b"HTTP/1.1 %d %b\r\n" % (status, _phrase(status)) + lines

    def but(self, status: int, *more: Header, without: Sequence[bytes] = ()) -> Block:
        """The same with another status, some headers taken away and others added."""
        return Block(status, [*(pair for pair in self.pairs if pair[0] not in without), *more])


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b""


class Answer:
    """A whole answer. `body` may be a view of the shelf, which lives as long as the look that gave it. `own` is the line
    of the one header that is this answer's own: its entity tag, or where it leads. `decision` is what is counted; empty
    for what is no page.
    """

    __slots__ = ("block", "body", "decision", "own")

    def __init__(self, block: Block, body: bytes | memoryview = b"", decision: str = "", own: bytes = b"") -> None:
        self.block = block
        self.body = body
        self.decision = decision
        self.own = own

    def copied(self) -> Self:
        """The same with a body of its own, which outlives the look."""
        self.body = bytes(self.body)
        return self

    @property
    def status(self) -> int:
        return self.block.status

    @property
    def headers(self) -> list[Header]:
        name, _, value = self.own.removesuffix(b"\r\n").partition(b": ")
        return [*self.block.pairs, *([(name, value)] if name else [])]


def decode_path(raw: bytes) -> str:
    """The path, percent-decoded once; empty for what no page's address can be. A slash that is encoded separates
    nothing (RFC 3986, 2.2): whoever takes it for one, before us or behind us, would mean another address."""
    if b"%2" in raw and b"%2f" in raw.lower():
        return ""
    try:
        path = unquote_to_bytes(raw).decode("utf-8") if b"%" in raw else raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return path if path.startswith("/") and path.isprintable() else ""


def pass_cookie(header: str) -> str:
    """The value of the pass in a Cookie header; the first one where there are several."""
    at = header.find(COOKIE)
    while at >= 0:
        end = at + len(COOKIE)
        if (at == 0 or header[at - 1] in "; ") and header[end : end + 1] == "=":
            return header[end + 1 :].partition(";")[0].strip().strip('"')
        at = header.find(COOKIE, end)
    return ""


def coding_for(accept_encoding: str) -> Coding:
    """The coding to answer in: of those that the client takes the smallest, brotli before gzip (RFC 9110, 12.5.3)."""
    if not accept_encoding:
        return "identity"
    weights = _weights(accept_encoding)
    rest = weights.get("*", 0.0)
    candidates: list[tuple[float, Coding]] = [(weights.get("br", rest), "br"), (weights.get("gzip", rest), "gzip")]
    best = max(candidates, key=lambda pair: pair[0])
    identity = weights.get("identity", 0.0)
    return best[1] if best[0] > 0 and best[0] >= identity else "identity"


def _weights(header: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    weights.setdefault("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return weights


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def etag_format(coding: Coding) -> bytes:
    """The header with the entity tag, to be filled with a body's: it names body and coding, so that no two bytes share
    one."""
    return b'etag: "%b-' + coding.encode() + b'"\r\n'


def matches(if_none_match: bytes, line: bytes) -> bool:
    """Whether the client has this very body, whose line of `etag_format` this is (weak comparison, RFC 9110, 13.1.2)."""
    etag = line[6:-2]
    if if_none_match == etag:
        return True
    offered = (part.strip().removeprefix(b"W/") for part in if_none_match.split(b","))
    return any(part in (b"*", etag) for part in offered)


def is_own_post(request: Request, own_origin: str) -> bool:
    """Whether a POST comes from a page of this house: by Sec-Fetch-Site, else Origin, else Referer."""
    if fetch_site := request.headers.get(b"sec-fetch-site"):
        return fetch_site == b"same-origin"
    if origin := request.text(b"origin"):
        return origin == own_origin
    referer = request.text(b"referer")
    return referer == own_origin or referer.startswith(own_origin + "/")
