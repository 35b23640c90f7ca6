"""Access that becomes stricter shuts at once, in the transaction of the change, before the page is made again.

Stricter terms are written beside the page (`dispatch.write.put_terms`); looser ones arrive with the page. A story that
is withdrawn, or no longer public for whatever reason, shuts in the same way, and more: its page is printed right there,
in the transaction, as the notice of its withdrawal (410), or dropped where it must not exist. The alternative, terms
that nobody fulfils, would have left the teaser standing, and a withdrawal may be about the headline itself. One page
costs the transaction a few milliseconds; should it not print or fail its proof, a plain notice without anybody's words
stands there until it does: a withdrawal never waits for the press, and no page vanishes without a public reason.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Q

from terbit.dispatch import write
from terbit.dispatch.contract import pack
from terbit.gate import Terms
from terbit.newsroom.access import terms_of_many
from terbit.newsroom.models import Article, Edition, EditionEntry
from terbit.press.access import shut_terms, terms_from
from terbit.press.files import STORY
from terbit.press.making import Made, make_page, proved
from terbit.press.models import Printed
from terbit.press.pages import withdrawn
from terbit.press.pages.registry import Target
from terbit.press.printing import formers, put_out, take_down, tell_the_desk

log: Final = logging.getLogger("terbit.press")

SHOWN: Final = 200
"""The status of a story that can be read; its withdrawal has another."""
_AT_A_TIME: Final = 500
_TIGHTENED: Final = "UPDATE press_printed SET terms = %s, tightened = %s, digest = '' WHERE key = %s"


class _Out(NamedTuple):
    """A story's page as it is out; `terms` are those in force, packed."""

    key: str
    subject: int
    status: int
    terms: bytes


def shut_at_once(things: frozenset[str]) -> None:
    """Tighten the pages of all stories whose terms these things may have changed; print what became of withdrawn ones."""
    ids = sorted(set(_named(things, STORY)) | set(_stories_of(things)))
    for start in range(0, len(ids), _AT_A_TIME):
        _shut(ids[start : start + _AT_A_TIME])


def _named(things: Iterable[str], kind: str) -> Iterator[int]:
    return (int(thing.removeprefix(f"{kind}/")) for thing in things if thing.startswith(f"{kind}/"))


def _stories_of(things: frozenset[str]) -> Iterable[int]:
    """Terms hang on publications too: the stories that stand in these, as the rows say now. What a page recorded when it
    was printed does not do, since its story may have entered an edition of theirs meanwhile.
    """
    publications = list(_named(things, "publication"))
    if not publications:
        return ()
    public = Article.objects.public().order_by()
    return public.filter(
        Q(publication__in=publications)
        | Q(pk__in=EditionEntry.objects.filter(edition__publication__in=publications).values("article"))
        | Q(pk__in=Edition.objects.filter(publication__in=publications).values("cover_story"))
    ).values_list("pk", flat=True)


def _shut(ids: list[int]) -> None:
    rows = Printed.objects.filter(kind=STORY, subject__in=ids, number__gt=0)
    found = rows.values_list("key", "subject", "status", "terms")
    out = [_Out(key, subject, status, bytes(terms)) for key, subject, status, terms in found]
    shown = [page for page in out if page.status == SHOWN]
    terms = terms_of_many(page.subject for page in shown)
    _tighten({page: terms[page.subject] for page in shown if page.subject in terms})
    for page in shown:
        if page.subject not in terms:
            _print_now(Target(STORY, page.key, page.subject))
    done = {page.key for page in out}
    withdrawn = Article.objects.filter(pk__in=ids, withdrawn_at__isnull=False)
    for story in withdrawn.only("language", "slug", "headline"):
        if story.path not in done:
            _print_now(Target(STORY, story.path, story.pk))


def _tighten(pages: Mapping[_Out, Terms]) -> None:
    """Put these terms beside the pages that let in somebody whom they shut out; a few statements, however many pages."""
    tighter = {page.key: shut for page, terms in pages.items() if (shut := _shut_terms(page, terms)) is not None}
    if tighter:
        write.put_all_terms(tighter)
        with connection.cursor() as cursor:
            cursor.executemany(_TIGHTENED, [(pack(terms), True, key) for key, terms in tighter.items()])


def _shut_terms(page: _Out, terms: Terms) -> Terms | None:
    in_force = terms_from(bytes(page.terms))
    return shut_terms(terms, in_force) if in_force else terms


def _print_now(target: Target) -> None:
    made, former = make_page(target.key, {target}), formers([target.key])[target.key]
    if not made.refused:
        put_out(made, former)
        return
    plain = _last_resort(made)
    if plain is None:
        take_down(made, former)
        return
    put_out(plain, former)
    tell_the_desk(made, former)


def _last_resort(failed: Made) -> Made | None:
    """The plain notice of a withdrawn story whose own notice cannot go out: no page vanishes without a public reason.

    It uses what the failed one read, so that mending that prints the whole notice. None where not even this can be made.
    """
    try:
        article = Article.objects.get(pk=failed.target.subject, withdrawn_at__isnull=False)
        plain = proved(failed.target, withdrawn.last_resort(article), failed.uses)
    except Exception:
        log.exception("Not even the plain notice at %s could be made", failed.target.key)
        return None
    return None if plain.refused else plain
