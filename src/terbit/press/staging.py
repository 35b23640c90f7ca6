"""Releases: their own pages are made and proved beforehand, and go out together at the instant.

How does a page look that may not exist yet? The release is made to happen inside a savepoint, its stories' pages and its
edition's page are printed and proved there as ever, and the savepoint is rolled back. What was printed is kept apart
(`Staged`), with what each page used; a change of any of that makes it stale, and it is made again in the same way.

One transaction lets the release happen, lays down what is staged, makes on the spot whatever is stale or missing (nothing
is, unless something changed in the last moment), and marks fronts, sections and feeds, which follow as always. It commits
at the instant, by the newsroom database's clock: publishing sixty stories takes a while, so it begins as much earlier as the
release took when it was staged. Until it commits nothing of it stands in dispatch, so nothing of it is on any shelf; other
writers wait meanwhile.

A story that fails its proof stays out: the release happens without it, so no list names it, and the desk is told. Should
staging and instant see different stories fail, pages that may name one of them are made again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from terbit.dispatch.contract import encode_page, pack
from terbit.dispatch.write import last_number
from terbit.newsroom import releases
from terbit.newsroom import things as names
from terbit.newsroom.releases import IN_TIME, Release
from terbit.press.batch import batch
from terbit.press.clock import database_now
from terbit.press.files import STORY
from terbit.press.making import Made, digest_of, make_page
from terbit.press.marks import gathered, mark, own_pages
from terbit.press.models import Mark, Refusal, Staged, StagedUse, Staging
from terbit.press.pages.registry import Target
from terbit.press.printing import Former, formers, page_of, put_out, put_staged, tell_the_desk
from terbit.press.stale import look_again

log: Final = logging.getLogger("terbit.press")

EDITION: Final = "edition"
MOST_LEAD: Final = timedelta(seconds=5)
"""So long others wait at most for a release that begins before its instant."""
MARGIN: Final = 1.25
"""A release begins by so much earlier than it took when it was staged."""
STAGING_MILLISECONDS: Final = 100
"""So long a step of staging prints at least; others wait for it, and while the release happens and is undone."""


@dataclass(frozen=True, slots=True)
class Released:
    """What one release brought: pages laid down as they were staged, pages made on the spot, stories that stayed out.

    Or nothing but a `problem`.
    """

    name: str
    staged: int = 0
    made: int = 0
    kept_out: Mapping[int, str] = field(default_factory=dict)
    milliseconds: float = 0
    number: int = 0
    problem: str = ""

    def __str__(self) -> str:
        if self.problem:
            return f"release {self.name} did not happen: {self.problem}; it is tried again"
        out = f", {len(self.kept_out)} stories stayed out" if self.kept_out else ""
        return (
            f"release {self.name}: {self.staged} pages as staged, {self.made} made on the spot{out}, "
            f"{self.milliseconds:.0f} ms, dispatch {self.number}"
        )


@dataclass(slots=True)
class _Happened:
    """A release inside its transaction: what it changed, its own pages by key, and those that were printed now."""

    things: frozenset[str]
    claims: dict[str, set[Target]]
    kept_out: Mapping[int, str]
    milliseconds: float  # the happening alone, without printing
    made: dict[str, Made] = field(default_factory=dict)
    is_whole: bool = True

    def failed(self, release: Release) -> frozenset[int]:
        """Stories of the release whose page may not go out as it would be now."""
        failed = {made.target.subject for made in self.made.values() if made.refused and made.target.kind == STORY}
        return frozenset(failed & set(release.stories))


class _Undo(Exception):
    """Leaves a savepoint behind as it was before."""


class _ClockSetBack(Exception):
    """The instant that was near has become far away."""


def name_of(release: Release) -> str:
    """What a release is called here, whatever its instant: "edition/5", or "article/81" for one story's embargo."""
    return names.edition(release.edition) if release.edition else names.article(release.stories[0])


def release_what_is_due() -> list[Released]:
    """Let every release happen whose instant has come, or will have come when it is through; the earliest first.

    Also such as were missed meanwhile. Those of one second share a transaction, so that none waits for another. One that cannot happen keeps no other
    from it; it is logged, and tried again at the next call.
    """
    now, leads = database_now(), _leads()
    done: list[Released] = []
    for _, together in groupby(releases.due(now + MOST_LEAD), key=lambda release: release.at.replace(microsecond=0)):
        group = list(together)
        at = group[-1].at
        if at - sum((leads.get(name_of(release), timedelta()) for release in group), timedelta()) > now:
            break
        try:
            with transaction.atomic():
                released = [_try_to_release(release) for release in group]
                _wait_until(at)
        except _ClockSetBack:
            break  # nothing of it has happened: others write, and its instant comes again
        done += released
    return done


def _leads() -> dict[str, timedelta]:
    """How long before its instant each release begins."""
    took = {
        name: timedelta(milliseconds=takes * MARGIN) for name, takes in Staging.objects.values_list("name", "takes")
    }
    return {name: min(lead, MOST_LEAD) for name, lead in took.items()}


