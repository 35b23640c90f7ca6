"""Which pages must be printed again: marked in the transaction of the change, so that a crash loses nothing.

The newsroom names what changed (`newsroom.signals.changed`); marked are all pages that used one of these things when
they were last printed, and the things' own pages, which may be new. Whatever raises here rolls the change back: a
story is never public without the mark that prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from terbit.config import settings
from terbit.dispatch import wake
from terbit.newsroom import things as names
from terbit.newsroom.models import Article
from terbit.press.files import STORY, lay_files_of
from terbit.press.house import lay_policy
from terbit.press.making import page_kinds
from terbit.press.models import Refusal
from terbit.press.pages.registry import Target
from terbit.press.shutting import shut_at_once
from terbit.press.stale import look_again, mark_all_stale, mark_stale

OWN_PAGE: Final = 4
"""A story's page when the story itself has changed: somebody waits to see it."""
FRONT: Final = 3
"""Whoever published looks there next."""
LIST: Final = 2
"""Sections, editions and other lists: few, and what readers come in by."""
MACHINE: Final = 1
"""Feeds and sitemaps: programs come by, and long ones take their time."""
OTHER: Final = 0
"""Stories that only name what has changed: there may be thousands."""

_ON_CONFLICT: Final = """
    ON CONFLICT (key, kind, subject) DO UPDATE SET
        version = press_mark.version + 1,
        urgent = CASE WHEN excluded.urgent > press_mark.urgent THEN excluded.urgent ELSE press_mark.urgent END,
        cause = excluded.cause,
        marked_at = excluded.marked_at
"""
_MARK_USERS: Final = """
    INSERT INTO press_mark (key, kind, subject, version, urgent, cause, marked_at)
    SELECT DISTINCT printed.key, printed.kind, printed.subject, 1, CASE printed.kind {cases} ELSE %s END, %s, %s
    FROM press_use AS used JOIN press_printed AS printed ON printed.key = used.page
    WHERE used.thing IN ({things})
"""
_MARK_TARGET: Final = """
    INSERT INTO press_mark (key, kind, subject, version, urgent, cause, marked_at) VALUES (%s, %s, %s, 1, %s, %s, %s)
"""


_gathering: ContextVar[set[str] | None] = ContextVar("terbit_press_gathering", default=None)


def on_changed(sender: object, *, things: frozenset[str], **_: Any) -> None:
    """The newsroom's signal. Runs inside the change's transaction; raising here refuses the change."""
    gathering = _gathering.get()
    if gathering is None:
        mark(things)
    else:
        gathering.update(things)


def on_staged(sender: object, *, things: frozenset[str], **_: Any) -> None:
    """The newsroom's other signal: a release that is to come changed, and readers see nothing of it yet."""
    if _gathering.get() is None:
        with transaction.atomic():
            mark_stale(things)
            look_again()
            transaction.on_commit(_wake, robust=True)


@contextmanager
def gathered() -> Iterator[set[str]]:
    """What changes in here is named in the set that this gives, and not marked: the caller marks, or rolls it all back."""
    things: set[str] = set()
    token = _gathering.set(things)
    try:
        yield things
    finally:
        _gathering.reset(token)


def mark(things: frozenset[str]) -> None:
    """Mark every page that these things touch, shut what must not stay open meanwhile, and wake the worker on commit."""
    if not things:
        return
    with transaction.atomic():
        own = (
            [] if names.THEME in things else own_pages(things)
        )  # before this change's own marks: it looks at what waits
        _mark_users(things)
        mark_stale(things)
        if names.THEME in things:
            mark_everything(names.THEME)
        _mark_targets(own, cause=min(things), things=things)
        if names.POLICY in things:
            lay_policy()
        shut_at_once(things)
        lay_files_of(things)
        transaction.on_commit(_wake, robust=True)


def mark_everything(cause: str) -> int:
    """Mark every page that should exist; returns how many. For a new theme, and for a house that never was printed."""
    with transaction.atomic():
        targets = [target for kind in page_kinds() for target in kind.every()]
        _mark_targets(targets, cause=cause, things=frozenset())
        mark_all_stale()
        lay_policy()
        transaction.on_commit(_wake, robust=True)
    return len(targets)


def mark_refused() -> None:
    """Try all pages again that are held back. For a worker that starts: what failed may have been mended since.

    Not those of stories that no reader has seen: they wait for their release (terbit.press.staging), or for an editor.
    """
    unseen = Article.objects.filter(live=False, withdrawn_at=None).values("pk")
    with transaction.atomic():
        held_back = (
            Refusal.objects.filter(warning=False)
            .exclude(kind=STORY, subject__in=unseen)
            .values_list("kind", "key", "subject")
            .distinct()
        )
        _mark_targets([Target(*target) for target in held_back], cause="held back", things=frozenset())
        transaction.on_commit(_wake, robust=True)


def _mark_users(things: frozenset[str]) -> None:
    named, now = sorted(things), connection.ops.adapt_datetimefield_value(timezone.now())
    kinds: list[str | int] = [part for kind in page_kinds() for part in (kind.name, urgency_of(kind.name))]
    cases, marks = " ".join(["WHEN %s THEN %s"] * (len(kinds) // 2)), ", ".join(["%s"] * len(named))
    statement = _MARK_USERS.format(things=marks, cases=cases) + _ON_CONFLICT
    with connection.cursor() as cursor:
        cursor.execute(statement, [*kinds, LIST, named[0], now, *named])


def own_pages(things: frozenset[str]) -> list[Target]:
    """The pages that are about these things, of every kind."""
    return [target for kind in page_kinds() for target in kind.targets(things)]


def _mark_targets(targets: Iterable[Target], *, cause: str, things: frozenset[str]) -> None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = [(target.key, target.kind, target.subject, _urgency(target, things), cause, now) for target in targets]
    with connection.cursor() as cursor:
        if rows:
            cursor.executemany(_MARK_TARGET + _ON_CONFLICT, rows)


def mark_pages(targets: Iterable[Target], *, cause: str) -> None:
    """Mark pages that no thing of the newsroom tells of; in the caller's transaction."""
    _mark_targets(targets, cause=cause, things=frozenset())
    transaction.on_commit(_wake, robust=True)


def urgency_of(kind: str) -> int:
    """How soon a page of this kind is printed when something changed that it names."""
    match kind:
        case _ if kind == STORY:
            return OTHER
        case "front":
            return FRONT
        case _ if kind.startswith(("feed-", "sitemap-")):
            return MACHINE
        case _list:
            return LIST


def _urgency(target: Target, things: frozenset[str]) -> int:
    is_own = target.kind == STORY and names.article(target.subject) in things
    return OWN_PAGE if is_own else urgency_of(target.kind)


def _wake() -> None:
    wake.ring(settings.press_socket)
