"""Is what readers get what printing from nothing would give? `terbit press verify`.

Every page that should exist is printed in memory, from the newsroom's rows alone, and compared with its row in
dispatch: path, status, language, content type, terms in force, and each body, unpacked, byte for byte. Whatever the
press has left out, kept too long or printed from something that is not a row shows here.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Final

import brotli
from django.db import connection

from terbit.dispatch import keys
from terbit.dispatch.contract import Body, Page, decode_page, pack
from terbit.dispatch.models import Row
from terbit.gate import policy_record
from terbit.press.batch import batch
from terbit.press.files import files_that_differ
from terbit.press.house import house_policy
from terbit.press.making import Made, make_page, page_kinds
from terbit.press.models import Mark
from terbit.press.pages.registry import Draft, Target

_AT_A_TIME: Final = 200
_EXCERPT: Final = 60
WAIT_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One page that is not what it should be.

    `what` is "missing" (should be out), "superfluous" (should not), "different" or "held back" (its newest version fails
    the proof); `place` says where, in words. `waiting` where the page is marked and will be printed again.
    """

    key: str
    what: str
    place: str = ""
    waiting: bool = False

    def __str__(self) -> str:
        waiting = " (marked: it waits for the worker)" if self.waiting else ""
        return f"{self.key}: {self.what}{waiting}{f': {self.place}' if self.place else ''}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many pages were compared, and those that differ, by key."""

    pages: int
    differences: list[Difference]


def verify() -> list[Difference]:
    """Every page that differs from its printing from nothing; empty where all is as it should be."""
    return compare().differences


def compare() -> Comparison:
    """Print everything in memory and compare, all from one moment of the database. Writes nothing."""
    with one_moment():
        claims = _claims()
        out = set(Row.objects.exclude(value=None).filter(_is_page()).values_list("key", flat=True))
        marked = set(Mark.objects.values_list("key", flat=True))
        found: list[Difference] = []
        pages, every_key = 0, iter(sorted(claims.keys() | out))
        while some := list(islice(every_key, _AT_A_TIME)):
            for is_page, differences in _compare_some(some, claims, marked):
                pages += is_page
                found += differences
        found += _compare_policy()
        found += (Difference(key, what) for key, what in files_that_differ())
        return Comparison(pages, found)


@contextmanager
def one_moment() -> Iterator[None]:
    """See the database as it is now until the end, without keeping writers out. No transaction may begin inside."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _is_page() -> object:
    from django.db.models import Q

    return Q(key__startswith="/") | Q(key__startswith="!")


def _claims() -> dict[str, set[Target]]:
    claims: dict[str, set[Target]] = {}
    for kind in page_kinds():
        for target in kind.every():
            claims.setdefault(target.key, set()).add(target)
    return claims


def _compare_some(
    some: Sequence[str], claims: dict[str, set[Target]], marked: set[str]
) -> Iterator[tuple[bool, list[Difference]]]:
    """For each key whether there is a page at all (what may exist need not), and in what it differs."""
    wanted = [*some, *map(keys.terms_key, some)]
    rows = {row.key: row for row in Row.objects.filter(key__in=wanted).exclude(value=None)}
    with batch(target for key in some for target in claims.get(key, ())):
        for key in some:
            made, row = make_page(key, claims.get(key, ())), rows.get(key)
            judged = _judge(made, row, rows.get(keys.terms_key(key)))
            differences = [Difference(key, what, place, key in marked) for what, place in judged]
            yield made.draft is not None or row is not None, differences


def _judge(made: Made, row: Row | None, tightened: Row | None) -> Iterator[tuple[str, str]]:
    if made.refused:
        yield "held back", " ".join(finding.words for finding in made.findings if not finding.warning)
    elif made.draft is None and row is not None:
        yield "superfluous", ""
    elif made.draft is not None and row is None:
        yield "missing", ""
    elif made.draft is not None and row is not None:
        yield from (("different", place) for place in _places(made, made.draft, row, tightened))


def _places(made: Made, draft: Draft, row: Row, tightened: Row | None) -> Iterator[str]:
    page = decode_page(bytes(row.value or b""))
    terms = bytes(page.terms)
    if tightened is not None and tightened.number > row.number:
        terms = bytes(tightened.value or b"")
    yield from _first_difference("status", str(page.status), str(draft.status))
    yield from _first_difference("language", page.language, draft.language)
    yield from _first_difference("content type", page.content_type, draft.content_type)
    yield from _first_difference("location", str(page.location), str(draft.location))
    yield from _first_difference("terms", repr(terms), repr(pack(draft.terms)))
    yield from _first_difference("bodies", " ".join(sorted(page.bodies)), " ".join(sorted(made.bodies)))
    yield from _differing_bodies(page, made)


def _differing_bodies(page: Page, made: Made) -> Iterator[str]:
    for kind, html in made.bodies.items():
        if kind in page.bodies:
            yield from (place for text in _texts(page.bodies[kind]) for place in _first_difference(kind, text, html))


def _texts(body: Body) -> Iterable[str]:
    """What each coding unpacks to, each once: normally one text."""
    return dict.fromkeys((gzip.decompress(body.gzip).decode(), brotli.decompress(body.brotli).decode()))


def _first_difference(what: str, stands: str, printed: str) -> Iterator[str]:
    """In words, where what stands in dispatch parts from what printing from nothing gives."""
    if stands == printed:
        return
    at = next((at for at, (one, other) in enumerate(zip(stands, printed, strict=False)) if one != other), -1)
    at = at if at >= 0 else min(len(stands), len(printed))
    start = max(0, at - _EXCERPT // 3)
    ours, theirs = stands[start : start + _EXCERPT], printed[start : start + _EXCERPT]
    yield f"{what}, character {at + 1}: it stands “{ours}”, printing gives “{theirs}”"


def _compare_policy() -> Iterator[Difference]:
    row = Row.objects.filter(key=keys.POLICY).exclude(value=None).first()
    if row is None:
        yield Difference(keys.POLICY, "missing")
    elif bytes(row.value or b"") != pack(policy_record(house_policy())):
        yield Difference(keys.POLICY, "different")


def main(arguments: Sequence[str] = ()) -> int:
    """Compare and print the differences; 1 where there are any, else 0. Waits a little for a worker at work."""
    until = time.monotonic() + WAIT_SECONDS
    while Mark.objects.exists() and time.monotonic() < until:
        time.sleep(0.1)
    found = compare()
    for difference in found.differences:
        print(difference)
    if found.differences:
        print(f"{len(found.differences)} differences in {found.pages} pages compared with pages printed from nothing.")
        return 1
    print(f"{found.pages} pages compared with pages printed from nothing: equal, byte for byte.")
    return 0
