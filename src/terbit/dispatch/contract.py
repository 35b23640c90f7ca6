"""What the press hands to the kiosk: one small versioned type, and how it is laid down in bytes.

A page's record is a head (msgpack, its length in four bytes before it) followed by the bodies' bytes; the head says
where in them each body lies. So the shelf answers a request with one look-up and one copy.
"""

from __future__ import annotations

import gzip
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, Literal

import brotli
import msgspec

VERSION: Final = 1
Coding = Literal["gzip", "br"]
_LENGTH: Final = struct.Struct(">I")
BROTLI_QUALITY: Final = 5


class BadRecord(ValueError):
    """A record that this version cannot read; nothing of it may be served."""


@dataclass(frozen=True, slots=True)
class Body:
    """One finished body in both codings; `etag` names its text (the coding is added when it is sent)."""

    gzip: bytes
    brotli: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Page:
    """Press makes it, kiosk serves it. Add optional fields freely; any other change raises VERSION.

    `path` starts with "/" and has no query, or is the key of a special page ("!404/id"). `terms` is the gate's value,
    a frozen dataclass that dispatch carries without understanding it. `location` is set for 308.
    """

    path: str
    terms: Any
    bodies: Mapping[str, Body]
    language: str = "id"
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    location: str | None = None
    version: int = VERSION


def make_body(text: bytes) -> Body:
    """The same text gives the same bytes on every machine: no time and no name in the gzip header."""
    return Body(
        gzip=gzip.compress(text, compresslevel=6, mtime=0),
        brotli=brotli.compress(text, quality=BROTLI_QUALITY),
        etag=etag_of(text),
    )


def etag_of(text: bytes) -> str:
    """Names a body's text; two bodies with one etag are one text."""
    return blake2b(text, digest_size=12).hexdigest()


def unpack(body: Body) -> bytes:
    return gzip.decompress(body.gzip)


class BodyPlace(msgspec.Struct, frozen=True, array_like=True):
    """Where a body lies behind the head: offsets and lengths in bytes."""

    etag: str
    gzip_at: int
    gzip_length: int
    brotli_at: int
    brotli_length: int


class PageHead(msgspec.Struct, frozen=True, array_like=True):
    """All of a page but its bodies' bytes."""

    version: int
    path: str
    terms: msgspec.Raw
    language: str
    status: int
    content_type: str
    location: str | None
    bodies: dict[str, BodyPlace]


pack: Final = msgspec.msgpack.Encoder(order="deterministic").encode
"""The one encoding of values in dispatch: equal values give equal bytes."""
_decode_head = msgspec.msgpack.Decoder(PageHead).decode


def encode_page(page: Page) -> bytes:
    """The page's record. Bodies of one text are laid down once."""
    blobs: list[bytes] = []
    places: dict[str, BodyPlace] = {}
    known: dict[str, BodyPlace] = {}
    size = 0
    for kind in sorted(page.bodies):
        body = page.bodies[kind]
        place = known.get(body.etag)
        if place is None:
            place = BodyPlace(body.etag, size, len(body.gzip), size + len(body.gzip), len(body.brotli))
            blobs += (body.gzip, body.brotli)
            size += len(body.gzip) + len(body.brotli)
            known[body.etag] = place
        places[kind] = place
    head = PageHead(
        page.version,
        page.path,
        msgspec.Raw(pack(page.terms)),
        page.language,
        page.status,
        page.content_type,
        page.location,
        places,
    )
    return _join(head, b"".join(blobs))


def _join(head: PageHead, blobs: bytes | memoryview) -> bytes:
    packed = pack(head)
    return b"".join((_LENGTH.pack(len(packed)), packed, blobs))


def read_head(record: bytes | memoryview) -> tuple[PageHead, int]:
    """The head and where the bodies begin. Raises BadRecord."""
    try:
        (length,) = _LENGTH.unpack_from(record)
        start = _LENGTH.size + length
        head = _decode_head(memoryview(record)[_LENGTH.size : start])
    except (struct.error, msgspec.MsgspecError) as error:
        raise BadRecord(f"A page record cannot be read: {error}") from error
    if head.version != VERSION:
        raise BadRecord(f"The page {head.path} has version {head.version}; this kiosk reads version {VERSION}.")
    return head, start


def read_body(record: bytes | memoryview, start: int, place: BodyPlace, coding: Coding) -> bytes:
    if coding == "br":
        return bytes(record[start + place.brotli_at : start + place.brotli_at + place.brotli_length])
    return bytes(record[start + place.gzip_at : start + place.gzip_at + place.gzip_length])


def decode_page(record: bytes) -> Page:
    """The whole page back from its record, its terms still packed (msgspec.Raw). Raises BadRecord."""
    head, start = read_head(record)
    bodies = {
        kind: Body(read_body(record, start, place, "gzip"), read_body(record, start, place, "br"), place.etag)
        for kind, place in head.bodies.items()
    }
    return Page(
        head.path, head.terms, bodies, head.language, head.status, head.content_type, head.location, head.version
    )


def with_terms(record: bytes | memoryview, terms: bytes) -> bytes:
    """The same page under other (packed) terms: what the follower does with a row of stricter terms."""
    head, start = read_head(record)
    return _join(msgspec.structs.replace(head, terms=msgspec.Raw(terms)), memoryview(record)[start:])
