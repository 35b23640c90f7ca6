"""Which numbered pages of a list change when stories enter it, leave it, or change places in it.

The newsroom names the list and the stories ("list/section/3", "article/81"). What stands on a page follows from how
many stories are older: so from the first page on that a story left or came to, all newer pages change, and no older
one. Where a story stood is known from the pages that used it, where it stands now from its rank; and a page that waits
to be printed may show it in a version that is not out, so what waits counts too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from terbit.press.models import Mark, Printed, Use
from terbit.press.pages.listings import Family, Listing, full_pages, number_in, oldest_first, page_of
from terbit.press.pages.things import ids_in

_FEW = 8
"""Up to so many stories are looked at one by one; with more in one change, the list is taken to have changed."""
NEWEST = 10**9


def touched_pages(family: Family, names: frozenset[str]) -> Iterator[tuple[Listing, int]]:
    """The pages (0 is the newest) of the family's lists that these things touch and that their uses may not tell."""
    stories = ids_in(names, "article")
    renamed = ids_in(names, family.name)
    moved = ids_in(names, f"list/{family.name}")
    named = renamed | moved
    for listing, number in family.listings(named) if named else ():
        yield listing, 0
        if listing.subject in renamed:
            yield from ((listing, page) for page in range(1, full_pages(number) + 1))
        elif stories:
            yield from ((listing, page) for page in _changed(listing, number, stories))


def _changed(listing: Listing, number: int, stories: set[int]) -> Iterable[int]:
    last = full_pages(number)
    out = _numbers(Printed.objects.filter(kind=listing.family, subject=listing.subject), listing)
    waiting = _numbers(Mark.objects.filter(**_under(listing)), listing)
    known = out | waiting
    if not last and not known:
        return []  # all of it stands on the newest page
    before, after = _pages_before(listing, stories), _pages_now(listing, number, stories)
    from_page = min(before | after | waiting, default=NEWEST)
    if len(stories) <= _FEW and before == after and not waiting and max(known, default=0) == last:
        return []
    changed = set(range(from_page, last + 1)) if from_page <= last else set()
    if max(known, default=0) != last:  # the last full page leads on to the newest, or to the page after it
        changed |= set(range(max(1, min(max(known, default=0), last)), last + 1))
    return changed | {page for page in known if page >= min(from_page, last)}


def _under(listing: Listing) -> dict[str, str]:
    """Addresses below the list's own: "/" and "0" are neighbours."""
    return {"key__gt": listing.path + "/", "key__lt": listing.path + "0"}


def _numbers(rows: object, listing: Listing) -> set[int]:
    keys = rows.filter(**_under(listing)).values_list("key", flat=True)  # type: ignore[attr-defined]
    return {number for key in keys if (number := number_in(key))}


def _pages_before(listing: Listing, stories: set[int]) -> set[int]:
    """Where the stories stood when the pages were printed last."""
    used = [f"article/{pk}" for pk in stories]
    keys = Use.objects.filter(thing__in=used, page__gte=listing.path, page__lt=listing.path + "0")
    pages = keys.values_list("page", flat=True)
    return {number_in(key) or NEWEST for key in pages if key == listing.path or number_in(key)}


def _pages_now(listing: Listing, number: int, stories: set[int]) -> set[int]:
    """Where they stand: of each if they are few, else of the oldest alone, since all newer pages change with it."""
    there = oldest_first(listing.stories.filter(pk__in=stories)).values_list("pk", "published_at")
    chosen = there if len(stories) <= _FEW else there[:1]
    return {page_of(_rank(listing, pk, at), number) or NEWEST for pk, at in chosen}


def _rank(listing: Listing, pk: int, at: object) -> int:
    """How many stories of the list are older."""
    if at is None:
        return listing.stories.filter(published_at=None, pk__lt=pk).count()
    older = Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk) | Q(published_at=None)
    return listing.stories.filter(older).count()
