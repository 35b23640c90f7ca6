"""Rows carry the number of their transaction, in commit order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction

from terbit.dispatch import write
from terbit.dispatch.contract import Page, make_body
from terbit.dispatch.models import Row

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class SomeStanding:
    reader: int
    confirmed: bool = True


def a_page(path="/artikel/satu"):
    return Page(path, None, {"open": make_body(b"text")})


def test_rows_of_one_transaction_share_one_number_and_the_next_has_the_next():
    with transaction.atomic():
        first = write.put_page(a_page())
        assert write.put_standing(SomeStanding(5)) == first
        assert write.drop("/artikel/dua") == first
    with transaction.atomic():
        assert write.put_policy({"units": 2}) == first + 1
    assert write.last_number() == first + 1
    assert write.number_of("reader/5") == first
    assert write.number_of("reader/6") == 0


def test_the_last_word_on_a_key_is_the_only_one():
    for confirmed in (False, True):
        with transaction.atomic():
            number = write.put_standing(SomeStanding(5, confirmed))
    assert list(Row.objects.filter(key="reader/5").values_list("number", flat=True)) == [number]


def test_a_deletion_is_a_row_too():
    with transaction.atomic():
        number = write.drop("/artikel/satu")
    assert Row.objects.get(key="/artikel/satu").value is None
    assert write.number_of("/artikel/satu") == number


def test_a_transaction_rolled_back_leaves_its_number_to_the_next():
    before = write.last_number()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write.put_page(a_page())
        raise ZeroDivisionError
    with transaction.atomic():
        assert write.put_page(a_page()) == before + 1


def test_a_savepoint_rolled_back_takes_its_rows_and_never_a_number_that_others_use():
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write.put_page(a_page("/artikel/hilang"))
            raise ZeroDivisionError
        kept = write.put_page(a_page("/artikel/tinggal"))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write.put_page(a_page("/artikel/hilang"))
            raise ZeroDivisionError
    with transaction.atomic():
        assert write.put_page(a_page()) == kept + 1
    assert write.number_of("/artikel/tinggal") == kept
    assert write.number_of("/artikel/hilang") == 0


def test_outside_a_transaction_nothing_is_written():
    with pytest.raises(transaction.TransactionManagementError):
        write.put_page(a_page())


def test_an_address_too_long_for_the_shelf_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match="Shorten the slug"), transaction.atomic():
        write.put_page(a_page("/artikel/" + "é" * 250))


def test_a_new_epoch_is_another_one():
    assert write.epoch() == write.epoch()
    assert write.epoch() != write.renew_epoch()


def test_a_kiosk_is_known_while_it_speaks():
    write.record_kiosk("sudut-1", 7)
    write.record_kiosk("sudut-1", 8)
    assert [(kiosk.name, kiosk.number) for kiosk in write.kiosks()] == [("sudut-1", 8)]
    assert write.kiosks(seen_within_seconds=0) == []
