from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from terbit.dispatch import write
from terbit.newsroom.models import ReadCount
from terbit.press.models import Mark


def post(path, body, **headers):
    return Client(enforce_csrf_checks=True).post(path, body, content_type="application/json", headers=headers)


def test_a_kiosk_says_how_far_it_is(db):
    assert post("/_kiosk/seen", '{"name": "satu", "number": 7}').status_code == 204
    assert [(kiosk.name, kiosk.number) for kiosk in write.kiosks()] == [("satu", 7)]


def test_counts_of_two_kiosks_are_added_up(db):
    row = '["/artikel/beras", "open", 495000, %d]'
    for n in (3, 4):
        assert post("/_kiosk/counts", '{"counts": [%s]}' % (row % n)).json() == {"taken": 1}
    assert list(ReadCount.objects.values_list("path", "decision", "hour", "reads")) == [
        ("/artikel/beras", "open", 495000, 7)
    ]


def test_a_row_that_is_no_count_is_passed_over_and_the_others_count(db):
    rows = (
        '[["/a", "open", 495000, 1], ["/a", "open", -1, 1], ["/a", "open"], null, [1, 2, 3, 4], ["/a", "open", 1, 0]]'
    )
    assert post("/_kiosk/counts", f'{{"counts": {rows}}}').json() == {"taken": 1}


def test_nonsense_is_refused(db):
    for body in (
        "",
        "x",
        "[]",
        '{"name": 1}',
        '{"counts": 1}',
        '{"name": "", "number": 1}',
        '{"name": "a", "number": -1}',
    ):
        assert post("/_kiosk/seen", body).status_code == 400
        assert post("/_kiosk/counts", body).status_code == 400
    assert Client().get("/_kiosk/seen").status_code == 405


def test_whatever_came_through_a_kiosk_finds_nothing_here(db):
    asked = post("/_kiosk/seen", '{"name": "satu", "number": 7}', x_forwarded_for="203.0.113.9")
    assert asked.status_code == 404
    assert write.kiosks() == []


def test_a_kiosk_hears_how_much_waits_and_where_dispatch_stands(db):
    first = timezone.now() - timedelta(seconds=90)
    for kind in ("article", "redirect"):  # two claims on one address are one page
        Mark.objects.create(key="/artikel/a", kind=kind, subject=1, urgent=0, marked_at=first)
    Mark.objects.create(key="/", kind="front", subject=0, urgent=0, marked_at=timezone.now())
    said = Client().get("/_kiosk/condition").json()
    assert (said["waiting"], said["number"]) == (2, write.last_number())
    assert 90 <= said["waiting_seconds"] < 150
    Mark.objects.all().delete()
    assert Client().get("/_kiosk/condition").json()["waiting_seconds"] == 0
    assert Client().get("/_kiosk/condition", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
