"""The shelf follows dispatch: all of a number or none, in order, from zero when it must."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import lmdb
import msgspec
import pytest
from django.db import transaction

from terbit.config import settings
from terbit.dispatch import write
from terbit.dispatch.contract import Page, make_body, read_head
from terbit.dispatch.follower import Follower, open_source
from terbit.dispatch.models import Row
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import Source, SourceUnavailable, SqliteSource

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class SomeTerms:
    story: int
    access: int = 0


def a_page(number: int, text: bytes = b"text") -> Page:
    return Page(f"/artikel/berita-{number}", SomeTerms(number), {"open": make_body(text)})


def publish(*pages: Page) -> int:
    with transaction.atomic():
        return max(write.put_page(page) for page in pages)


def a_source() -> Source:
    """Another connection to the tests' database, as a follower opens it."""
    source, bell = open_source(settings)
    if bell is not source:
        bell.close()
    return source


@pytest.fixture
def shelf(tmp_path):
    shelf = ShelfWriter(tmp_path / "shelf", 64)
    yield shelf
    shelf.close()


@pytest.fixture
def follower(shelf):
    source = a_source()
    yield Follower(source, shelf)
    source.close()


def paths_on(shelf: ShelfWriter) -> set[str]:
    with shelf.reader().glance() as glance:
        return {path for path, _ in glance.pages()}


def test_a_new_shelf_fills_itself_from_zero_and_is_ready_when_it_has_caught_up(follower, shelf):
    publish(*(a_page(number) for number in range(20)))
    with shelf.reader().glance() as glance:
        assert not glance.ready()
    follower.step()
    assert len(paths_on(shelf)) == 20
    with shelf.reader().glance() as glance:
        assert glance.ready()
        assert glance.position().number == write.last_number()


def test_a_first_filling_goes_in_batches_that_nobody_sees_before_the_last(follower, shelf, monkeypatch):
    monkeypatch.setattr("terbit.dispatch.shelf.FILL_ROWS", 3)
    seen = []
    apply = ShelfWriter.apply

    def watched(self, rows, upto, *, anew, ready):
        count = apply(self, rows, upto, anew=anew, ready=ready)
        with self.reader().glance() as glance:
            seen.append((count, glance.ready(), glance.position().number))
        return count

    monkeypatch.setattr(ShelfWriter, "apply", watched)
    number = publish(*(a_page(number) for number in range(7)))
    assert follower.step() == 7
    assert seen == [(3, False, 0), (3, False, 0), (1, False, 0), (0, True, number)]
    assert len(paths_on(shelf)) == 7


def test_a_change_a_deletion_and_nothing(follower, shelf):
    publish(a_page(1), a_page(2))
    follower.step()
    assert follower.step() == 0
    with transaction.atomic():
        write.drop("/artikel/berita-1")
        write.put_page(a_page(3))
    assert follower.step() == 2
    assert paths_on(shelf) == {"/artikel/berita-2", "/artikel/berita-3"}


def test_stricter_terms_go_into_the_page_that_lies_there_and_the_page_brings_its_own(follower, shelf):
    def access() -> int:
        with shelf.reader().glance() as glance:
            record = glance.get(b"/artikel/berita-1")
            assert record is not None
            return int(msgspec.msgpack.decode(read_head(record).terms)["access"])

    publish(a_page(1))
    follower.step()
    with transaction.atomic():
        write.put_terms("/artikel/berita-1", SomeTerms(1, access=3))
    follower.step()
    assert access() == 3
    publish(replace(a_page(1), terms=SomeTerms(1, access=2)))
    follower.step()
    assert access() == 2


def test_a_shelf_that_starts_later_ends_where_one_that_followed_did(follower, shelf, tmp_path):
    for number in range(5):
        publish(a_page(number), a_page(number + 1, b"other"))
        with transaction.atomic():
            write.put_terms(f"/artikel/berita-{number}", SomeTerms(number, access=3))
        follower.step()
    late, source = ShelfWriter(tmp_path / "late", 64), a_source()
    Follower(source, late).step()
    source.close()
    with shelf.reader().glance() as one, late.reader().glance() as other:
        assert [(path, bytes(record)) for path, record in one.pages()] == [
            (path, bytes(record)) for path, record in other.pages()
        ]
    late.close()


def test_another_epoch_empties_the_shelf_and_fills_it_in_one_step(follower, shelf):
    publish(a_page(1))
    follower.step()
    with transaction.atomic():
        Row.objects.all().delete()
        write.renew_epoch()
        write.put_page(a_page(2))
    follower.step()
    assert paths_on(shelf) == {"/artikel/berita-2"}


def test_a_database_that_is_away_leaves_the_shelf_as_it_is_until_it_is_back(shelf, tmp_path):
    publish(a_page(1))
    away = SqliteSource(tmp_path / "elsewhere.sqlite")
    with pytest.raises(SourceUnavailable, match="TERBIT_HOME"):
        Follower(away, shelf).step()


def test_a_log_that_is_moved_away_is_missed_and_another_one_in_its_place_is_read(shelf, tmp_path):
    place, away = tmp_path / "house.sqlite", tmp_path / "away.sqlite"
    a_log(place, "epoch1", "/one")
    follower = Follower(SqliteSource(place), shelf)
    follower.step()

    place.rename(away)
    with pytest.raises(SourceUnavailable, match="There is no database"):
        follower.step()
    assert not place.exists()
    assert paths_on(shelf) == {"/one"}

    a_log(place, "epoch2", "/two")
    assert follower.step() == 1
    assert paths_on(shelf) == {"/two"}


def a_log(place: Path, epoch: str, key: str) -> None:
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("CREATE TABLE dispatch_log (id INTEGER, epoch TEXT, last INTEGER)")
        connection.execute("CREATE TABLE dispatch_row (key TEXT, number INTEGER, value BLOB)")
        connection.execute("INSERT INTO dispatch_log VALUES (1, ?, 1)", (epoch,))
        connection.execute("INSERT INTO dispatch_row VALUES (?, 1, x'80')", (key,))


def test_a_change_that_could_not_be_applied_is_applied_later(tmp_path, monkeypatch):
    small = ShelfWriter(tmp_path / "small", 1)
    source = a_source()
    follower = Follower(source, small)
    publish(a_page(1))
    follower.step()
    publish(a_page(2, os.urandom(3_000_000)))
    with pytest.raises(lmdb.MapFullError):
        follower.step()
    assert paths_on(small) == {"/artikel/berita-1"}
    small._environment.set_mapsize(64 * 1024 * 1024)
    assert follower.step() == 1
    assert paths_on(small) == {"/artikel/berita-1", "/artikel/berita-2"}
    small.close()
    source.close()
