"""One batch of stories: what shall become of each, and all of it in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, ProgrammingError, transaction
from wagtail.models import Revision

from terbit.newsroom.models import Article
from terbit.wire.archive.writing import line_of
from terbit.wire.format import Delivered, Refusal
from terbit.wire.intake.entry import Entry
from terbit.wire.intake.pictures import Taken, pictures_of, take_pictures
from terbit.wire.intake.report import Outcome
from terbit.wire.intake.settling import Declined, House, Known, Settled, fate_of, settle
from terbit.wire.intake.writing import Writing
from terbit.wire.models import Delivery, Import

#: What is wrong with the database or the disk is no story's fault.
_NOT_A_STORYS: Final = (OperationalError, ProgrammingError, InterfaceError, OSError)


class Stopped(Exception):
    """The house can take no story at all now; `str()` says why. What was taken before is kept."""


def digest_of(item: Delivered) -> str:
    """What tells one version of a delivery from another: everything that it says, but not what the adapter doubts."""
    return hashlib.sha256(line_of(replace(item.story, doubts=(), original=None))).hexdigest()


def take_batch(items: Sequence[Delivered], run: Import, house: House) -> list[Outcome | Refusal]:
    """What became of each. A story that cannot be written takes nobody with it: then each is tried alone."""
    taken = Taken()
    if any(True for item in items for _ in pictures_of(item)):
        ready = [outcome for outcome in _decided(items, run, house) if isinstance(outcome, Entry)]
        taken = take_pictures(entry.item for entry in ready if entry.fate != "unchanged")
    try:
        with transaction.atomic():
            return _write(items, run, house, taken)
    except _NOT_A_STORYS as problem:
        raise Stopped(str(problem) or type(problem).__name__) from problem
    except Exception as problem:  # noqa: BLE001 - whatever one story breaks, the others come in and the reason is told
        if len(items) > 1:
            return [outcome for item in items for outcome in take_batch([item], run, house)]
        why = f"The house could not take it: {problem or type(problem).__name__}"
        return [Refusal(items[0].place, "did_not_fit", why, items[0].story.id)]


def foresee_batch(items: Sequence[Delivered], source: str, house: House, seen: set[str]) -> list[Outcome | Refusal]:
    """What would become of each, without writing anything. `seen` holds the ids that this import met before."""
    outcomes: list[Outcome | Refusal] = []
    for decided in _decided(items, Import(source=source), house, seen):
        if isinstance(decided, Entry):
            seen.add(decided.item.story.id)
        outcomes.append(decided.outcome() if isinstance(decided, Entry) else decided)
    return outcomes


def _decided(
    items: Sequence[Delivered], run: Import, house: House, seen: set[str] | None = None
) -> list[Entry | Refusal]:
    found = _known(items, run)
    met = set(seen or ())
    decided: list[Entry | Refusal] = []
    for item in items:
        delivery, known = found.get(item.story.id, (None, None))
        if item.story.id in met:
            known = Known("", False, False, False, seen=True)
        digest, settled = digest_of(item), settle(item.story, house)
        fate = settled if isinstance(settled, Declined) else fate_of(digest, settled, known)
        if isinstance(settled, Settled) and not isinstance(fate, Declined):
            met.add(item.story.id)
            decided.append(Entry(item, settled, digest, fate, delivery, doubts=list(settled.story.doubts)))
        elif isinstance(fate, Declined):
            decided.append(Refusal(item.place, fate.code, fate.why, item.story.id))
    return decided


def _known(items: Sequence[Delivered], run: Import) -> dict[str, tuple[Delivery, Known]]:
    rows = Delivery.objects.filter(source=run.source, delivered_id__in=[item.story.id for item in items])
    rows = rows.select_related("article").defer("article__body", "doubts")
    kind = ContentType.objects.get_for_model(Article)
    ids = [str(row.article_id) for row in rows]
    approved = Revision.objects.filter(content_type=kind, object_id__in=ids, approved_go_live_at__isnull=False)
    waiting = set(approved.values_list("object_id", flat=True))
    return {row.delivered_id: (row, _known_of(row, run, str(row.article_id) in waiting)) for row in rows}


def _known_of(row: Delivery, run: Import, is_approved: bool) -> Known:
    """A story that the desk has approved for a release is the desk's own, too."""
    article = row.article
    return Known(
        digest=row.digest,
        touched=is_approved or article.latest_revision_id != row.revision,
        withdrawn=article.withdrawn_at is not None,
        date_wanted=not article.live and article.published_at is None,
        seen=run.pk is not None and row.seen_in_id == run.pk,
    )


def _write(items: Sequence[Delivered], run: Import, house: House, taken: Taken) -> list[Outcome | Refusal]:
    decided = _decided(items, run, house)
    entries = [one for one in decided if isinstance(one, Entry)]
    same = [entry.delivery.pk for entry in entries if entry.fate == "unchanged" and entry.delivery]
    Delivery.objects.filter(pk__in=same).update(seen_in=run)
    Writing([entry for entry in entries if entry.fate != "unchanged"], run, house, taken).write()
    return [one.outcome() if isinstance(one, Entry) else one for one in decided]
