"""One batch of stories in one transaction: rows, bylines, editions, addresses, revisions, journal, and one word to the press.

This is the one place that writes printed models in bulk. Whatever it changes it names to `newsroom.signals.changed`, once, inside
the transaction: whoever listens there may refuse the whole batch.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db import transaction

from terbit.newsroom import slugs as newsroom_slugs
from terbit.newsroom import things
from terbit.newsroom.lists import LISTING_COLUMNS, lists_entered_or_left
from terbit.newsroom.models import Article, Byline, Redirect
from terbit.newsroom.signals import changed
from terbit.wire.archive.writing import line_of
from terbit.wire.format import Delivered, Refusal
from terbit.wire.intake import book, editions
from terbit.wire.intake.bodies import raw_body, read_also
from terbit.wire.intake.pictures import Taken, pictures_of, take_pictures
from terbit.wire.intake.places import Places
from terbit.wire.intake.redirects import OldAddresses
from terbit.wire.intake.report import Outcome
from terbit.wire.intake.settling import Declined, Fate, House, Known, Settled, fate_of, settle
from terbit.wire.intake.slugs import Slugs, base_slug, is_slug
from terbit.wire.models import Delivery, Import, KeptOriginal, WantedStory
from terbit.wire.story import Doubt

#: Columns of a story that its source may change.
_DELIVERED: Final = (
    "language", "kicker", "headline", "standfirst", "slug", "section", "publication", "body", "lead_picture",
    "picture_caption", "dateline", "credit", "partner", "origin_url", "published_at", "published_precision", "updated_at",
    "edited_at", "live", "first_published_at", "last_published_at", "has_unpublished_changes",
)  # fmt: skip


@dataclass
class _Entry:
    """One story on its way into the house."""

    item: Delivered
    settled: Settled
    digest: str
    fate: Fate
    delivery: Delivery | None
    article: Article = field(default_factory=Article)
    before: dict[str, Any] | None = None
    wanted: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    revision: int = 0

    @property
    def public(self) -> bool:
        """What is public stays public: a story is not taken down by a delivery."""
        return self.settled.public or (self.delivery is not None and bool(self.delivery.article.live))

    def outcome(self) -> Outcome:
        story, is_draft = self.item.story, not self.public
        if self.fate == "unchanged":
            return Outcome(self.item.place, story.id, self.fate)
        return Outcome(self.item.place, story.id, self.fate, bool(self.doubts), is_draft)


def digest_of(item: Delivered) -> str:
    """What tells one version of a delivery from another: everything that it says, but not what the adapter doubts."""
    return hashlib.sha256(line_of(replace(item.story, doubts=(), original=None))).hexdigest()


def take_batch(items: Sequence[Delivered], run: Import, house: House) -> list[Outcome | Refusal]:
    """What became of each. A story that cannot be written takes nobody with it: then each is tried alone."""
    taken = Taken()
    if any(True for item in items for _ in pictures_of(item)):
        ready = [outcome for outcome in _decided(items, run, house) if isinstance(outcome, _Entry)]
        taken = take_pictures(entry.item for entry in ready if entry.fate != "unchanged")
    try:
        with transaction.atomic():
            return _write(items, run, house, taken)
    except Exception as problem:  # noqa: BLE001 - whatever one story breaks, the others come in and the reason is told
        if len(items) > 1:
            return [outcome for item in items for outcome in take_batch([item], run, house)]
        why = f"The house could not take it: {problem or type(problem).__name__}"
        return [Refusal(items[0].place, "did_not_fit", why, items[0].story.id)]


def foresee_batch(items: Sequence[Delivered], source: str, house: House, seen: set[str]) -> list[Outcome | Refusal]:
    """What would become of each, without writing anything. `seen` holds the ids that this import met before."""
    outcomes: list[Outcome | Refusal] = []
    for decided in _decided(items, Import(source=source), house, seen):
        if isinstance(decided, _Entry):
            seen.add(decided.item.story.id)
        outcomes.append(decided.outcome() if isinstance(decided, _Entry) else decided)
    return outcomes


def _decided(
    items: Sequence[Delivered], run: Import, house: House, seen: set[str] | None = None
) -> list[_Entry | Refusal]:
    found = _known(items, run)
    met = set(seen or ())
    decided: list[_Entry | Refusal] = []
    for item in items:
        delivery, known = found.get(item.story.id, (None, None))
        if item.story.id in met:
            known = Known("", False, False, False, seen=True)
        digest, settled = digest_of(item), settle(item.story, house)
        fate = settled if isinstance(settled, Declined) else fate_of(digest, settled, known)
        if isinstance(settled, Settled) and not isinstance(fate, Declined):
            met.add(item.story.id)
            decided.append(_Entry(item, settled, digest, fate, delivery, doubts=list(settled.story.doubts)))
        elif isinstance(fate, Declined):
            decided.append(Refusal(item.place, fate.code, fate.why, item.story.id))
    return decided


def _known(items: Sequence[Delivered], run: Import) -> dict[str, tuple[Delivery, Known]]:
    rows = Delivery.objects.filter(source=run.source, delivered_id__in=[item.story.id for item in items])
    rows = rows.select_related("article").defer("article__body", "doubts")
    return {row.delivered_id: (row, _known_of(row, run)) for row in rows}


def _known_of(row: Delivery, run: Import) -> Known:
    article = row.article
    return Known(
        digest=row.digest,
        touched=article.latest_revision_id != row.revision,
        withdrawn=article.withdrawn_at is not None,
        date_wanted=not article.live and article.published_at is None,
        seen=run.pk is not None and row.seen_in_id == run.pk,
    )


def _write(items: Sequence[Delivered], run: Import, house: House, taken: Taken) -> list[Outcome | Refusal]:
    decided = _decided(items, run, house)
    entries = [one for one in decided if isinstance(one, _Entry)]
    same = [entry.delivery.pk for entry in entries if entry.fate == "unchanged" and entry.delivery]
    Delivery.objects.filter(pk__in=same).update(seen_in=run)
    _Writing([entry for entry in entries if entry.fate != "unchanged"], run, house, taken).write()
    return [one.outcome() if isinstance(one, _Entry) else one for one in decided]


class _Writing:
    """The stories of one batch that are new or have changed, written step by step."""

    def __init__(self, entries: list[_Entry], run: Import, house: House, taken: Taken) -> None:
        self.entries, self.run, self.house, self.taken = entries, run, house, taken
        self.things: set[str] = set()

    def write(self) -> None:
        if not self.entries:
            return
        self.places = Places([entry.settled for entry in self.entries])
        self.things |= self.places.things
        self._load_changed()
        self._address()
        for entry in self.entries:
            self._fill(entry)
        self._store()
        self._join_read_also()
        self._bylines()
        self._stand_in_editions()
        self._revisions()
        self._old_addresses()
        self._deliveries()
        self._tell()

    def _load_changed(self) -> None:
        ids = [entry.delivery.article_id for entry in self.entries if entry.delivery]
        rows = Article.objects.in_bulk(ids) if ids else {}
        for entry in self.entries:
            if entry.delivery:
                entry.article = rows[entry.delivery.article_id]
                entry.before = {column: getattr(entry.article, column) for column in ("slug", *LISTING_COLUMNS)}

    def _address(self) -> None:
        """A changed story keeps its address unless another one comes with it; a draft without one gets it at publishing."""
        asked = []
        for entry in self.entries:
            story, had = entry.settled.story, entry.article.slug
            base = base_slug(story.slug, story.headline)
            is_kept = had and (not story.slug or had == base) and entry.article.language == story.language
            if not is_kept and (story.slug or entry.public):
                asked.append((entry, story.language, base))
        slugs = Slugs((language, base) for _entry, language, base in asked)
        for entry, language, base in asked:
            entry.article.slug = slugs.take(language, base)
            delivered = entry.settled.story.slug
            if delivered and entry.article.slug != delivered:
                why = "another story has it" if is_slug(delivered) else "it can be no address"
                entry.doubts.append(Doubt("slug", f"“{delivered[:80]}” became “{entry.article.slug}”: {why}."))

    def _fill(self, entry: _Entry) -> None:
        article, settled, story = entry.article, entry.settled, entry.settled.story
        for name in ("language", "kicker", "headline", "standfirst", "dateline", "credit", "origin_url"):
            setattr(article, name, getattr(story, name))
        article.section = self.places.section(settled)
        article.publication = self.places.publications[story.publication]
        article.partner = self.places.partner(settled)
        article.published_at, article.published_precision = settled.published_at, settled.precision
        article.updated_at, article.edited_at = settled.updated_at, self.house.now
        article.live = entry.public
        article.has_unpublished_changes = not article.live
        if article.live:
            article.first_published_at = article.first_published_at or self.house.now
            article.last_published_at = self.house.now
        article.picture_caption = ""
        self._fill_body(entry)

    def _fill_body(self, entry: _Entry) -> None:
        folder = entry.item.place.file.parent
        rows = [(picture, self.taken.row(folder, picture)) for picture in entry.settled.story.pictures]
        shown = [row for _picture, row in rows if row is not None]
        entry.article.lead_picture_id = shown[0] if shown else None
        raw, entry.wanted = raw_body(
            entry.settled.story.body, lambda picture: self.taken.row(folder, picture), self._delivered_stories
        )
        raw += [{"type": "picture", "value": {"picture": row, "caption": ""}} for row in shown[1:]]
        _set_body(entry.article, raw)
        for picture in pictures_of(entry.item):
            if (why := self.taken.problems.get((folder, picture))) is not None:
                entry.doubts.append(Doubt("pictures", f"{(picture.path or picture.url)[:80]}: {why}; it was left out."))

    @property
    def _delivered_stories(self) -> Mapping[str, int]:
        """Articles of this source that "read also" lines of this batch ask for and that came in earlier batches."""
        if not hasattr(self, "_found"):
            asked = {block.id for entry in self.entries for block in entry.settled.story.body if hasattr(block, "id")}
            rows = Delivery.objects.filter(source=self.run.source, delivered_id__in=asked) if asked else []
            self._found = {row.delivered_id: row.article_id for row in rows}
        return self._found

    def _store(self) -> None:
        new = [entry.article for entry in self.entries if entry.before is None]
        Article.objects.bulk_create(new)
        if len(new) < len(self.entries):
            old = [entry.article for entry in self.entries if entry.before is not None]
            Article.objects.bulk_update(old, _DELIVERED, batch_size=50)
        self.by_id = {entry.item.story.id: entry.article.pk for entry in self.entries}

    def _join_read_also(self) -> None:
        """Lines to stories of this very batch; they have ids only now."""
        WantedStory.objects.filter(article__in=[entry.article.pk for entry in self.entries if entry.before]).delete()
        joined = [entry for entry in self.entries if any(id_ in self.by_id for _place, id_ in entry.wanted)]
        for entry in joined:
            raw = list(entry.article.body.raw_data)
            for place, id_ in entry.wanted:
                if id_ in self.by_id:
                    raw.insert(place, read_also(self.by_id[id_]))
            _set_body(entry.article, raw)
            entry.wanted = [one for one in entry.wanted if one[1] not in self.by_id]
        if joined:
            Article.objects.bulk_update([entry.article for entry in joined], ["body"], batch_size=50)
        WantedStory.objects.bulk_create(
            [
                WantedStory(source=self.run.source, delivered_id=id_, article=entry.article, place=place)
                for entry in self.entries
                for place, id_ in entry.wanted
            ]
        )

    def _bylines(self) -> None:
        Byline.objects.filter(article__in=[entry.article.pk for entry in self.entries if entry.before]).delete()
        for entry in self.entries:
            named = entry.settled.story.byline
            rows = [
                Byline(article=entry.article, contributor=self.places.contributor(one), role=one.role, sort_order=place)
                for place, one in enumerate(named)
            ]
            entry.article._cluster_related_objects = {"bylines": rows}
        Byline.objects.bulk_create(
            [row for entry in self.entries for row in entry.article._cluster_related_objects["bylines"]]
        )

    def _stand_in_editions(self) -> None:
        standing = [(entry.article, entry.settled.story.editions) for entry in self.entries]
        made = editions.enter(standing, self.places, self.house.now)
        self.things |= made.things
        asked = {entry.article.pk: entry.settled.story.access for entry in self.entries}
        editions.override_access({pk: code for pk, code in asked.items() if code}, self.house.now)
        gone = [entry.article.pk for entry in self.entries if entry.before and not entry.settled.story.access]
        editions.drop_overrides(gone)
        for entry in self.entries:
            entry.doubts += made.doubts.get(entry.article.pk, ())

    def _revisions(self) -> None:
        numbers = book.write([(entry.article, entry.fate) for entry in self.entries], self.run, self.house.now)
        for entry in self.entries:
            entry.revision = numbers[entry.article.pk]

    def _old_addresses(self) -> None:
        """Those that came with the story, and the one that it had here until now."""
        for entry in self.entries:
            before = entry.before
            if before and before["slug"] and entry.article.first_published_at:
                old = newsroom_slugs.article_path(before["language"], before["slug"])
                if old != entry.article.path:
                    Redirect.objects.filter(old_path=entry.article.path, article=entry.article).delete()
                    Redirect.objects.get_or_create(old_path=old, defaults={"article": entry.article})
        addresses = OldAddresses([(entry.article, entry.settled.story.redirects) for entry in self.entries])
        addresses.write()
        for entry in self.entries:
            entry.doubts += addresses.doubts.get(entry.article.pk, ())

    def _deliveries(self) -> None:
        rows = [self._delivery(entry) for entry in self.entries]
        Delivery.objects.bulk_create([row for row in rows if row.pk is None])
        columns = ["digest", "revision", "doubts", "tags", "seen_in", "delivered_at"]
        Delivery.objects.bulk_update([entry.delivery for entry in self.entries if entry.delivery], columns)
        pairs = zip(rows, (entry.item.story.original for entry in self.entries), strict=True)
        kept = [(row, original) for row, original in pairs if original is not None]
        KeptOriginal.objects.filter(delivery__in=[row.pk for row, _original in kept]).delete()
        KeptOriginal.objects.bulk_create(
            [
                KeptOriginal(delivery=row, name=original.name[-255:], packed=zlib.compress(original.content))
                for row, original in kept
            ]
        )

    def _delivery(self, entry: _Entry) -> Delivery:
        row = entry.delivery or Delivery(
            source=self.run.source, delivered_id=entry.item.story.id, article=entry.article
        )
        row.digest, row.revision, row.seen_in = entry.digest, entry.revision, self.run
        row.doubts = [{"field": doubt.field, "why": doubt.why} for doubt in entry.doubts]
        row.tags, row.delivered_at = list(entry.settled.story.tags), self.house.now
        return row

    def _tell(self) -> None:
        """Once for the batch. What was never public touches no page."""
        for entry in self.entries:
            article = entry.article
            if article.first_published_at is None:
                continue
            self.things.add(things.article(article.pk))
            self.things |= {
                things.contributor(row.contributor_id) for row in article._cluster_related_objects["bylines"]
            }
            now = {column: getattr(article, column) for column in LISTING_COLUMNS}
            then = {column: entry.before[column] for column in LISTING_COLUMNS} if entry.before else None
            places = [self.places.editions[i.publication, i.date].pk for i in entry.settled.story.editions]
            self.things |= lists_entered_or_left(then, now, places)
        if self.things:
            changed.send(Article, things=frozenset(self.things), article=None)


def _set_body(article: Article, raw: list[dict[str, Any]]) -> None:
    from wagtail.blocks import StreamValue

    stream = article._meta.get_field("body").stream_block
    article.body = StreamValue(stream, raw, is_lazy=True)
