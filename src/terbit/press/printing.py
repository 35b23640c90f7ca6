"""A made page goes out: into dispatch, or out of it, or is held back; and what it used is written down.

Everything here runs inside one transaction that has read the newsroom's rows; no other of the house's writes meanwhile,
so nothing else commits between the reading and the writing. The worker prints in batches; a withdrawal prints its one
page inside its own transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.utils import timezone

from terbit.dispatch import keys, write
from terbit.dispatch.contract import Body, Page, decode_page, encode_page, etag_of, make_body, pack
from terbit.gate import OPEN_KINDS
from terbit.press.access import shut_terms, terms_from
from terbit.press.files import lay_files_of
from terbit.press.making import Made, digest_of
from terbit.press.models import Printed, Refusal, Staged, Use
from terbit.press.pages.registry import Draft, Target


@dataclass(frozen=True, slots=True)
class Former:
    """What the press knows of a key from before: its row (None where it has none), what it used, whether it was told of."""

    printed: Printed | None = None
    uses: frozenset[str] = frozenset()
    told: bool = False


def formers(page_keys: Sequence[str]) -> dict[str, Former]:
    """For each of the keys, in three queries however many."""
    printed = Printed.objects.in_bulk(page_keys)
    told = set(Refusal.objects.filter(key__in=page_keys).values_list("key", flat=True))
    uses: dict[str, set[str]] = {key: set() for key in page_keys}
    for page, thing in Use.objects.filter(page__in=page_keys).values_list("page", "thing"):
        uses[page].add(thing)
    return {key: Former(printed.get(key), frozenset(uses[key]), key in told) for key in page_keys}


def put_out(made: Made, former: Former) -> bool:
    """Let the page go out, drop it, or hold it back, and record what it used. True where readers see a change.

    A page that is held back goes on to be marked by what its last good version used, too.
    """
    if made.refused:
        changed = _hold_back(made, former.printed)
        _record_uses(made.target.key, former.uses, former.uses | made.uses)
    elif made.draft is None:
        changed = _drop(made.target.key, former.printed)
        _record_uses(made.target.key, former.uses, frozenset())
    else:
        changed = _let_go(made, made.draft, former.printed)
        _record_uses(made.target.key, former.uses, made.uses)
    tell_the_desk(made, former)
    return changed


def take_down(made: Made, former: Former) -> bool:
    """Drop a page that must not stay as it is, though its new version cannot go out; the desk is told why."""
    tell_the_desk(made, former)
    changed = _drop(made.target.key, former.printed)
    _record_uses(made.target.key, former.uses, frozenset())
    return changed


def _let_go(made: Made, draft: Draft, printed: Printed | None) -> bool:
    digest = digest_of(made)
    if _is_out(made.target, digest, printed):
        return False
    number = write.put_page(page_of(made, draft, printed))
    _drop_tightened(draft.key, printed)
    _note(made.target, digest=digest, status=draft.status, terms=pack(draft.terms), number=number)
    return True


def put_staged(page: Staged, uses: frozenset[str], former: Former) -> bool:
    """Let a page out that was made and proved beforehand. True where readers see a change."""
    target = Target(page.kind, page.key, page.subject)
    changed = not _is_out(target, page.digest, former.printed)
    if changed:
        number = write.put(page.key, bytes(page.value))
        _drop_tightened(page.key, former.printed)
        _note(target, digest=page.digest, status=page.status, terms=bytes(page.terms), number=number)
    _record_uses(page.key, former.uses, uses)
    return changed


def _is_out(target: Target, digest: str, printed: Printed | None) -> bool:
    """Whether this very version is out already; if so, it may be another kind's from now on."""
    if printed is None or printed.digest != digest:
        return False
    if (printed.kind, printed.subject) != (target.kind, target.subject):
        Printed.objects.filter(key=printed.key).update(kind=target.kind, subject=target.subject)
    return True


def _drop_tightened(key: str, printed: Printed | None) -> None:
    """The page comes with terms of its own: the stricter ones beside it are done with."""
    if printed is not None and printed.tightened:
        write.drop(keys.terms_key(key))


