"""What the press hands to the kiosk: one small versioned type, and how it is laid down in bytes.

A page's record begins with what a request needs, at places that can be computed: so the kiosk reads the one body that
it sends, and nothing of the others. After ten fixed bytes follow what many pages have in common (msgpack), the packed
terms, the path, an entry of forty bytes for each kind of body, and the bodies' bytes.
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

VERSION: Final = 2
Coding = Literal["br", "gzip", "identity"]
_BEGINNING: Final = struct.Struct(">BBHHHH")  # version, kinds; status; bytes of what is common, of terms, of path
_ENTRY: Final = struct.Struct(">24sIIII")
_BEGINNING_BYTES: Final = _BEGINNING.size
_unpack_beginning: Final = _BEGINNING.unpack_from
_unpack_entry: Final = _ENTRY.unpack_from
_ETAG_LETTERS: Final = 24
_LAYOUTS_REMEMBERED: Final = 1_024
BROTLI_QUALITY: Final = 5
_BROTLI_WINDOWS: Final = 16, 22
"""Bits of the least and the greatest window: a window no greater than the text makes it quicker, and no longer."""


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
        brotli=brotli.compress(text, quality=BROTLI_QUALITY, lgwin=_brotli_window(text)),
        etag=etag_of(text),
    )


def _brotli_window(text: bytes) -> int:
    least, greatest = _BROTLI_WINDOWS
    return max(least, min(greatest, len(text).bit_length()))


def etag_of(text: bytes) -> str:
    """Names a body's text; two bodies with one etag are one text."""
    return blake2b(text, digest_size=12).hexdigest()


def unpack(body: Body) -> bytes:
    return gzip.decompress(body.gzip)


BodyPlace = tuple[bytes, int, int, int, int]
"""Where a body lies behind the head: its entity tag; offset and length in bytes of gzip, then of brotli."""


class _Common(msgspec.Struct, frozen=True, array_like=True):
    """What whole sets of pages have in common; `kinds` are in the order of their entries."""

    language: str
    content_type: str
    location: str | None
    kinds: tuple[str, ...]


class Layout:
    """What whole sets of pages have in common, read once for all of them."""

    __slots__ = ("content_type", "entries", "entry_bytes", "kinds", "language", "location")

    def __init__(self, common: _Common) -> None:
        self.language = common.language
        self.content_type = common.content_type
        self.location = common.location
        self.kinds = common.kinds
        self.entries = {kind: at * _ENTRY.size for at, kind in enumerate(common.kinds)}
        self.entry_bytes = len(common.kinds) * _ENTRY.size


pack: Final = msgspec.msgpack.Encoder(order="deterministic").encode
"""The one encoding of values in dispatch: equal values give equal bytes."""
_decode_common = msgspec.msgpack.Decoder(_Common).decode
_layouts: dict[bytes, Layout] = {}


class PageHead:
    """A page's record, opened: nothing is read from it before it is asked for."""

    __slots__ = ("_entries", "_record", "layout", "status", "terms")

    def __init__(self, record: memoryview) -> None:
        version, kinds, self.status, common_length, terms_length, path_length = _unpack_beginning(record)
        if version != VERSION:
            raise ValueError(f"its version is {version}")
        terms_at = _BEGINNING_BYTES + common_length
        common = record[_BEGINNING_BYTES:terms_at].tobytes()
        layout = self.layout = _layouts.get(common) or _read_layout(common)
        path_at = terms_at + terms_length
        self.terms = record[terms_at:path_at]
        self._entries = path_at + path_length
        self._record = record
        if len(layout.kinds) != kinds or len(record) < self._entries + layout.entry_bytes:
            raise ValueError("it is too short")

    @property
    def path(self) -> str:
        """The page's path, or its key where it is a special page."""
        return str(self._record[self._entries - _unpack_beginning(self._record)[5] : self._entries], "utf-8")

    def place(self, kind: str) -> BodyPlace | None:
        """Where the body of this kind lies; None where the page has none."""
        entry = self.layout.entries.get(kind)
        return None if entry is None else self.place_at(entry)

    def place_at(self, entry: int) -> BodyPlace:
        """The same for an entry of the page's layout."""
        return _unpack_entry(self._record, self._entries + entry)

    def body(self, place: BodyPlace, coding: Coding) -> bytes | memoryview:
        """The body in this coding; packed, it lives as long as the record."""
        _, at, length, brotli_at, brotli_length = place
        if coding == "br":
            at, length = brotli_at, brotli_length
        start = self._entries + self.layout.entry_bytes + at
        packed = self._record[start : start + length]
        return packed if coding != "identity" else gzip.decompress(packed)

    def with_terms(self, terms: bytes) -> bytes:
        """The record with other (packed) terms."""
        version, kinds, status, common_length, terms_length, path_length = _unpack_beginning(self._record)
        terms_at = _BEGINNING.size + common_length
        beginning = _BEGINNING.pack(version, kinds, status, common_length, len(terms), path_length)
        common, rest = self._record[_BEGINNING.size : terms_at], self._record[terms_at + terms_length :]
        return b"".join((beginning, common, terms, rest))