def _wait_until(at: datetime) -> None:
    """Raises _ClockSetBack where that would keep others waiting for longer than any release begins before its instant."""
    while (left := (at - database_now()).total_seconds()) > 0:
        if left > MOST_LEAD.total_seconds():
            raise _ClockSetBack
        time.sleep(min(left, 0.05))


def _try_to_release(release: Release) -> Released:
    try:
        return _release(release)
    except DatabaseError:
        raise
    except Exception as problem:
        log.exception("The release %s could not happen", name_of(release))
        return Released(name_of(release), problem=f"{type(problem).__name__}: {problem}")


def seconds_until_next(most: float) -> float:
    """How long to wait until the next release begins, from 0 (it should have) to `most`."""
    now, leads = database_now(), _leads()
    together: dict[datetime, timedelta] = {}
    for name, instant in Staging.objects.values_list("name", "instant"):
        second = instant.replace(microsecond=0)
        together[second] = together.get(second, timedelta()) + leads.get(name, timedelta())
    begins = [second - lead for second, lead in together.items() if lead]
    next_instant = releases.next_instant(now)
    soonest = min([*begins, *([next_instant] if next_instant is not None else [])], default=None)
    return most if soonest is None else max(0.0, min(most, (soonest - now).total_seconds()))


def plan() -> dict[str, Release]:
    """Know of every release that is to come, by name, and forget those that were called off or got another instant."""
    coming = {name_of(release): release for release in releases.waiting()}
    known = dict(Staging.objects.values_list("name", "instant"))
    moved = [name for name, instant in known.items() if name not in coming or coming[name].at != instant]
    new = [name for name, release in coming.items() if known.get(name) != release.at]
    if moved or new:
        with transaction.atomic():
            Staged.objects.filter(release__in=moved).delete()
            Staging.objects.filter(name__in=moved).delete()
            Staging.objects.bulk_create(Staging(name=name, instant=coming[name].at) for name in new)
    return coming


def stage_some(milliseconds: float | None = None) -> int:
    """Make some of the pages that a release to come lacks; returns how many. The next instant's first.

    Many pages are made in several steps; each lets the release happen and undoes it, and then prints for `milliseconds`:
    if None, for about as long as the happening took.
    """
    if releases.next_instant(database_now()) is None and not Staging.objects.exists():
        return 0
    plan()
    row = Staging.objects.filter(todo=True).order_by("instant", "name").first()
    if row is None:
        return 0
    try:
        with transaction.atomic():
            release = plan().get(row.name)
            most = max(STAGING_MILLISECONDS, row.takes) if milliseconds is None else milliseconds
            return _stage(row, release, most) if release else 0
    except DatabaseError:
        raise
    except Exception:
        log.exception("The release %s cannot be staged; its pages are made at its instant", row.name)
        Staging.objects.filter(pk=row.pk, version=row.version).update(todo=False)
        return 0


def stage_everything() -> int:
    """All that is to do; for tests and tools."""
    total = 0
    while done := stage_some(1000):
        total += done
    return total


def restage() -> None:
    """Look at all releases again; for a worker that starts. Pages that failed are tried again: the theme may be mended."""
    Staged.objects.filter(value=b"").update(stale=True)
    look_again()


def _stage(row: Staging, release: Release, milliseconds: float) -> int:
    there = _staged(release)
    fresh = {key: page for key, page in there.items() if not page.stale}
    with _undone():
        happened = _happen(release, release.at, _words(_failed(fresh.values())), fresh.keys(), milliseconds)
    before = formers(list(happened.made))
    for key, made in happened.made.items():
        _keep(release, made, before[key])
        tell_the_desk(made, before[key])
    _forget_others(release, there.values(), happened)
    Staging.objects.filter(pk=row.pk).update(takes=happened.milliseconds)
    turned = happened.failed(release) ^ _failed(there[key] for key in happened.made if key in there)
    if turned:
        Staged.objects.filter(pk__in=_that_may_name(release, turned)).update(stale=True)
    elif happened.is_whole:
        Staging.objects.filter(pk=row.pk, version=row.version).update(todo=False)
    return len(happened.made)


def _forget_others(release: Release, there: Iterable[Staged], happened: _Happened) -> None:
    """Pages of stories that do not go out with the release any more; what is known of failed ones is kept."""
    for page in there:
        if page.key not in happened.claims and (page.value or page.subject not in release.stories):
            page.delete()


def _happen(
    release: Release,
    now: datetime,
    keep_out: Mapping[int, str],
    fresh: Collection[str],
    milliseconds: float | None = None,
) -> _Happened:
    """Let the release happen, and print its own pages but the `fresh` ones; only some of them, given a time."""
    began = time.perf_counter()
    with gathered() as gathering:
        outcome = releases.release(release, now, keep_out=keep_out)
    things = frozenset(gathering)
    took = (time.perf_counter() - began) * 1000
    happened = _Happened(things, _own(things), outcome.kept_out, took)
    wanted = [key for key in happened.claims if key not in fresh]
    began = time.perf_counter()
    with batch(target for key in wanted for target in happened.claims[key]):
        for key in wanted:
            if milliseconds is not None and happened.made and (time.perf_counter() - began) * 1000 > milliseconds:
                happened.is_whole = False
                break
            happened.made[key] = make_page(key, happened.claims[key])
    return happened


