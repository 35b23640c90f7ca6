"""What the gate goes by: as it lies on this host's shelf, as the newsroom's rows say it, and what the ledger counts."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from terbit.config import settings
from terbit.dispatch.contract import BadRecord
from terbit.dispatch.shelf import ShelfReader, has_shelf
from terbit.gate import UNKNOWN, Policy, Standing, Terms, Unknown
from terbit.kiosk.stand import Look, Stand
from terbit.ledger import LedgerUnavailable
from terbit.newsroom.models import Article, HouseSettings
from terbit.readers.allowance import ledger
from terbit.readers.models import User
from terbit.readers.standing import standing_of

_INSTANT: Final = timedelta(microseconds=1)
_one_at_a_time = threading.Lock()  # a process has a shelf open once


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that the gate is given besides the ledger's answer. `standing` is None for nobody."""

    terms: Terms
    standing: Standing | None
    policy: Policy


@dataclass(frozen=True, slots=True)
class Shelf:
    """What this host's kiosk goes by. `status` is the page's, `bodies` its kinds. `stale`: the kiosk trusts it no more."""

    grounds: Grounds
    status: int
    bodies: frozenset[str]
    stale: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The ledger's answer as of a time. A unit that was given back counts as if it had never been spent."""

    opened_at: datetime | None
    opened: bool | Unknown
    spent: int | Unknown


def on_the_shelf(path: str, reader: int | None) -> Shelf | None:
    """Read with the kiosk's own eyes; None where this host has no shelf, or no page lies there."""
    if not has_shelf(settings.shelf_folder):
        return None
    with _one_at_a_time:
        stand = Stand(ShelfReader(settings.shelf_folder))
        try:
            with stand.look() as look:
                return _read(look, path, reader)
        except BadRecord:
            return None
        finally:
            stand.close()


def _read(look: Look, path: str, reader: int | None) -> Shelf | None:
    head = look.page(path.encode())
    if head is None:
        return None
    standing = look.standing(reader) if reader is not None else None
    moment = look.moment()
    grounds = Grounds(look.terms(head), standing, moment.policy)
    return Shelf(grounds, head.status, frozenset(head.layout.kinds), moment.stale)


def in_the_newsroom(article: Article, reader: User | None, at: datetime) -> Grounds:
    """Rights as of `at`; access, policy and confirmation as they stand now."""
    standing = standing_of(reader, at) if reader is not None else None
    return Grounds(article.terms, standing, HouseSettings.load().policy)


def say_the_same(standing: Standing | None, other: Standing | None, now: datetime) -> bool:
    """Whether two standings let a reader in alike from now on: devices, and what has ended, make no difference."""
    return _lasting(standing, now) == _lasting(other, now)


def _lasting(standing: Standing | None, now: datetime) -> Standing | None:
    if standing is None:
        return None
    still = tuple(sorted((one for one in standing.entitlements if one.ends > now), key=repr))
    return replace(standing, sessions=frozenset(), entitlements=still)


def counted(reader: int, story: int, since: datetime | None, at: datetime) -> Counted:
    """What the reader opened up to `at`, and how many of them count since `since`."""
    book = ledger()
    try:
        opened_at = book.opened_by(reader).get(story)
        spent = book.look(reader, story, since)[1] - book.look(reader, story, at + _INSTANT)[1]
    except LedgerUnavailable:
        return Counted(None, UNKNOWN, UNKNOWN)
    opened = opened_at is not None and opened_at <= at
    return Counted(opened_at if opened else None, opened, max(0, spent))
