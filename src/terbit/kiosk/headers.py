"""The headers of every answer, in one place; those that many answers share are joined once."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from terbit.dispatch.contract import Coding
from terbit.kiosk.http import NO_STORE, Answer, Block, Header, Request

CONTENT_SECURITY: Final = (
    b"default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self';"
    b" font-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY: Final[tuple[Header, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"content-security-policy", CONTENT_SECURITY),
)
TEXT: Final[Header] = (b"content-type", b"text/plain; charset=utf-8")
VARY: Final[Header] = (b"vary", b"Accept-Encoding, Cookie")
REVALIDATE_SHARED: Final[Header] = (b"cache-control", b"public, max-age=0, must-revalidate")
REVALIDATE_OWN: Final[Header] = (b"cache-control", b"private, max-age=0, must-revalidate")


REFRESH: Final[Header] = (b"refresh", b"2")


def of_page(status: int, content_type: str, coding: Coding, shared: bool, lasting: bool, behind: bool) -> Block:
    """`lasting`: the client may keep it and ask again; `shared`: so may a cache between. A gated page for a reader
    may be kept by nobody and has no entity tag. `behind`: the browser is to ask again by itself."""
    found: list[Header] = [(b"content-type", content_type.encode()), VARY, *SECURITY]
    if coding != "identity":
        found.append((b"content-encoding", coding.encode()))
    found.append((REVALIDATE_SHARED if shared else REVALIDATE_OWN) if lasting else NO_STORE)
    return Block(status, [*found, REFRESH] if behind else found)


_MOVED: Final = Block(308, [VARY, REVALIDATE_SHARED, *SECURITY])
_SEE_OTHER: Final = Block(303, [NO_STORE, *SECURITY])
_PLAIN: Final = re.compile(r"/(?!/)[A-Za-z0-9/._~-]*")


def moved(location: str, decision: str) -> Answer:
    return Answer(_MOVED, b"", decision, _leads_to(location.encode("latin-1")))


def see_other(request: Request, decision: str) -> Answer:
    return Answer(_SEE_OTHER, b"", decision, _leads_to(as_location(request.path).encode()))


def _leads_to(location: bytes) -> bytes:
    return b"location: %b\r\n" % location


def as_location(path: str) -> str:
    """A path of this house as a Location, which can never name another host."""
    return path if _PLAIN.fullmatch(path) else quote("/" + path.lstrip("/"), safe="/:@!$&'()*+,;=~-._")


def nobody() -> Answer:
    return Answer(Block(204, [NO_STORE, *SECURITY]))


def own_json(text: str) -> Answer:
    return Answer(Block(200, [(b"content-type", b"application/json"), NO_STORE, *SECURITY]), text.encode())


def plain(status: int, text: str) -> Answer:
    return Answer(Block(status, [TEXT, NO_STORE, *SECURITY]), text.encode() + b"\n")


def method_not_allowed(allowed: str) -> Answer:
    answer = plain(405, f"This address answers {allowed} only.")
    return Answer(answer.block.but(405, (b"allow", allowed.encode())), answer.body)


_REFUSAL: Final = {
    "id": ("Permintaan ini tidak datang dari halaman kami, jadi tidak ada yang dibuka.", "Kembali ke berita"),
    "en": ("This request did not come from one of our pages, so nothing was opened.", "Back to the story"),
}


def refusal(request: Request) -> Answer:
    """A POST from elsewhere: nothing happens, and a link leads back."""
    words, back = _REFUSAL[request.language]
    html = (
        f'<!doctype html><html lang="{request.language}"><meta charset="utf-8"><title>403</title>'
        f'<p>{words}</p><p><a href="{as_location(request.path)}">{back}</a></p></html>'
    )
    return Answer(Block(403, [(b"content-type", b"text/html; charset=utf-8"), NO_STORE, *SECURITY]), html.encode())
