"""The house's stories in the neutral model, to be written in a format: what is public, and what came in and waits for its date.

Not among them: stories that the desk is still writing, and withdrawn ones. A public story is given as readers have it, without a
newer draft. What else the archive format does not carry stands in docs/archive-format.md.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from terbit.newsroom.models import Article, HouseSettings, Precision
from terbit.newsroom.models import Picture as PictureRow
from terbit.wire.models import Delivery
from terbit.wire.prose import blocks_from_html, paragraph_html
from terbit.wire.story import (
    Block,
    Credited,
    Embed,
    Issue,
    Listing,
    Picture,
    Quote,
    ReadAlso,
    Shown,
    Story,
    Subheading,
    Table,
    When,
)

_AT_A_TIME: Final = 200

Place = Callable[[PictureRow], dict[str, str]]
"""Where an exported picture is found: {"path": …} or {"url": …}."""


def exported() -> Any:
    """The articles that an archive of the house holds."""
    waiting = Q(live=False, withdrawn_at__isnull=True, first_published_at__isnull=True, delivery__isnull=False)
    return Article.objects.filter(Q(live=True) | waiting)


def stories(place: Place) -> Iterator[Story]:
    """Every story of `exported`, the oldest row first, a few hundred in memory at a time."""
    zone = ZoneInfo(HouseSettings.load().zone)
    last = 0
    while rows := _rows(last):
        batch = _Batch(rows, zone, place)
        yield from (batch.story(row) for row in rows)
        last = rows[-1].pk


def within(picture: PictureRow) -> dict[str, str]:
    """The picture itself, as a data: address; the archive is one file."""
    content, ending = _content(picture)
    kind = mimetypes.types_map.get(ending, "application/octet-stream")
    return {"url": f"data:{kind};base64,{base64.b64encode(content).decode()}"}


def beside(folder: Path, within_folder: Path) -> Place:
    """The picture as a file of `folder`, named by its content, so that the same picture always has the same path."""

    def put(picture: PictureRow) -> dict[str, str]:
        content, ending = _content(picture)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / (hashlib.sha256(content).hexdigest()[:40] + ending)
        if not file.exists() or file.stat().st_size != len(content):
            file.write_bytes(content)
        return {"path": Path(os.path.relpath(file, within_folder)).as_posix()}

    return put


def _content(picture: PictureRow) -> tuple[bytes, str]:
    with picture.file.storage.open(picture.file.name, "rb") as file:
        return file.read(), PurePosixPath(picture.file.name).suffix


def _rows(after: int) -> list[Article]:
    rows = exported().filter(pk__gt=after).for_printing().select_related("delivery")
    rows = rows.prefetch_related("bylines__contributor", "redirects", "topics").order_by("pk")
    return list(rows[:_AT_A_TIME])


def ids_of(rows: Sequence[Article]) -> dict[int, str]:
    """The id that each bears in an archive: the source's own; two sources may mean two stories by one, then with the source."""
    delivered = {row.pk: row.delivery.delivered_id for row in rows if hasattr(row, "delivery")}
    own = {row.pk: f"terbit-{row.pk}" for row in rows if row.pk not in delivered}
    several = set(
        Delivery.objects.filter(delivered_id__in=delivered.values())
        .values("delivered_id")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values_list("delivered_id", flat=True)
    )
    taken = set(Delivery.objects.filter(delivered_id__in=own.values()).values_list("delivered_id", flat=True))
    found = {row.pk: f"{row.delivery.source}/{id_}" for row in rows if (id_ := delivered.get(row.pk)) in several}
    return delivered | own | found | {pk: f"{id_}-own" for pk, id_ in own.items() if id_ in taken}


