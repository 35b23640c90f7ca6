"""Of what a reader got: is there a word that this reader may not read, and does it have all that this reader may?"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

import brotli

from terbit.house.audit.archive import Archive, Known
from terbit.house.audit.channels import HEADERS
from terbit.house.audit.findings import Place, Report
from terbit.house.audit.paid import Owners
from terbit.house.audit.readers import Reader
from terbit.house.audit.reading import WHOLE, letters_of, of_headers, parts_of
from terbit.press.proof.galley import words_of

KEPT: Final = 256
"""Texts are kept as long as the readers of one page are asked one after another."""


@dataclass(slots=True)
class Read:
    """A text that was read: its paid runs by the part in which they stand, and whether whole stories stand in it."""

    text: str
    content_type: str
    runs: Mapping[tuple[str, Owners], str]
    holds: dict[str, str] = field(default_factory=dict)


class Judge:
    """Each distinct body is unpacked once, and each distinct text read once, whoever gets it."""

    def __init__(self, archive: Archive, report: Report) -> None:
        self.archive = archive
        self.report = report
        self._by_bytes: dict[bytes, Read] = {}
        self._by_text: dict[bytes, Read] = {}
        self._seen: set[bytes] = set()
        self._heads: dict[bytes, Mapping[Owners, str]] = {}

    def read(self, body: bytes | memoryview, coding: str, content_type: str) -> Read:
        packed = blake2b(body, digest_size=16, key=coding.encode()).digest()
        known = self._by_bytes.get(packed)
        if known is None:
            known = self._read_text(_unpacked(bytes(body), coding), content_type)
            _keep(self._by_bytes, packed, known)
        return known

    def _read_text(self, text: bytes, content_type: str) -> Read:
        name = blake2b(text + content_type.encode(), digest_size=16).digest()
        known = self._by_text.get(name)
        if known is None:
            words = text.decode("utf-8", "replace")
            parts = list(parts_of(words, content_type))
            for part in {part for part, _words in parts if part}:
                self.report.count(part)
            runs = {
                (part, owners): run
                for part, found in parts
                for owners, run in self.archive.paid.found_in(found).items()
            }
            known = Read(words, content_type, runs)
            _keep(self._by_text, name, known)
            if name not in self._seen:
                self._seen.add(name)
                self.report.bodies += 1
        return known

    def leaks(self, read: Read, reader: Reader, channel: str, where: str, coding: str = "") -> None:
        """Report every run of which the reader may read no story that has it."""
        for (part, owners), run in read.runs.items():
            self._judge(owners, run, reader, part or channel, where, coding)

    def headers(self, block: bytes, reader: Reader, where: str, coding: str = "", channel: str = HEADERS) -> None:
        known = self._heads.get(block)
        if known is None:
            known = self.archive.paid.found_in(of_headers(block))
            _keep(self._heads, block, known)
        self.report.count(HEADERS)
        for owners, run in known.items():
            self._judge(owners, run, reader, channel, where, coding)

    def words(self, text: str, reader: Reader, channel: str, where: str) -> None:
        """The same of a text that is no answer: a letter, what is written into a picture."""
        for owners, run in self.archive.paid.found_in(words_of(text)).items():
            self._judge(owners, run, reader, channel, where, "")

    def _judge(self, owners: Owners, run: str, reader: Reader, channel: str, where: str, coding: str) -> None:
        known = [self.archive.owners[owner] for owner in owners]
        if not any(reader.may_read(one.terms) for one in known):
            waits = " The page is marked: it waits for the worker." if where in self.archive.marked else ""
            of = min(one.path for one in known)
            self.report.tell(Place("leak", channel, where, run, of), reader.name, coding, waits.strip())

    def lacks(self, read: Read, known: Known) -> str:
        """The first paragraph of the story that is not in the text; empty where all of it is."""
        if known.path not in read.holds:
            read.holds[known.path] = _lacking(known.lines, read)
        return read.holds[known.path]


def _lacking(lines: Iterable[str], read: Read) -> str:
    there = [letters_of(words) for part, words in parts_of(read.text, read.content_type) if part == WHOLE]
    return next((line for line in lines if not any(letters_of(words_of(line)) in one for one in there)), "")


def _unpacked(body: bytes, coding: str) -> bytes:
    if coding == "br":
        return bytes(brotli.decompress(body))
    return gzip.decompress(body) if coding == "gzip" else body


def _keep(kept: dict, name: bytes, value: object) -> None:  # type: ignore[type-arg]
    if len(kept) >= KEPT:
        kept.clear()
    kept[name] = value
