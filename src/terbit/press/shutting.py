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
from collections.abc import Iterable, Iterator
from typing import Final

from terbit.dispatch import write
from terbit.dispatch.contract import pack
from terbit.gate import Terms
from terbit.newsroom.models import Article
from terbit.press.access import shut_terms, terms_from
from terbit.press.files import STORY
from terbit.press.making import Made, make_page, proved
from terbit.press.models import Printed, Use
from terbit.press.pages import withdrawn
from terbit.press.pages.registry import Target
from terbit.press.printing import formers, put_out, take_down, tell_the_desk

log: Final = logging.getLogger("terbit.press")

SHOWN: Final = 200
"""The status of a story that can be read; its withdrawal has another."""
_AT_A_TIME: Final = 500


def shut_at_once(things: frozenset[str]) -> None:
    """Tighten the pages of all stories whose terms these things may have changed; print what became of withdrawn ones."""
    ids = sorted(set(_named(things, STORY)) | set(_stories_that_used(things)))
    for start in range(0, len(ids), _AT_A_TIME):
        _shut(ids[start : start + _AT_A_TIME])


def _named(things: Iterable[str], kind: str) -> Iterator[int]:
    return (int(thing.removeprefix(f"{kind}/")) for thing in things if thing.startswith(f"{kind}/"))


def _stories_that_used(things: frozenset[str]) -> Iterable[int]:
    """Terms hang on publications and editions too; a story's page has recorded which."""
    of_terms = [thing for thing in things if thing.startswith(("publication/", "edition/"))]
    if not of_terms:
        return ()
    pages = Use.objects.filter(thing__in=of_terms).values("page")
    return Printed.objects.filter(kind=STORY, key__in=pages).values_list("subject", flat=True)


def _shut(ids: list[int]) -> None:
    out = list(Printed.objects.filter(kind=STORY, subject__in=ids, number__gt=0))
    shown = [page for page in out if page.status == SHOWN]
    public = _public(page.subject for page in shown)
    for page in shown:
        if page.subject in public:
            _tighten(page, public[page.subject].terms)
        else:
            _print_now(Target(STORY, page.key, page.subject))
    done = {page.key for page in out}
    withdrawn = Article.objects.filter(pk__in=ids, withdrawn_at__isnull=False)
    for story in withdrawn.only("language", "slug", "headline"):
        if story.path not in done:
            _print_now(Target(STORY, story.path, story.pk))


def _public(ids: Iterable[int]) -> dict[int, Article]:
    """The public ones of these stories, with what their terms hang on."""
    wanted = set(ids)
    return Article.objects.public().for_printing().defer("body").in_bulk(wanted) if wanted else {}


def _tighten(page: Printed, terms: Terms) -> None:
    in_force = terms_from(bytes(page.terms))
    tighter = shut_terms(terms, in_force) if in_force else terms
    if tighter is not None:
        write.put_terms(page.key, tighter)
        Printed.objects.filter(key=page.key).update(terms=pack(tighter), tightened=True, digest="")


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
