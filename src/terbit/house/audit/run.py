"""The audit from beginning to end: the archive read, the shelf asked, everything else looked through."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import lmdb

from terbit.config import Settings
from terbit.dispatch.write import epoch, last_number
from terbit.house.audit.archive import Archive, read_archive
from terbit.house.audit.counter import Counter, open_counter
from terbit.house.audit.files import walk_letters, walk_pictures, walk_static
from terbit.house.audit.findings import Report
from terbit.house.audit.judging import Judge
from terbit.house.audit.newsroom import reading_only, walk_newsroom
from terbit.house.audit.pages import ask_without_pages, missing_pages, walk_pages
from terbit.house.audit.readers import Reader, all_readers
from terbit.house.audit.shelf import AuditShelf
from terbit.house.refused import StartRefused
from terbit.press.models import Mark
from terbit.press.verify import one_moment

WAIT_SECONDS: Final = 20.0
Tell = Callable[[int, int, str], None]
"""How much is done, of how much, and what is being done."""


class AuditImpossible(StartRefused):
    """The house cannot be audited now; the sentence says why."""


@dataclass
class Scene:
    """All that an audit asks and all that it compares with; a plant changes the shelf's upper rows and the folders alone."""

    archive: Archive
    counter: Counter
    settings: Settings
    static: Path
    media: Path
    mailbox: Path

    @property
    def nobody(self) -> Reader:
        return self.counter.readers[0]


@contextmanager
def a_scene(settings: Settings, tell: Tell) -> Iterator[tuple[Scene, str]]:
    """Raises AuditImpossible. The second is a sentence where shelf and newsroom are not of one moment."""
    _wait_for_the_press()
    try:
        shelf = AuditShelf(settings.shelf_folder)
    except lmdb.Error as problem:
        raise AuditImpossible(f"The shelf in {settings.shelf_folder} cannot be read: {problem}") from None
    try:
        with shelf.glance() as glance:
            at, ready = glance.position(), glance.ready()
        if not ready:
            raise AuditImpossible("The shelf has not caught up with dispatch yet. Start the house, or its follower.")
        with one_moment():
            here, archive = (epoch(), last_number()), _read(tell)
        moved = "" if here == (at.epoch, at.number) else _moved(at.number, here[1])
        now = datetime.now(UTC)
        readers = all_readers(archive.publications, now)
        stories = {known.story for known in archive.owners}
        with (
            tempfile.TemporaryDirectory(prefix="terbit-audit-") as folder,
            open_counter(shelf, readers, archive.policy, stories, Path(folder), settings, now) as counter,
        ):
            folders = settings.static_folder, settings.media_folder, settings.mailbox_folder
            yield Scene(archive, counter, settings, *folders), moved
    finally:
        shelf.close()


def _read(tell: Tell) -> Archive:
    from terbit.newsroom.models import Article

    total, done = 2 * Article.objects.count(), 0

    def told(some: int) -> None:
        nonlocal done
        done += some
        tell(done, total, "stories read")

    return read_archive(told)


def _moved(shelf: int, dispatch: int) -> str:
    return (
        f"note: the shelf stands at number {shelf}, dispatch at {dispatch}: what changed in between may look like a "
        "finding. Run the audit again when the follower has caught up."
    )


def _wait_for_the_press() -> None:
    """Whatever is marked is about to be printed: a moment's patience saves findings that are none."""
    until = time.monotonic() + WAIT_SECONDS
    while Mark.objects.exists() and time.monotonic() < until:
        time.sleep(0.1)


def audit(settings: Settings, tell: Tell) -> Report:
    """Every channel as every kind of reader. Raises AuditImpossible. Writes nothing in the house."""
    began = time.monotonic()
    with reading_only(), a_scene(settings, tell) as (scene, moved):
        report = look_through(scene, scene.counter.shelf.keys_of_pages(), tell)
        report.moved = moved
    report.seconds = time.monotonic() - began
    return report


def look_through(scene: Scene, pages: Iterable[str], tell: Tell) -> Report:
    """One pass over these pages and over all that is no page."""
    archive, counter = scene.archive, scene.counter
    report = Report(archive.stories, len(archive.gated), len(counter.readers), archive.paid.words)
    judge, wanted, done = Judge(archive, report), list(pages), 0

    def told(some: int) -> None:
        nonlocal done
        done += some
        tell(done, len(wanted), "pages asked for")

    walk_pages(counter, archive, judge, wanted, told)
    missing_pages(archive, judge, scene.counter.shelf.keys_of_pages())
    ask_without_pages(counter, archive, judge)
    files = list(counter.shelf.keys_of_files())
    walk_pictures(files, scene.media, judge, scene.nobody)
    walk_static(scene.static, judge, scene.nobody)
    walk_letters(archive, scene.settings.base_url, scene.mailbox, judge, scene.nobody)
    walk_newsroom(archive, judge, asked_by(counter.readers), files[0] if files else "")
    report.twins = sorted(archive.twins)
    return report


def asked_by(readers: Iterable[Reader]) -> tuple[Reader, ...]:
    """Those who ask the newsroom itself: it knows no entitlement, so one with an account stands for all of them."""
    return tuple(reader for reader in readers if reader.name in ("nobody", "confirmed, with units"))
