"""On PostgreSQL transactions overlap: numbers still go with the commits, and a reading is of one moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from terbit.config import settings
from terbit.dispatch import write
from terbit.dispatch.contract import decode_page
from terbit.dispatch.follower import Follower
from terbit.dispatch.postgresql_source import PostgresqlSource
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, News
from terbit.dispatch.tests.test_follower import a_page, paths_on, publish
from terbit.house.postgresql.base import DatabaseWrapper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
A_MOMENT = 0.5


@pytest.fixture
def source() -> Iterator[PostgresqlSource]:
    source = PostgresqlSource(settings.database_url)
    yield source
    source.close()


@pytest.fixture
def shelf(tmp_path) -> Iterator[ShelfWriter]:
    shelf = ShelfWriter(tmp_path / "shelf", 64)
    yield shelf
    shelf.close()


@pytest.fixture
def without_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's transactions overlap, so that dispatch has nothing but its own lock."""
    monkeypatch.setattr(DatabaseWrapper, "_take_turn", lambda self: None)


def in_a_thread(deed: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def follow_two_that_commit_in_the_wrong_order(source: PostgresqlSource, shelf: ShelfWriter) -> set[str]:
    """The first to get a number commits last; the follower looks in between. What the shelf has in the end."""
    follower = Follower(source, shelf)
    publish(a_page(0))
    follower.step()
    numbered, may_commit = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            write.put_page(a_page(1))
            numbered.set()
            assert may_commit.wait(10)

    threads = [in_a_thread(first)]
    assert numbered.wait(10)
    threads.append(in_a_thread(lambda: publish(a_page(2))))
    threads[1].join(A_MOMENT)
    follower.step()
    may_commit.set()
    for thread in threads:
        thread.join(10)
    follower.step()
    return paths_on(shelf)


EVERY = {f"/artikel/berita-{number}" for number in range(3)}


def test_two_transactions_that_commit_in_the_wrong_order_are_both_followed(source, shelf, without_turns):
    assert follow_two_that_commit_in_the_wrong_order(source, shelf) == EVERY


def test_without_the_lock_held_to_the_commit_one_of_them_would_be_skipped(source, shelf, without_turns, monkeypatch):
    def number_at_once() -> int:
        """As a sequence would: what is given out is not held back until the commit."""
        with psycopg.connect(settings.database_url) as beside:
            found = beside.execute("UPDATE dispatch_log SET last = last + 1 WHERE id = 1 RETURNING last").fetchone()
            return found[0]

    write.epoch()
    monkeypatch.setattr(write, "_next_number", number_at_once)
    assert follow_two_that_commit_in_the_wrong_order(source, shelf) == EVERY - {"/artikel/berita-1"}


def test_two_that_find_no_log_yet_make_one_together(source, shelf, without_turns):
    threads = [in_a_thread(lambda number=number: publish(a_page(number))) for number in range(4)]
    for thread in threads:
        thread.join(10)
    Follower(source, shelf).step()
    assert len(paths_on(shelf)) == 4 and write.last_number() == 4


EDITION = [a_page(number, b"released") for number in range(20)]


class BatchedSource(PostgresqlSource):
    """Asks batch by batch, each for what is there by then: the mistake that the test must catch."""

    @contextmanager
    def news_after(self, number: int) -> Iterator[News]:
        def rows(asked: psycopg.Connection) -> Iterator[DispatchRow]:
            after = ""
            while found := asked.execute(
                "SELECT key, number, value FROM dispatch_row WHERE number > %s AND key > %s ORDER BY key LIMIT 5",
                (number, after),
            ).fetchall():
                yield from (DispatchRow(*row) for row in found)
                after = found[-1][0]

        with super().news_after(number) as news:
            at = news.log
        with self._asking() as asked:
            yield News(at, rows(asked))


def read_while_an_edition_goes_out(source: PostgresqlSource, shelf: ShelfWriter, monkeypatch) -> set[bytes]:
    """The texts of the edition's stories on a shelf that was filled in batches while it was released."""
    monkeypatch.setattr("terbit.dispatch.shelf.FILL_ROWS", 5)
    publish(*(a_page(number, b"before") for number in range(20)))
    apply, batches = ShelfWriter.apply, []

    def interrupted(self, rows, upto, *, anew, ready):
        count = apply(self, rows, upto, anew=anew, ready=ready)
        batches.append(count)
        if len(batches) == 2:
            publish(*EDITION)
        return count

    with monkeypatch.context() as interrupting:
        interrupting.setattr(ShelfWriter, "apply", interrupted)
        Follower(source, shelf).step()
    assert len(batches) > 3
    return texts_on(shelf)


def texts_on(shelf: ShelfWriter) -> set[bytes]:
    with shelf.reader().glance() as glance:
        return {decode_page(bytes(record)).bodies["open"].etag.encode() for _, record in glance.pages()}


def etag(text: bytes) -> set[bytes]:
    return {a_page(0, text).bodies["open"].etag.encode()}


def test_an_edition_released_while_a_follower_reads_in_batches_is_there_whole_or_not_at_all(source, shelf, monkeypatch):
    assert read_while_an_edition_goes_out(source, shelf, monkeypatch) == etag(b"before")
    assert Follower(source, shelf).step() == 20
    assert texts_on(shelf) == etag(b"released")


def test_without_one_snapshot_half_of_the_edition_would_be_there(shelf, monkeypatch):
    source = BatchedSource(settings.database_url)
    assert read_while_an_edition_goes_out(source, shelf, monkeypatch) == etag(b"before") | etag(b"released")
    source.close()


def test_any_number_of_followers_wake_at_the_commit_and_not_before(source):
    other = PostgresqlSource(settings.database_url)
    for one in (source, other):
        one.changed()
    with transaction.atomic():
        write.put_page(a_page(1))
        assert source.wait(0.1) is False
    began = time.monotonic()
    assert source.wait(5) is True and other.wait(5) is True
    assert time.monotonic() - began < 1
    assert source.changed() and other.changed()
    assert source.wait(0.05) is False
    other.close()


def test_a_ring_that_comes_while_something_is_asked_is_not_lost(source):
    source.changed()
    publish(a_page(1))
    time.sleep(0.1)
    source.changed()
    began = time.monotonic()
    assert source.wait(5) is True
    assert time.monotonic() - began < 1


def test_a_follower_whose_server_went_away_finds_it_again(source, shelf):
    follower = Follower(source, shelf)
    publish(a_page(1))
    follower.step()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'terbit-follower'"
        )
    publish(a_page(2))
    with pytest.raises(Exception, match="did not answer"):
        follower.step()
    assert follower.step() == 1
    assert len(paths_on(shelf)) == 2
