from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from terbit.house.chores import DAY, Chore, Chores


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_chore_is_done_at_the_start_and_then_once_in_its_time() -> None:
    done: list[datetime] = []
    clock = Clock()
    chores = Chores([Chore("counting", 60, lambda now: done.append(now) or 1)], clock=clock)
    for clock.now in (0, 1, 59, 60, 61, 130):
        chores.do_next()
    assert len(done) == 3


def test_one_chore_at_a_time() -> None:
    done: list[str] = []
    chores = Chores([Chore(name, 60, lambda _, name=name: done.append(name) or 0) for name in "ab"], clock=Clock())
    chores.do_next()
    assert done == ["a"]
    chores.do_next()
    chores.do_next()
    assert done == ["a", "b"]


def test_a_chore_that_fails_waits_for_its_next_turn_and_keeps_nobody() -> None:
    tried: list[int] = []

    def fail(_: datetime) -> int:
        tried.append(1)
        raise ZeroDivisionError

    clock = Clock()
    chores = Chores([Chore("failing", 60, fail)], clock=clock)
    chores.do_next()
    chores.do_next()
    assert len(tried) == 1
    clock.now = 60
    chores.do_next()
    assert len(tried) == 2


@pytest.mark.django_db
def test_sessions_that_ran_out_are_ended_daily() -> None:
    for days in (-1, 1):
        session = SessionStore()
        session.save(must_create=True)
        Session.objects.filter(pk=session.session_key).update(expire_date=timezone.now() + timedelta(days=days))
    clock = Clock()
    chores = Chores(clock=clock)
    chores.do_next()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    chores.do_next()
    assert Session.objects.count() == 1
    clock.now = DAY
    chores.do_next()
    assert Session.objects.count() == 0
