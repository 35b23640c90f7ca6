"""What lies on the shelf, in the gate's own values, and how fresh it is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, NamedTuple, Self

import msgspec

from terbit.dispatch import keys
from terbit.dispatch.contract import BadRecord, PageHead, read_head
from terbit.dispatch.heartbeat import HEARTBEAT, Pulse
from terbit.dispatch.shelf import Glance, ShelfReader
from terbit.dispatch.source import Position
from terbit.gate import Once, Policy, Standing, Terms, counted_since, policy_from
from terbit.kiosk.faults import Faults

STALE_SECONDS: Final = 15 * 60
HEARTBEAT_EVERY_SECONDS: Final = 1.0
REMEMBERED: Final = 16_384

_terms = msgspec.msgpack.Decoder(Terms, strict=False).decode
_standing = msgspec.msgpack.Decoder(Standing, strict=False).decode
_policy = msgspec.msgpack.Decoder(dict).decode


NO_POLICY: Final = Policy(0, frozenset(), Once(), "UTC")
"""Where no policy can be read nothing is free: metered stories lead to the subscription."""


class _Known(NamedTuple):
    """A standing that was decoded, from which bytes, and on which state of the shelf they were last looked at."""

    seen: int
    packed: bytes | None
    standing: Standing | None


class Moment(NamedTuple):
    """What holds for every reader of one look. `since` is when stories began to count, None for ever; `stale`: the
    follower had no answer from dispatch for a quarter of an hour."""

    policy: Policy
    now: datetime
    since: datetime | None
    stale: bool


class Look:
    """One consistent look: pages, readers and the policy belong together. What it gives dies with it."""

    __slots__ = ("_glance", "_moment", "_stand")

    def __init__(self, stand: Stand, glance: Glance) -> None:
        self._stand = stand
        self._glance = glance
        self._moment: Moment | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        self._glance.close()

    @property
    def seen(self) -> int:
        """Moves whenever the shelf was changed: what was worked out under one holds for it."""
        return self._glance.id

    def page(self, key: bytes) -> PageHead | None:
        """A page as it lies there now; it can be read while the look lasts. Raises BadRecord."""
        record = self._glance.get(key)
        return None if record is None else read_head(record)

    def terms(self, head: PageHead) -> Terms:
        """Raises BadRecord."""
        try:
            return _terms(head.terms)
        except msgspec.MsgspecError as error:
            raise BadRecord(f"The terms of the page {head.path} cannot be read: {error}") from error

    def standing(self, reader: int) -> Standing | None:
        known = self._stand.standings.get(reader)
        return known.standing if known is not None and known.seen == self._glance.id else self._standing(reader, known)

    def _standing(self, reader: int, known: _Known | None) -> Standing | None:
        """Where the shelf moved on, the bytes tell whether this reader's standing did."""
        record = self._glance.get(keys.reader_key(reader).encode())
        packed = None if record is None else bytes(record)
        if known is not None and known.packed == packed:
            standing = known.standing
        else:
            standing = None if packed is None else self._stand.read_standing(packed)
        if len(self._stand.standings) >= REMEMBERED:
            self._stand.standings.clear()
        self._stand.standings[reader] = _Known(self._glance.id, packed, standing)
        return standing

    def serves(self, name: str) -> bool:
        """Whether a page shows the picture's file of this name."""
        return self._glance.get(keys.file_key(name).encode()) is not None

    def moment(self) -> Moment:
        """Worked out once, for whoever asks first."""
        moment = self._moment
        if moment is None:
            policy, now = self._policy(), self._stand.now()
            moment = self._moment = Moment(policy, now, counted_since(policy, now), self._stand.stale())
        return moment

    def _policy(self) -> Policy:
        if self._stand.policy is None:
            self._stand.policy = self._stand.read_policy(self._glance.get(keys.POLICY.encode()))
        return self._stand.policy

    def position(self) -> Position:
        """How far the shelf has come."""
        if self._stand.position is None:
            self._stand.position = self._glance.position()
        return self._stand.position

    def is_behind(self, epoch: str, number: int) -> bool:
        """Whether the shelf has yet to see a change that happened before `number` of this epoch."""
        at = self.position()
        return at.epoch == epoch and at.number < number

    def ready(self) -> bool:
        return self._glance.ready()


class Stand:
    """The shelf with what was decoded from it. Policy and position are dropped whenever the shelf changed.

    `now` is the time of day, in UTC; `clock` runs on whatever is done to that.
    """

    def __init__(
        self,
        shelf: ShelfReader,
        faults: Faults | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.now = now
        self._shelf = shelf
        self._faults = faults or Faults()
        self._clock = clock
        self._seen = -1
        self._pulse = Pulse(shelf.folder / HEARTBEAT)
        self._looked_at = -HEARTBEAT_EVERY_SECONDS
        self.standings: dict[int, _Known] = {}
        self.policy: Policy | None = None
        self.position: Position | None = None
        self._brief: Look | None = None

    def brief_look(self) -> Look:
        """A look that all share who are read to in this turn of the running event loop; it closes itself before the
        loop listens again. Not for whoever waits, and not to be closed."""
        look = self._brief
        if look is None:
            look = self._brief = self.look()
            asyncio.get_running_loop().call_soon(self._end_brief_look)
        return look

    def _end_brief_look(self) -> None:
        look, self._brief = self._brief, None
        if look is not None:
            look.close()

    def look(self) -> Look:
        """To be closed before anything is waited for: use it with `with`."""
        glance = self._shelf.glance()
        if glance.id != self._seen:
            self.policy = None
            self.position = None
            self._seen = glance.id
        return Look(self, glance)

    def read_standing(self, record: bytes) -> Standing | None:
        """A standing that cannot be read opens nothing: the reader is nobody until it is written again."""
        try:
            return _standing(record)
        except msgspec.MsgspecError as error:
            self._faults.report("standing_unreadable", f"A reader's standing cannot be read: {error}")
            return None

    def read_policy(self, record: memoryview | None) -> Policy:
        if record is None:
            return NO_POLICY
        try:
            return policy_from(_policy(record))
        except (msgspec.MsgspecError, KeyError, ValueError) as error:
            self._faults.report("policy_unreadable", f"The policy cannot be read: {error}")
            return NO_POLICY

    def age(self) -> float:
        """Seconds since the follower last had an answer from dispatch, whatever is done to the clock; infinite where that
        cannot be known."""
        now = self._clock()
        if now - self._looked_at >= HEARTBEAT_EVERY_SECONDS:
            self._looked_at = now
            self._pulse.look(now)
        return now - self._pulse.heard_at

    def stale(self) -> bool:
        """Whether the follower had no answer from dispatch for a quarter of an hour."""
        return self.age() > STALE_SECONDS

    def close(self) -> None:
        self._end_brief_look()
        self._shelf.close()
