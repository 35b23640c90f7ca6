"""What lies on the shelf, in the gate's own values, and how fresh it is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import msgspec

from terbit.dispatch import keys
from terbit.dispatch.contract import BodyPlace, PageHead, read_body, read_head
from terbit.dispatch.shelf import HEARTBEAT, Glance, ShelfReader
from terbit.gate import Once, Policy, Standing, Terms, policy_from

STALE_SECONDS: Final = 15 * 60
HEARTBEAT_EVERY_SECONDS: Final = 1.0
REMEMBERED: Final = 4_096

_terms = msgspec.msgpack.Decoder(Terms, strict=False).decode
_standing = msgspec.msgpack.Decoder(Standing, strict=False).decode
_policy = msgspec.msgpack.Decoder(dict).decode


NO_POLICY: Final = Policy(0, frozenset(), Once(), "UTC")
"""Where no policy can be read nothing is free: metered stories lead to the subscription."""

log = logging.getLogger("terbit.kiosk")


def _read_standing(record: memoryview) -> Standing | None:
    """A standing that cannot be read opens nothing: the reader is nobody until it is written again."""
    try:
        return _standing(record)
    except msgspec.MsgspecError as error:
        log.error("A reader's standing cannot be read: %s", error)
        return None


def _read_policy(record: memoryview | None) -> Policy:
    if record is None:
        return NO_POLICY
    try:
        return policy_from(_policy(record))
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        log.error("The policy cannot be read (%s): no free articles until the house settings are saved again.", error)
        return NO_POLICY


@dataclass(frozen=True, slots=True)
class Found:
    """A page as it lies there now. Its bodies can be read while the look that found it lasts."""

    head: PageHead
    terms: Terms
    record: memoryview
    start: int

    def body(self, place: BodyPlace, coding: str) -> bytes:
        return read_body(self.record, self.start, place, "br" if coding == "br" else "gzip")


class Look:
    """One consistent look: pages, readers and the policy belong together."""

    __slots__ = ("_glance", "_stand")

    def __init__(self, stand: Stand, glance: Glance) -> None:
        self._stand = stand
        self._glance = glance

    def page(self, key: str) -> Found | None:
        record = self._glance.get(key)
        if record is None:
            return None
        head, start = read_head(record)
        return Found(head, self._stand.terms(head), record, start)

    def standing(self, reader: int) -> Standing | None:
        known = self._stand.standings
        if reader not in known:
            record = self._glance.get(keys.reader_key(reader))
            if len(known) >= REMEMBERED:
                known.clear()
            known[reader] = None if record is None else _read_standing(record)
        return known[reader]

    def serves(self, name: str) -> bool:
        """Whether a page shows the picture's file of this name."""
        return self._glance.get(keys.file_key(name)) is not None

    def policy(self) -> Policy:
        if self._stand.policy is None:
            self._stand.policy = _read_policy(self._glance.get(keys.POLICY))
        return self._stand.policy

    def is_behind(self, epoch: str, number: int) -> bool:
        """Whether the shelf has yet to see a change that happened before `number` of this epoch."""
        at = self._glance.position()
        return at.epoch == epoch and at.number < number

    def ready(self) -> bool:
        return self._glance.ready()


class Stand:
    """The shelf with what was decoded from it; decoded values are dropped whenever the shelf changed."""

    def __init__(self, shelf: ShelfReader, *, clock: Callable[[], float] = time.time) -> None:
        self._shelf = shelf
        self._clock = clock
        self._seen = -1
        self._heartbeat = 0.0
        self._heard_at = 0.0
        self.standings: dict[int, Standing | None] = {}
        self.policy: Policy | None = None
        self._terms: dict[bytes, Terms] = {}

    @contextmanager
    def look(self) -> Iterator[Look]:
        with self._shelf.glance() as glance:
            if glance.id != self._seen:
                self.standings.clear()
                self.policy = None
                self._seen = glance.id
            yield Look(self, glance)

    def terms(self, head: PageHead) -> Terms:
        packed = bytes(head.terms)
        found = self._terms.get(packed)
        if found is None:
            if len(self._terms) >= REMEMBERED:
                self._terms.clear()
            found = self._terms[packed] = _terms(packed)
        return found

    def stale(self) -> bool:
        """Whether the follower had no answer from dispatch for a quarter of an hour."""
        now = self._clock()
        if now - self._heard_at >= HEARTBEAT_EVERY_SECONDS:
            self._heard_at = now
            try:
                self._heartbeat = (self._shelf.folder / HEARTBEAT).stat().st_mtime
            except OSError:
                self._heartbeat = 0.0
        return now - self._heartbeat > STALE_SECONDS

    def close(self) -> None:
        self._shelf.close()
