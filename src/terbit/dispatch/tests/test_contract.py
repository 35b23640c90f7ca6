from __future__ import annotations

import gzip
from dataclasses import dataclass

import brotli
import msgspec
import pytest

from terbit.dispatch.contract import (
    BadRecord,
    Body,
    Page,
    decode_page,
    encode_page,
    make_body,
    pack,
    read_head,
    with_terms,
)


@dataclass(frozen=True)
class SomeTerms:
    story: int
    publications: frozenset[str]


TERMS = SomeTerms(81, frozenset({"koran", "majalah", "site"}))
PAGE = Page(
    "/artikel/satu", TERMS, {"open": make_body(b"open"), "quiet": make_body(b"open"), "join": make_body(b"join")}
)


def test_a_page_comes_back_from_its_record():
    page = decode_page(encode_page(PAGE))
    assert read_head(encode_page(PAGE)).place("offer") is None
    assert (page.path, page.bodies, page.status, page.location) == (PAGE.path, PAGE.bodies, 200, None)
    assert bytes(page.terms) == pack(TERMS)


def test_equal_pages_are_equal_records_whatever_order_they_were_made_in():
    again = Page(PAGE.path, SomeTerms(81, frozenset(["site", "majalah", "koran"])), dict(reversed(PAGE.bodies.items())))
    assert encode_page(again) == encode_page(PAGE)


def test_a_body_is_the_same_bytes_on_every_machine_and_holds_no_time():
    assert make_body(b"text") == make_body(b"text")
    assert make_body(b"text").gzip[4:8] == b"\0\0\0\0"
    assert gzip.decompress(make_body(b"text").gzip) == brotli.decompress(make_body(b"text").brotli) == b"text"


def test_equal_bodies_are_laid_down_once():
    assert len(encode_page(PAGE)) < len(
        encode_page(Page("/artikel/satu", TERMS, PAGE.bodies | {"quiet": make_body(b"quiet")}))
    )


def test_other_terms_leave_the_bodies_as_they_are():
    head = read_head(with_terms(encode_page(PAGE), pack(SomeTerms(81, frozenset()))))
    assert msgspec.msgpack.decode(head.terms) == {"story": 81, "publications": []}
    assert gzip.decompress(head.body(head.place("join"), "gzip")) == b"join"
    assert brotli.decompress(head.body(head.place("open"), "br")) == b"open"


@pytest.mark.parametrize(
    "record",
    [b"", b"\0", b"\0\0\0\x05abc", b"\0\0\0\x01\xc1", b"\x02\x01", encode_page(PAGE)[:10], encode_page(PAGE)[:60]],
)
def test_a_record_that_cannot_be_read_is_refused(record):
    with pytest.raises(BadRecord):
        read_head(record)


def test_a_record_of_another_version_is_refused_with_its_version():
    with pytest.raises(BadRecord, match="version 3"):
        read_head(encode_page(Page("/", TERMS, {}, version=3)))


def test_an_entity_tag_that_does_not_fit_its_place_is_refused():
    with pytest.raises(ValueError, match="24 letters"):
        encode_page(Page("/", TERMS, {"open": Body(b"", b"", "short")}))


def test_a_record_of_the_version_before_is_the_same_page():
    """Laid down as version 1 did it: four bytes of length, a head in msgpack, the bodies."""
    made, other = PAGE.bodies["open"], PAGE.bodies["join"]
    size = len(made.gzip) + len(made.brotli)
    first = [made.etag, 0, len(made.gzip), len(made.gzip), len(made.brotli)]
    second = [other.etag, size, len(other.gzip), size + len(other.gzip), len(other.brotli)]
    places = {"join": second, "open": first, "quiet": first}
    head = pack([1, PAGE.path, msgspec.Raw(pack(TERMS)), "id", 410, "text/html; charset=utf-8", "/satu", places])
    record = len(head).to_bytes(4, "big") + head + b"".join((made.gzip, made.brotli, other.gzip, other.brotli))
    page = decode_page(record)
    assert (page.path, dict(page.bodies), page.status, page.location) == (PAGE.path, PAGE.bodies, 410, "/satu")
    assert bytes(page.terms) == pack(TERMS)
    assert read_head(with_terms(record, b"\xc0")).terms == b"\xc0"
