"""What the pages of one batch share: read once, in the transaction in which all of them are printed.

Inside a batch nothing else can change the rows, so what one page read holds for the next. Outside of one (a preview)
nothing is remembered. Printers that can load many rows at once ask which subjects are coming.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from terbit.press.pages.registry import Target

Value = TypeVar("Value")


@dataclass(slots=True)
class _Batch:
    subjects: dict[str, frozenset[int]]
    memory: dict[Hashable, Any] = field(default_factory=dict)


_current: ContextVar[_Batch | None] = ContextVar("terbit_press_batch", default=None)


@contextmanager
def batch(targets: Iterable[Target]) -> Iterator[None]:
    """Print `targets` in here. The caller's transaction must keep the newsroom's rows as they are until the end."""
    by_kind: dict[str, set[int]] = {}
    for target in targets:
        by_kind.setdefault(target.kind, set()).add(target.subject)
    token = _current.set(_Batch({kind: frozenset(subjects) for kind, subjects in by_kind.items()}))
    try:
        yield
    finally:
        _current.reset(token)


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