class _Batch:
    """A few hundred rows with what their stories refer to."""

    def __init__(self, rows: Sequence[Article], zone: ZoneInfo, place: Place) -> None:
        self.zone, self.place = zone, place
        self.ids = ids_of(rows)
        raw = [block for row in rows for block in row.body.raw_data]
        asked = {block["value"] for block in raw if block["type"] == "read_also"}
        self.linked = ids_of(list(exported().filter(pk__in=asked).select_related("delivery").defer("body")))
        shown = {block["value"]["picture"] for block in raw if block["type"] == "picture"}
        self.pictures = PictureRow.objects.in_bulk(shown - {None})

    def story(self, row: Article) -> Story:
        published = self._when(row)
        return Story(
            id=self.ids[row.pk],
            headline=row.headline,
            body=tuple(block for raw in row.body.raw_data for block in self._blocks(raw["type"], raw["value"])),
            kicker=row.kicker,
            standfirst=row.standfirst,
            byline=tuple(_credited(line) for line in row.bylines.all()),
            published=published,
            updated=row.updated_at,
            section=row.section.name if row.section else "",
            publication=row.publication.code if row.publication else "",
            editions=_editions(row),
            access=row.terms.access.code,
            credit=row.credit,
            partner=row.partner.name if row.partner else "",
            origin_url=row.origin_url,
            dateline=row.dateline,
            pictures=self._lead(row),
            tags=tuple(topic.name for topic in row.topics.all()),
            language=row.language,
            slug=row.slug,
            redirects=tuple(sorted(one.old_path for one in row.redirects.all())),
            state=_state(row, published),
        )

    def _when(self, row: Article) -> When:
        if row.published_at is None or row.published_precision == Precision.UNKNOWN:
            return None
        if row.published_precision == Precision.DAY:
            return _day(row.published_at, self.zone)
        return row.published_at.astimezone(UTC)

    def _lead(self, row: Article) -> tuple[Picture, ...]:
        if row.lead_picture is None:
            return (Picture(caption=row.picture_caption),) if row.picture_caption else ()
        return tuple(self._picture(row.lead_picture, row.picture_caption))

    def _picture(self, picture: PictureRow | None, caption: str) -> list[Picture]:
        """A picture whose file is lost is left out."""
        if picture is None:
            return []
        try:
            where = self.place(picture)
        except OSError:
            return []
        return [Picture(**where, caption=caption or picture.caption, credit=picture.credit, alt=picture.alt)]

    def _blocks(self, kind: str, value: Any) -> Sequence[Block]:
        match kind:
            case "paragraph":
                return blocks_from_html(value)
            case "subheading":
                return [Subheading(value)]
            case "quote":
                return [Quote(value["text"], value.get("source") or "")]
            case "picture":
                found = self.pictures.get(value["picture"])
                return [Shown(picture) for picture in self._picture(found, value.get("caption") or "")]
            case "list":
                return [
                    Listing(tuple(paragraph_html(_item(one)) for one in value["items"]), bool(value.get("ordered")))
                ]
            case "table":
                return _table(value)
            case "embed":
                return [Embed(value["url"], value["title"])]
            case "read_also" if value in self.linked:
                return [ReadAlso(self.linked[value])]
        return []


def _item(one: Any) -> str:
    return str(one["value"] if isinstance(one, dict) else one)


def _table(value: dict[str, Any]) -> Sequence[Block]:
    head = tuple(column.get("heading") or "" for column in value["columns"])
    rows = tuple(tuple(str(cell or "") for cell in row["values"]) for row in value["rows"])
    return [Table(head, rows, value.get("caption") or "")] if head else []


def _credited(line: Any) -> Credited:
    return Credited(line.contributor.name, line.role, line.contributor.is_organisation)


def _editions(row: Article) -> tuple[Issue, ...]:
    covers = {edition.pk for edition in row.covers.all()}
    entries = sorted(row.edition_entries.all(), key=lambda entry: (entry.edition.date, entry.edition.publication.code))
    return tuple(
        Issue(entry.edition.publication.code, entry.edition.date, entry.edition_id in covers, entry.position)
        for entry in entries
    )


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _state(row: Article, published: When) -> str:
    """Only where the date does not say it: dated stories are public, undated ones are drafts."""
    if row.live:
        return "public" if published is None else ""
    return "draft" if published is not None else ""
