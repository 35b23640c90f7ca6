"""What the pages of one batch share: read once, in the transaction in which all of them are printed.

Inside a batch nothing else can change the rows, so what one page read holds for the next. Outside of one (a preview)
nothing is remembered. Printers that can load many rows at once ask which subjects are coming.

After an import thousands of pages are printed and no row changes meanwhile. So what batches share is kept from one to
the next, where the database itself says that nothing was written between them: not by others (SQLite's `data_version`)
and not by this connection (its `total_changes`). Rolled back changes are not told of there, so a batch inside somebody
else's transaction keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.db import connection

from terbit.press.pages.registry import Target

Value = TypeVar("Value")

MOST_KEPT: Final = 1_000
"""Rows; then all is read anew. A story with its text takes about 30 KB."""


@dataclass(slots=True)
class _Memory:
    values: dict[Hashable, Any] = field(default_factory=dict)
    rows: dict[str, dict[int, Any]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(map(len, self.rows.values()))


@dataclass(slots=True)
class _Batch:
    subjects: dict[str, frozenset[int]]
    kept: _Memory
    memory: dict[Hashable, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Kept:
    """What the last batch left, and how the database stood then."""

    memory: _Memory
    state: tuple[int, int, int]


_current: ContextVar[_Batch | None] = ContextVar("terbit_press_batch", default=None)
_kept: ContextVar[_Kept | None] = ContextVar("terbit_press_kept", default=None)


@contextmanager
def batch(targets: Iterable[Target], *, keep: bool = False) -> Iterator[None]:
    """Print `targets` in here. The caller's transaction must keep the newsroom's rows as they are until the end.

    With `keep` the next batch begins with what this one has read; for a caller whose transaction holds this batch alone.
    """
    by_kind: dict[str, set[int]] = {}
    for target in targets:
        by_kind.setdefault(target.kind, set()).add(target.subject)
    subjects = {kind: frozenset(found) for kind, found in by_kind.items()}
    keep = keep and connection.vendor == "sqlite"
    running = _Batch(subjects, _memory_before() if keep else _Memory())
    token = _current.set(running)
    try:
        yield
        _kept.set(_Kept(running.kept, _state()) if keep else None)
    finally:
        _current.reset(token)


def _memory_before() -> _Memory:
    before = _kept.get()
    is_valid = before is not None and before.memory.size < MOST_KEPT and before.state == _state()
    return before.memory if before is not None and is_valid else _Memory()


def _state() -> tuple[int, int, int]:
    """Of the connection, and of the file behind it: equal where nobody has written in between."""
    with connection.cursor() as cursor:
        version = cursor.execute("PRAGMA data_version").fetchone()[0]
    return id(connection.connection), version, connection.connection.total_changes


def coming(kind: str) -> frozenset[int]:
    """Subjects of that page kind in the running batch; none outside of a batch."""
    running = _current.get()
    return running.subjects.get(kind, frozenset()) if running else frozenset()


def once(key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` gives, asked once a batch under `key`. The value is shared by all pages: nobody may change it."""
    running = _current.get()
    if running is None:
        return read()
    if key not in running.memory:
        running.memory[key] = read()
    value: Value = running.memory[key]
    return value


def unchanged(key: Hashable, read: Callable[[], Value]) -> Value:
    """As `once`, and kept for the next batch. For what pages of all kinds read, such as the house itself."""
    running = _current.get()
    if running is None:
        return read()
    if key not in running.kept.values:
        running.kept.values[key] = read()
    value: Value = running.kept.values[key]
    return value


def rows(name: str, ids: Iterable[int], read: Callable[[set[int]], Mapping[int, Value]]) -> dict[int, Value]:
    """By id what `read` gives for these ids; asked only for those that no page asked for before. An id may lack."""
    running = _current.get()
    if running is None:
        return dict(read(set(ids)))
    known, wanted = running.kept.rows.setdefault(name, {}), set(ids)
    if missing := wanted - known.keys():
        found = read(missing)
        known.update((pk, found.get(pk)) for pk in missing)
    return {pk: known[pk] for pk in wanted if known[pk] is not None}
