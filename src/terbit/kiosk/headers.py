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
UNUSED: Final = b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"
"""What no page of a house asks a browser for, and nothing that it shows may ask for either."""
SECURITY: Final[tuple[Header, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"content-security-policy", CONTENT_SECURITY),
    (b"permissions-policy", UNUSED),
    (b"cross-origin-opener-policy", b"same-origin"),
)

SURROGATE: Final = b"surrogate-control"
TEXT: Final[Header] = (b"content-type", b"text/plain; charset=utf-8")
VARY: Final[Header] = (b"vary", b"Accept-Encoding, Cookie")
VARY_FOR_FRONT: Final[Header] = (b"vary", b"Accept-Encoding")
FRONT_SECONDS: Final = {"": 0, "nginx": 1, "varnish": 60}
"""So long each front may keep what all who are nobody get alike. Varnish is told of changes; should that fail, a page of
before is gone after this time all the same."""
KEPT: Final = (200, 304, 410)
"""Pages with an address of their own, which a change can name. What stands for anything unknown is not kept."""
REVALIDATE_SHARED: Final[Header] = (b"cache-control", b"public, max-age=0, must-revalidate")
REVALIDATE_OWN: Final[Header] = (b"cache-control", b"private, max-age=0, must-revalidate")


REFRESH: Final[Header] = (b"refresh", b"2")


def for_front(seconds: int) -> list[Header]:
    """That a front may keep an answer for so long; nothing where there is none."""
    return [(SURROGATE, b"max-age=%d" % seconds)] if seconds else []


SHARED, OWN, NEVER, BEHIND = 0, 1, 2, 4
"""Who may keep a page: caches between too, the client alone, nobody; BEHIND may stand beside."""


def of_page(status: int, content_type: str, coding: Coding, keeping: int, front: int) -> Block:
    """SHARED: our own front keeps it too, for `front` seconds: it passes whoever carries a pass, so to it the page varies
    with no cookie. NEVER: a gated page for a reader, without entity tag. BEHIND: the browser is to ask again by itself.
    A 304 says again only what caches go by (RFC 9110, 15.4.5); the rest holds as it was said."""
    kept = for_front(front) if keeping == SHARED and status in KEPT else []
    found: list[Header] = [VARY_FOR_FRONT if kept else VARY, *kept]
    if status != 304:
        found = [(b"content-type", content_type.encode()), *found, *SECURITY]
        found += [] if coding == "identity" else [(b"content-encoding", coding.encode())]
    found.append(NO_STORE if keeping & NEVER else REVALIDATE_SHARED if keeping == SHARED else REVALIDATE_OWN)
    return Block(status, [*found, REFRESH] if keeping & BEHIND else found)


def with_security(found: list[Header], path: str) -> list[Header]:
    """What the newsroom answers for `path`, with what every page of the house says to browsers. The desk's own pages
    are Wagtail's, which speak for themselves. No answer of the newsroom is a front's to keep."""
    kept = [pair for pair in found if pair[0] != SURROGATE]
    if path.startswith("/redaksi/"):
        return kept
    named = {name for name, _ in kept}
    return [*kept, *(pair for pair in SECURITY if pair[0] not in named)]


def always(hsts_seconds: int) -> bytes:
    """Lines of every answer: that browsers come by TLS alone, for so many seconds; none where the house has no TLS."""
    return b"strict-transport-security: max-age=%d\r\n" % hsts_seconds if hsts_seconds else b""


_MOVED: Final = Block(308, [VARY, REVALIDATE_SHARED, *SECURITY])
_SEE_OTHER: Final = Block(303, [NO_STORE, *SECURITY])
_PLAIN: Final = re.compile(rb"/(?!/)[A-Za-z0-9/._~-]*")


def moved(location: str, decision: str) -> Answer:
    return Answer(_MOVED, b"", decision, _leads_to(location.encode("latin-1")))


def see_other(request: Request, decision: str) -> Answer:
    plain = _PLAIN.fullmatch(request.key)
    return Answer(_SEE_OTHER, b"", decision, _leads_to(request.key if plain else as_location(request.path).encode()))


def _leads_to(location: bytes) -> bytes:
    return b"location: %b\r\n" % location


def as_location(path: str) -> str:
    """A path of this house as a Location, which can never name another host."""
    return path if _PLAIN.fullmatch(path.encode()) else quote("/" + path.lstrip("/"), safe="/:@!$&'()*+,;=~-._")


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
