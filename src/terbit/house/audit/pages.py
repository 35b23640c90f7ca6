"""Every page of the shelf, asked as every kind of reader in every coding; and what the kiosk says where it has no page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from terbit.dispatch.contract import decode_page
from terbit.house.audit.archive import Archive, Known
from terbit.house.audit.channels import CONDITION, ERRORS, HEADERS, OLD_ADDRESSES, SAYA, STORIES, channel_of_page
from terbit.house.audit.counter import CODINGS, Counter, said_without_a_page
from terbit.house.audit.findings import Place
from terbit.house.audit.judging import Judge
from terbit.house.audit.readers import Reader
from terbit.kiosk.http import Answer, Request

Tell = Callable[[int], None]
ERROR_PATHS: Final = 20
"""What is said instead of a page is asked at so many stories' addresses: it does not depend on which."""


def walk_pages(counter: Counter, archive: Archive, judge: Judge, pages: Iterable[str], tell: Tell) -> None:
    asyncio.run(_walk(counter, archive, judge, pages, tell))


async def _walk(counter: Counter, archive: Archive, judge: Judge, pages: Iterable[str], tell: Tell) -> None:
    for key in pages:
        if key.startswith("!"):
            _special(counter, judge, key)
        else:
            _page(counter, archive, judge, key)
        tell(1)
        await asyncio.sleep(0)  # the look that all of them shared ends here


def _page(counter: Counter, archive: Archive, judge: Judge, key: str) -> None:
    known = archive.at.get(key)
    for reader in counter.readers:
        for coding in CODINGS:
            answer = counter.ask(reader, coding, key)
            if answer is None:
                continue
            channel = channel_of_page(archive.kinds.get(key, "article"), key, answer.status)
            _judge(judge, answer, reader, channel, key, coding)
            if known is not None and reader.may_read(known.terms):
                _is_whole(archive, judge, answer, reader, known, coding)


def _judge(judge: Judge, answer: Answer, reader: Reader, channel: str, where: str, coding: str) -> None:
    judge.report.count(channel)
    said = dict(answer.headers)
    judge.headers(answer.block.wire + answer.own, reader, where, coding, _of_headers(channel))
    content_type = said.get(b"content-type", b"text/plain").decode("latin-1")
    packed = said.get(b"content-encoding", b"identity").decode("latin-1")
    judge.leaks(judge.read(answer.body, packed, content_type), reader, channel, where, coding)


def _of_headers(channel: str) -> str:
    """An old address says all that it says in its headers."""
    return channel if channel == OLD_ADDRESSES else HEADERS


def _is_whole(archive: Archive, judge: Judge, answer: Answer, reader: Reader, known: Known, coding: str) -> None:
    said = dict(answer.headers)
    packed = said.get(b"content-encoding", b"identity").decode("latin-1")
    read = judge.read(answer.body, packed, said.get(b"content-type", b"").decode("latin-1"))
    lacking = judge.lacks(read, known) if answer.status == 200 else f"status {answer.status}"
    if lacking:
        place = Place("over-lock", STORIES, known.path, lacking, known.path)
        judge.report.tell(place, reader.name, coding, why_of(archive, known, answer.decision))


def why_of(archive: Archive, known: Known, decision: str) -> str:
    """What may explain that somebody who may read a story does not get it."""
    reasons = [f"The kiosk answered {decision}."] if decision else []
    reasons += ["Its newest version is held back by the proof."] if known.path in archive.held_back else []
    reasons += ["The page is marked: it waits for the worker."] if known.path in archive.marked else []
    return " ".join(reasons)


def missing_pages(archive: Archive, judge: Judge, pages: Iterable[str]) -> None:
    """Public stories without a page: nobody gets them."""
    there = set(pages)
    for path, known in archive.at.items():
        if path not in there:
            judge.report.tell(
                Place("over-lock", STORIES, path, "there is no page", path), "everybody", why=why_of(archive, known, "")
            )


def _special(counter: Counter, judge: Judge, key: str) -> None:
    """Pages without an address: every body of theirs may reach anybody."""
    nobody = counter.readers[0]
    with counter.shelf.glance() as glance:
        record = glance.get(key.encode())
        page = None if record is None else decode_page(bytes(record))
    for kind, body in page.bodies.items() if page else ():
        for coding, packed in (("gzip", body.gzip), ("br", body.brotli)):
            judge.report.count(ERRORS)
            read = judge.read(packed, coding, page.content_type if page else "")
            judge.leaks(read, nobody, ERRORS, f"{key} as {kind}", coding)


def ask_without_pages(counter: Counter, archive: Archive, judge: Judge) -> None:
    """The kiosk's own addresses, and what it says instead of a page."""
    asyncio.run(_ask_without_pages(counter, [known.path for known in archive.gated[:ERROR_PATHS]], judge))


async def _ask_without_pages(counter: Counter, paths: Iterable[str], judge: Judge) -> None:
    for reader in counter.readers:
        for address, own in counter.own.items():
            answer = await own(Request("GET", address.encode(), counter.headers[reader.name, "identity"]))
            _judge(judge, answer, reader, SAYA if address == "/saya" else CONDITION, address, "identity")
        for coding in CODINGS:
            for path in paths:
                for answer in await said_without_a_page(counter, reader, coding, path):
                    _judge(judge, answer, reader, ERRORS, path, coding)