def page_of(made: Made, draft: Draft, printed: Printed | None) -> Page:
    """The page as dispatch takes it; bodies that the version before has are not compressed again."""
    return Page(
        path=draft.key,
        terms=draft.terms,
        bodies=_packed(made, printed),
        language=draft.language,
        status=draft.status,
        content_type=draft.content_type,
        location=draft.location,
    )


def _packed(made: Made, printed: Printed | None) -> dict[str, Body]:
    """Each text compressed once; what the version before already holds is not compressed again."""
    before = _page_in_dispatch(made.target.key) if printed is not None and printed.number else None
    known = {body.etag: body for body in before.bodies.values()} if before else {}
    packed = {}
    for kind, html in made.bodies.items():
        text = html.encode()
        etag = etag_of(text)
        if etag not in known:
            known[etag] = make_body(text)
        packed[kind] = known[etag]
    return packed


def _page_in_dispatch(key: str) -> Page | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM dispatch_row WHERE key = %s", [key])
        found = cursor.fetchone()
    return decode_page(bytes(found[0])) if found and found[0] is not None else None


def _drop(key: str, printed: Printed | None) -> bool:
    """The page must not exist: readers get the 404 from now on."""
    if printed is None:
        return False
    Printed.objects.filter(key=key).delete()
    if not printed.number:
        return False
    write.drop(key)
    if printed.tightened:
        write.drop(keys.terms_key(key))
    return True


def _hold_back(made: Made, printed: Printed | None) -> bool:
    """Keep the last good version; where the story asks for more now than that version did, take its paid bodies."""
    if printed is None:
        _note(made.target)
        return False
    in_force = terms_from(bytes(printed.terms))
    stricter_now = shut_terms(made.draft.terms, in_force) if made.draft and in_force else None
    if not printed.number or not (printed.tightened or stricter_now):
        return False
    return take_paid_bodies(printed, pack(stricter_now) if stricter_now else bytes(printed.terms))


def take_paid_bodies(printed: Printed, terms: bytes) -> bool:
    """Leave of the page in dispatch only what stands before the gate, under these (packed) terms."""
    page = _page_in_dispatch(printed.key)
    if page is None or not any(kind in OPEN_KINDS for kind in page.bodies):
        return False
    left = {kind: body for kind, body in page.bodies.items() if kind not in OPEN_KINDS}
    number = write.put(printed.key, encode_page(replace(page, bodies=left, terms=terms_from(terms))))
    if printed.tightened:
        write.drop(keys.terms_key(printed.key))
    Printed.objects.filter(key=printed.key).update(digest="", terms=terms, tightened=False, number=number)
    return True


_NOTE = """
    INSERT INTO press_printed (key, kind, subject, digest, status, terms, tightened, number, printed_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, subject = excluded.subject, digest = excluded.digest,
        status = excluded.status, terms = excluded.terms, tightened = excluded.tightened, number = excluded.number,
        printed_at = excluded.printed_at
"""


def _note(target: Target, *, digest: str = "", status: int = 200, terms: bytes = b"", number: int = 0) -> None:
    """The press's row of a version that is out (or, with number 0, of a page of which none is)."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [target.key, target.kind, target.subject, digest, status, terms, False, number, now])


def _record_uses(page: str, before: frozenset[str], uses: frozenset[str]) -> None:
    """What the page uses now; files of pictures come and go with it. The page's own row has been written before."""
    new, gone = sorted(uses - before), sorted(before - uses)
    with connection.cursor() as cursor:
        if new:
            cursor.executemany("INSERT INTO press_use (page, thing) VALUES (%s, %s)", [(page, thing) for thing in new])
        if gone:
            cursor.executemany(
                "DELETE FROM press_use WHERE page = %s AND thing = %s", [(page, thing) for thing in gone]
            )
    lay_files_of((*new, *gone))


def tell_the_desk(made: Made, former: Former) -> None:
    """The findings on this page as they stand now; those of an earlier version are gone."""
    target, now = made.target, timezone.now()
    if former.told:
        Refusal.objects.filter(key=target.key).delete()
    for finding in made.findings:
        Refusal.objects.create(
            key=target.key,
            kind=target.kind,
            subject=target.subject,
            rule=finding.rule,
            words=finding.words,
            warning=finding.warning,
            at=now,
        )