def _read_layout(packed: bytes) -> Layout:
    if len(_layouts) >= _LAYOUTS_REMEMBERED:
        _layouts.clear()
    known = _layouts[packed] = Layout(_decode_common(packed))
    return known


def encode_page(page: Page) -> bytes:
    """The page's record. Bodies of one text are laid down once. Raises ValueError for an entity tag not of our making."""
    return _encode(page, pack(page.terms))


def _encode(page: Page, terms: bytes) -> bytes:
    entries: list[bytes] = []
    blobs: list[bytes] = []
    known: dict[str, bytes] = {}
    size = 0
    kinds = tuple(sorted(page.bodies))
    for kind in kinds:
        body = page.bodies[kind]
        if body.etag not in known:
            known[body.etag] = _ENTRY.pack(
                _packed_etag(body.etag), size, len(body.gzip), size + len(body.gzip), len(body.brotli)
            )
            blobs += (body.gzip, body.brotli)
            size += len(body.gzip) + len(body.brotli)
        entries.append(known[body.etag])
    common = pack(_Common(page.language, page.content_type, page.location, kinds))
    path = page.path.encode()
    beginning = _BEGINNING.pack(page.version, len(kinds), page.status, len(common), len(terms), len(path))
    return b"".join((beginning, common, terms, path, *entries, *blobs))


def _packed_etag(etag: str) -> bytes:
    packed = etag.encode()
    if len(packed) != _ETAG_LETTERS:
        raise ValueError(f"An entity tag has {_ETAG_LETTERS} letters, as etag_of makes it; it is {etag!r}.")
    return packed


def read_head(record: bytes | memoryview) -> PageHead:
    """The record, opened. Raises BadRecord."""
    try:
        return PageHead(record if type(record) is memoryview else memoryview(record))
    except (IndexError, ValueError, struct.error, msgspec.MsgspecError) as error:
        return _read_otherwise(record, error)


def _read_otherwise(record: bytes | memoryview, error: Exception) -> PageHead:
    """A record of the version before. Raises BadRecord."""
    version = record[0] if record else 0
    if version not in (0, VERSION):
        raise BadRecord(
            f"A page has version {version}; this kiosk reads version {VERSION} and the one before."
        ) from error
    try:
        return PageHead(memoryview(record if version else _from_version_1(record)))
    except (IndexError, ValueError, struct.error, msgspec.MsgspecError) as problem:
        raise BadRecord(f"A page record cannot be read: {problem}") from problem


def decode_page(record: bytes) -> Page:
    """The whole page back from its record, its terms still packed (msgspec.Raw). Raises BadRecord."""
    head = read_head(record)
    bodies = {}
    for kind in head.layout.kinds:
        place = head.place(kind)
        if place is not None:
            bodies[kind] = Body(bytes(head.body(place, "gzip")), bytes(head.body(place, "br")), place[0].decode())
    layout, terms = head.layout, msgspec.Raw(bytes(head.terms))
    return Page(head.path, terms, bodies, layout.language, head.status, layout.content_type, layout.location, VERSION)


def with_terms(record: bytes | memoryview, terms: bytes) -> bytes:
    """The same page under other (packed) terms: what the follower does with a row of stricter terms. Raises BadRecord."""
    return read_head(record).with_terms(terms)


class _HeadOfVersion1(msgspec.Struct, array_like=True):
    version: int
    path: str
    terms: msgspec.Raw
    language: str
    status: int
    content_type: str
    location: str | None
    bodies: dict[str, tuple[str, int, int, int, int]]


_decode_version_1 = msgspec.msgpack.Decoder(_HeadOfVersion1).decode


def _from_version_1(record: bytes | memoryview) -> bytes:
    """Rows that an older press wrote stay readable until their pages are printed again: four bytes with the length of
    a head in msgpack, the head, the bodies' bytes."""
    start = 4 + int.from_bytes(record[:4], "big")
    head = _decode_version_1(memoryview(record)[4:start])
    if head.version != 1:
        raise ValueError(f"its version is {head.version}")
    bodies = {}
    for kind, (etag, gzip_at, gzip_length, brotli_at, brotli_length) in head.bodies.items():
        packed = bytes(record[start + gzip_at : start + gzip_at + gzip_length])
        brotlied = bytes(record[start + brotli_at : start + brotli_at + brotli_length])
        bodies[kind] = Body(packed, brotlied, etag)
    page = Page(head.path, None, bodies, head.language, head.status, head.content_type, head.location)
    return _encode(page, bytes(head.terms))