@contextmanager
def _undone() -> Iterator[None]:
    """What is written in here is rolled back at the end, as if it had never been."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo


def _own(things: frozenset[str]) -> dict[str, set[Target]]:
    """The pages that come out with the release itself: the stories that it names, and editions."""
    own: dict[str, set[Target]] = {}
    for target in own_pages(things):
        if target.kind == EDITION or (target.kind == STORY and names.article(target.subject) in things):
            own.setdefault(target.key, set()).add(target)
    return own


def _staged(release: Release) -> dict[str, Staged]:
    return {page.key: page for page in Staged.objects.filter(release=name_of(release))}


def _failed(pages: Iterable[Staged]) -> frozenset[int]:
    """The stories that fail their proof, by what is staged."""
    return frozenset(page.subject for page in pages if page.kind == STORY and not page.value)


def _keep(release: Release, made: Made, former: Former) -> None:
    """Put the page, or that it failed, into the staging table, with what it used."""
    Staged.objects.filter(release=name_of(release), key=made.target.key).delete()
    target, draft = made.target, made.draft
    page = Staged(release=name_of(release), key=target.key, kind=target.kind, subject=target.subject)
    if draft is not None and not made.refused:
        page.value = encode_page(page_of(made, draft, former.printed))
        page.digest, page.status, page.terms = digest_of(made), draft.status, pack(draft.terms)
    page.save()
    StagedUse.objects.bulk_create([StagedUse(staged=page, thing=thing) for thing in sorted(made.uses)])


def _that_may_name(release: Release, stories: frozenset[int]) -> set[int]:
    """Ids of the staged pages that differ by whether these stories go out with the release, their own pages left out."""
    pages = Staged.objects.filter(release=name_of(release)).exclude(kind=STORY, subject__in=stories)
    using = Q(uses__thing__in=[names.article(pk) for pk in stories])
    return set(pages.filter(~Q(kind=STORY) | using).values_list("pk", flat=True))


def _words(stories: Iterable[int]) -> dict[int, str]:
    """Why these stories stay out, as the desk was told."""
    told = Refusal.objects.filter(kind=STORY, subject__in=list(stories), warning=False).values_list("subject", "words")
    return {pk: gettext("Its page failed the proof.") for pk in stories} | dict(told)


def _release(release: Release) -> Released:
    """One transaction. Raises what the newsroom or the database raises; then nothing has happened."""
    began = time.perf_counter()
    with transaction.atomic():
        happened, fresh, failed = _happen_for_good(release, max(database_now(), release.at))
        mark(happened.things)
        before = formers([*happened.claims, *failed])
        uses = _uses_of(fresh.values())
        for key, page in fresh.items():
            put_staged(page, uses[page.pk], before[key])
        for key, made in happened.made.items():
            put_out(made, before[key])
        for key, made in failed.items():
            tell_the_desk(made, before[key])
        Mark.objects.filter(key__in=list(happened.claims)).delete()
        Staged.objects.filter(release=name_of(release)).delete()
        Staging.objects.filter(name=name_of(release)).delete()
    took = (time.perf_counter() - began) * 1000
    return Released(name_of(release), len(fresh), len(happened.made), happened.kept_out, took, last_number())


def _happen_for_good(release: Release, now: datetime) -> tuple[_Happened, dict[str, Staged], dict[str, Made]]:
    """The release happens, without the stories whose pages fail: with the staged pages that hold for that, and with
    the pages that failed just now, which nobody has told the desk of.

    A release that comes late shows its real moment (newsroom.releases), so nothing staged holds for it.
    """
    there, failed = _staged(release), dict[str, Made]()
    assumed = _failed(there.values())
    keep_out = _words(_failed(page for page in there.values() if not page.stale))
    while True:
        turned = assumed ^ keep_out.keys()
        differing = _that_may_name(release, frozenset(turned)) if turned else set()
        fresh = {
            key: page
            for key, page in there.items()
            if page.value and not page.stale and page.pk not in differing and now - release.at < IN_TIME
        }
        with suppress(_Undo), transaction.atomic():
            happened = _happen(release, now, keep_out, fresh.keys())
            failing = happened.failed(release)
            if failing:
                raise _Undo
            return happened, {key: page for key, page in fresh.items() if key in happened.claims}, failed
        for key, made in happened.made.items():
            if made.refused and made.target.subject in failing:
                failed[key] = made
                keep_out[made.target.subject] = " ".join(one.words for one in made.findings if not one.warning)


def _uses_of(pages: Iterable[Staged]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {page.pk: set() for page in pages}
    for pk, thing in StagedUse.objects.filter(staged__in=found).values_list("staged", "thing"):
        found[pk].add(thing)
    return {pk: frozenset(uses) for pk, uses in found.items()}
