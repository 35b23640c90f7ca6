"""What batches keep for one another: read once while nobody writes, and never an old row."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from terbit.newsroom.models import HouseSettings
from terbit.press import marks
from terbit.press.batch import batch, rows
from terbit.press.house import house_settings
from terbit.press.tests.desk import open_desk, text
from terbit.press.verify import verify
from terbit.press.worker import Budget, drain, run_once

pytestmark = pytest.mark.django_db(transaction=True)


def rename_house() -> None:
    house = HouseSettings.objects.get()
    house.name = "Nama Baru"
    house.save()


def elsewhere(do: Callable[[], None]) -> None:
    """On a connection of its own, as another process has one."""

    def run() -> None:
        try:
            do()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def read_in_a_batch(asked: list[set[int]]) -> None:
    def read(ids: set[int]) -> dict[int, str]:
        asked.append(ids)
        return dict.fromkeys(ids, "")

    with transaction.atomic(), batch([], keep=True):
        rows("test", {1, 2}, read)


@pytest.mark.sqlite("PostgreSQL does not tell whether anybody wrote, so nothing is kept there")
def test_a_row_is_read_once_while_nothing_is_written() -> None:
    asked: list[set[int]] = []
    for _ in range(3):
        read_in_a_batch(asked)
    assert asked == [{1, 2}]


@pytest.mark.parametrize("change", [rename_house, lambda: elsewhere(rename_house)], ids=["here", "elsewhere"])
def test_and_again_after_anybody_wrote(change: Callable[[], None]) -> None:
    open_desk()
    asked: list[set[int]] = []
    read_in_a_batch(asked)
    change()
    read_in_a_batch(asked)
    assert asked == [{1, 2}, {1, 2}]


@pytest.mark.parametrize("change", [rename_house, lambda: elsewhere(rename_house)], ids=["here", "elsewhere"])
def test_the_next_batch_prints_what_was_changed_between_two(change: Callable[[], None]) -> None:
    desk = open_desk()
    desk.story("Beras mahal")
    drain()
    marks.mark_everything("test")
    run_once(Budget(pages=1))
    change()
    drain()
    assert "Nama Baru" in text("/", "open")
    assert verify() == []


def test_what_is_rolled_back_is_not_kept() -> None:
    open_desk()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rename_house()
        with batch([]):
            assert house_settings().name == "Nama Baru"
        raise ZeroDivisionError
    with transaction.atomic(), batch([], keep=True):
        assert house_settings().name != "Nama Baru"
