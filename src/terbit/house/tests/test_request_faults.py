"""What is logged of a request that failed: a code, a place, and nothing of whoever asked."""

from __future__ import annotations

import logging

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from terbit.house import kiosks


@pytest.fixture
def newsroom(db, caplog):
    caplog.set_level(logging.INFO)
    return Client(raise_request_exception=False)


def fail_with(monkeypatch, problem):
    def fail():
        raise problem

    monkeypatch.setattr(kiosks.write, "last_number", fail)


def test_a_database_that_is_away_costs_one_line_however_many_ask(newsroom, monkeypatch, caplog):
    fail_with(monkeypatch, OperationalError("unable to open database file"))
    for _ in range(5):
        assert newsroom.get("/_kiosk/condition").status_code == 500
    (line,) = caplog.records
    assert (line.fault, line.exc_info) == ("database_away", None)
    assert "unable to open database file" in line.getMessage() and "house.sqlite" in line.getMessage()


def test_what_nobody_expected_is_told_with_its_place_but_without_its_words(newsroom, monkeypatch, caplog):
    fail_with(monkeypatch, IntegrityError("Key (email)=(sekar@pembaca.example) already exists."))
    assert newsroom.get("/_kiosk/condition?email=sekar@pembaca.example").status_code == 500
    (line,) = caplog.records
    assert line.fault == "unexpected"
    said = logging.Formatter().format(line)
    assert "IntegrityError in terbit.house.kiosks.condition" in said and "in fail" in said
    assert "sekar" not in said and "@" not in said


def test_a_request_that_is_refused_is_no_event(newsroom, caplog):
    assert newsroom.get("/akun/konfirmasi/sekar@pembaca.example/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/akun/masuk/", {"login": "sekar@pembaca.example"}).status_code == 403
    assert caplog.records == []
