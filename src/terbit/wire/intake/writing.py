"""The stories of one batch as rows: bylines, topics, editions, addresses, revisions, journal, and one word to the press.

This is the one place that writes printed models in bulk. Whatever it changes it names to `newsroom.signals.changed`, once, inside
the transaction: whoever listens there may refuse the whole batch.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, Final

from terbit.newsroom import slugs as newsroom_slugs
from terbit.newsroom import things
from terbit.newsroom.lists import LISTING_COLUMNS, lists_entered_or_left
from terbit.newsroom.models import Article, Byline, Redirect
from terbit.newsroom.signals import changed
from terbit.wire.intake import book, editions
from terbit.wire.intake.bodies import raw_body, read_also
from terbit.wire.intake.entry import Entry
from terbit.wire.intake.pictures import Taken, pictures_of
from terbit.wire.intake.places import Places
from terbit.wire.intake.redirects import OldAddresses
from terbit.wire.intake.settling import House
from terbit.wire.intake.slugs import Slugs, base_slug, is_slug
from terbit.wire.models import Delivery, Import, KeptOriginal, WantedStory
from terbit.wire.story import Doubt, Picture

#: Columns of a story that its source may change.
_DELIVERED: Final = (
    "language", "kicker", "headline", "standfirst", "slug", "section", "publication", "body", "lead_picture",
    "picture_caption", "dateline", "credit", "partner", "origin_url", "published_at", "published_precision", "updated_at",
    "edited_at", "live", "first_published_at", "last_published_at", "has_unpublished_changes",
)  # fmt: skip


class Writing:
    """The stories of one batch that are new or have changed, written step by step."""

    def __init__(self, entries: list[Entry], run: Import, house: House, taken: Taken) -> None:
        self.entries, self.run, self.house, self.taken = entries, run, house, taken
        self.things: set[str] = set()

    def write(self) -> None:
        if not self.entries:
            return
        self.places = Places([entry.settled for entry in self.entries])
        self.things |= self.places.things
        self._load_changed()
        self._wait_for_releases()
        self._address()
        for entry in self.entries:
            self._fill(entry)
        self._store()
        self._join_read_also()
        self._bylines()
        self._topics()
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

    def _wait_for_releases(self) -> None:
        """Nothing of an edition goes out before its release: a story that comes into one is a draft, for the desk to approve."""
        for entry in self.entries:
            issues = [(issue.publication, issue.date) for issue in entry.settled.story.editions]
            instants = [self.places.editions[issue].releases_at for issue in issues]
            entry.waits = any(instant is not None and instant > self.house.now for instant in instants)
            if entry.waits and entry.settled.public and not entry.public:
                entry.doubts.append(
                    Doubt("state", "Its edition is not released yet; approve it, and it goes out with the edition.")
                )

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

    def _fill(self, entry: Entry) -> None:
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
        self._fill_body(entry)

    def _fill_body(self, entry: Entry) -> None:
        folder = entry.item.place.file.parent
        rows = [(picture, self.taken.row(folder, picture)) for picture in entry.settled.story.pictures]
        shown = [row for _picture, row in rows if row is not None]
        entry.article.lead_picture_id = shown[0] if shown else None
        entry.article.picture_caption = "" if shown else _words_of(entry.settled.story.pictures)
        raw, entry.wanted = raw_body(
            entry.settled.story.body, lambda picture: self.taken.row(folder, picture), self._delivered_stories
        )
        raw += [{"type": "picture", "value": {"picture": row, "caption": ""}} for row in shown[1:]]
        _set_body(entry.article, raw)
        for picture in pictures_of(entry.item):
            if (why := self.taken.problems.get((folder, picture))) is not None:
                entry.doubts.append(
                    Doubt(
                        "pictures", f"{(picture.path or picture.url or picture.caption)[:80]}: {why}; it was left out."
                    )
                )

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
        self.by_article = {entry.article.pk: entry for entry in self.entries}
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
        old = Byline.objects.filter(article__in=[entry.article.pk for entry in self.entries if entry.before])
        for row in old:
            self.by_article[row.article_id].contributors_before.append(row.contributor_id)
        old.delete()
        for entry in self.entries:
            named = entry.settled.story.byline
            rows = [
                Byline(article=entry.article, contributor=self.places.contributor(one), role=one.role, sort_order=place)
                for place, one in enumerate(named)
            ]
            topics = [self.places.topic(entry.settled, tag) for tag in entry.settled.story.tags]
            entry.article._cluster_related_objects = {"bylines": rows, "topics": topics}
        Byline.objects.bulk_create(
            [row for entry in self.entries for row in entry.article._cluster_related_objects["bylines"]]
        )

    def _topics(self) -> None:
        through = Article.topics.through
        old = through.objects.filter(article__in=[entry.article.pk for entry in self.entries if entry.before])
        for row in old:
            self.by_article[row.article_id].topics_before.append(row.topic_id)
        old.delete()
        through.objects.bulk_create(
            [
                through(article_id=entry.article.pk, topic_id=topic.pk)
                for entry in self.entries
                for topic in entry.article._cluster_related_objects["topics"]
            ]
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
        columns = ["digest", "revision", "doubts", "seen_in", "delivered_at"]
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

    def _delivery(self, entry: Entry) -> Delivery:
        row = entry.delivery or Delivery(
            source=self.run.source, delivered_id=entry.item.story.id, article=entry.article
        )
        row.digest, row.revision, row.seen_in = entry.digest, entry.revision, self.run
        row.doubts = [{"field": doubt.field, "why": doubt.why} for doubt in entry.doubts]
        row.delivered_at = self.house.now
        return row

    def _tell(self) -> None:
        """Once for the batch. What was never public touches no page."""
        for entry in self.entries:
            article = entry.article
            if article.first_published_at is None:
                continue
            self.things.add(things.article(article.pk))
            self.things |= self._lists(entry)
        if self.things:
            changed.send(Article, things=frozenset(self.things), article=None)

    def _lists(self, entry: Entry) -> frozenset[str]:
        article, related = entry.article, entry.article._cluster_related_objects
        contributors = {row.contributor_id for row in related["bylines"]} | set(entry.contributors_before)
        return lists_entered_or_left(
            {column: entry.before[column] for column in LISTING_COLUMNS} if entry.before else None,
            {column: getattr(article, column) for column in LISTING_COLUMNS},
            [self.places.editions[issue.publication, issue.date].pk for issue in entry.settled.story.editions],
            contributors=contributors,
            topics_before=entry.topics_before,
            topics_after=[topic.pk for topic in related["topics"]],
            zone=self.house.zone,
        ) | {things.contributor_list(pk) for pk in contributors}


def _words_of(pictures: tuple[Picture, ...]) -> str:
    """Of a lead picture that is not there: they wait for whoever puts a picture in its place."""
    lead = pictures[0] if pictures else Picture()
    return f"{lead.caption} ({lead.credit})" if lead.caption and lead.credit else lead.caption or lead.credit


def _set_body(article: Article, raw: list[dict[str, Any]]) -> None:
    from wagtail.blocks import StreamValue

    stream = article._meta.get_field("body").stream_block
    article.body = StreamValue(stream, raw, is_lazy=True)
