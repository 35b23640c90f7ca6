"""The writing half: rows go in with the transaction that changed what they say.

Numbers are handed out in commit order. On SQLite one transaction writes at a time (`IMMEDIATE`); on PostgreSQL an
advisory lock is held from the first number to the commit. All rows of one transaction share one number.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from django.db import connection, transaction
from django.utils import timezone

from terbit.config import settings
from terbit.dispatch import keys, wake
from terbit.dispatch.contract import Page, encode_page, pack
from terbit.dispatch.models import Kiosk, Log, Row

NUMBERS: Final = 0x7465726269740002
"""The advisory lock under which PostgreSQL hands out numbers: "terbit" and a number."""
_PUT: Final = """
    INSERT INTO dispatch_row (key, number, value) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET number = excluded.number, value = excluded.value
"""


class HasReader(Protocol):
    @property
    def reader(self) -> int: ...


def put_page(page: Page) -> int:
    """Lay the page down under its path. Returns this transaction's number, as every `put_` here."""
    if len(page.path.encode()) > keys.LONGEST_PATH:
        raise ValueError(f"The address {page.path[:60]}… is longer than {keys.LONGEST_PATH} bytes. Shorten the slug.")
    return put(page.path, encode_page(page))


def put_standing(standing: HasReader) -> int:
    """The reader's standing (a `gate.Standing`); it holds integers, codes and times only."""
    return put(keys.reader_key(standing.reader), pack(standing))


def put_policy(record: Mapping[str, Any]) -> int:
    """The house's policy as `gate.policy_record` gives it."""
    return put(keys.POLICY, pack(record))


def put_terms(path: str, terms: object) -> int:
    """Stricter terms of a page, at once; the page itself follows with its own."""
    return put(keys.terms_key(path), pack(terms))


def put_all_terms(terms: Mapping[str, object]) -> int:
    """The same for many pages, by path."""
    return _put_all([(keys.terms_key(path), pack(one)) for path, one in terms.items()])


def put_file(name: str) -> int:
    """Readers may have this file; `drop` of its key takes it from them."""
    return put(keys.file_key(name), pack(True))


def drop(key: str) -> int:
    """The key is gone. Costs nothing where it never was."""
    return put(key, None)


def put(key: str, value: bytes | None) -> int:
    number = transaction_number()
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [key, number, value])
    return number


def _put_all(rows: Iterable[tuple[str, bytes | None]]) -> int:
    number = transaction_number()
    with connection.cursor() as cursor:
        cursor.executemany(_PUT, [(key, number, value) for key, value in rows])
    return number


def transaction_number() -> int:
    """The number that this transaction's rows carry, handed out at its first row.

    The number is remembered with the transaction's commit hook: when a rollback, also one to a savepoint, takes the
    hook away, the memory is gone with it and the log, rolled back as well, hands the number out again.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Rows of dispatch are written inside transaction.atomic() only.")
    for _, hook, *_ in connection.run_on_commit:
        if isinstance(hook, _Announce):
            return hook.number
    number = _next_number()
    transaction.on_commit(_Announce(number), robust=True)
    return number


class _Announce:
    """The commit hook: it knows the number and wakes the follower."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self) -> None:
        if connection.vendor == "sqlite":  # PostgreSQL's NOTIFY went with the transaction
            wake.ring(settings.dispatch_socket)


def _next_number() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s), pg_notify(%s, '')", [NUMBERS, wake.CHANNEL])
        cursor.execute("UPDATE dispatch_log SET last = last + 1 WHERE id = 1 RETURNING last")
        found = cursor.fetchone()
    if found is None:
        renew_epoch()
        return _next_number()
    return int(found[0])


def renew_epoch() -> str:
    """A new random epoch: followers start at zero, and passes of the old one wait for nothing."""
    fresh = secrets.token_hex(8)
    Log.objects.update_or_create(id=1, defaults={"epoch": fresh})
    return fresh


def epoch() -> str:
    found = Log.objects.filter(id=1).values_list("epoch", flat=True).first()
    if found is not None:
        return found
    with transaction.atomic():
        return renew_epoch()


def last_number() -> int:
    return Log.objects.filter(id=1).values_list("last", flat=True).first() or 0


def number_of(key: str) -> int:
    """The number of the key's last row; 0 where there is none."""
    return Row.objects.filter(key=key).values_list("number", flat=True).first() or 0


def record_kiosk(name: str, number: int, *, now: Callable[[], datetime] = timezone.now) -> None:
    """A kiosk says how far it has come."""
    Kiosk.objects.update_or_create(name=name[:120], defaults={"number": number, "seen_at": now()})


def kiosks(seen_within_seconds: int = 30) -> list[Kiosk]:
    """The kiosks heard of lately, by name."""
    since = timezone.now() - timedelta(seconds=seen_within_seconds)
    return list(Kiosk.objects.filter(seen_at__gte=since).order_by("name"))
