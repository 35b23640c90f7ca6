"""What the kiosk asks of a request and gives as an answer, and the rules of HTTP between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote_to_bytes

from terbit.gate.reader_pass import COOKIE

Coding = Literal["br", "gzip", "identity"]
Header = tuple[bytes, bytes]
NO_STORE: Final[Header] = (b"cache-control", b"private, no-store")


@dataclass(frozen=True, slots=True)
class Request:
    """The parts of a request that the kiosk looks at; of the cookies only the pass."""

    method: str
    path: str
    raw_path: bytes
    query: bytes = b""
    cookie: str = ""
    accept_encoding: str = ""
    if_none_match: str = ""
    origin: str = ""
    referer: str = ""
    fetch_site: str = ""

    @property
    def language(self) -> str:
        return "en" if self.path == "/en" or self.path.startswith("/en/") else "id"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `decision` is what is counted; empty for what is no page."""

    status: int
    headers: Sequence[Header]
    body: bytes = b""
    decision: str = ""


def request_from(method: str, raw_path: bytes, query: bytes, headers: Sequence[Header]) -> Request:
    picked = dict.fromkeys(_PICKED, "")
    for name, value in headers:
        if name in picked:
            text = value.decode("latin-1")
            picked[name] = f"{picked[name]}; {text}" if picked[name] else text
    return Request(
        method,
        decode_path(raw_path),
        raw_path,
        query,
        pass_cookie(picked[b"cookie"]),
        picked[b"accept-encoding"],
        picked[b"if-none-match"],
        picked[b"origin"],
        picked[b"referer"],
        picked[b"sec-fetch-site"],
    )


_PICKED: Final = (b"cookie", b"accept-encoding", b"if-none-match", b"origin", b"referer", b"sec-fetch-site")


def decode_path(raw: bytes) -> str:
    """The path, percent-decoded once; empty for what no page's address can be."""
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
    if accept_encoding in _USUAL:
        return _USUAL[accept_encoding]
    weights = _weights(accept_encoding)
    rest = weights.get("*", 0.0)
    candidates: list[tuple[float, Coding]] = [(weights.get("br", rest), "br"), (weights.get("gzip", rest), "gzip")]
    best = max(candidates, key=lambda pair: pair[0])
    identity = weights.get("identity", 0.0)
    return best[1] if best[0] > 0 and best[0] >= identity else "identity"


_USUAL: Final[dict[str, Coding]] = {
    "gzip, deflate, br, zstd": "br",
    "gzip, deflate, br": "br",
    "gzip, deflate": "gzip",
    "gzip": "gzip",
    "": "identity",
}


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


def etag_for(etag: str, coding: Coding) -> str:
    """The entity tag names body and coding, so that no two bytes share one."""
    return f'"{etag}-{coding}"'


def matches(if_none_match: str, etag: str) -> bool:
    """Whether the client has this very body (weak comparison, RFC 9110, 13.1.2)."""
    if not if_none_match:
        return False
    offered = (part.strip().removeprefix("W/") for part in if_none_match.split(","))
    return any(part in ("*", etag) for part in offered)


def is_own_post(request: Request, own_origin: str) -> bool:
    """Whether a POST comes from a page of this house: by Sec-Fetch-Site, else Origin, else Referer."""
    if request.fetch_site:
        return request.fetch_site == "same-origin"
    if request.origin:
        return request.origin == own_origin
    return request.referer == own_origin or request.referer.startswith(own_origin + "/")
