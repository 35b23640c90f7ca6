"""Since when opened stories count: to the second, in the house's zone, whatever its clocks do (X30)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.gate import Monthly, Once, Policy, Rolling, counted_since, renews_at

JAKARTA = "Asia/Jakarta"
SECOND = timedelta(seconds=1)


def monthly(zone: str = JAKARTA) -> Policy:
    return Policy(2, frozenset({"koran"}), Monthly(), zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, zone: str, fold: int = 0) -> datetime:
    """What the clock on the wall says, as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("last_second", "since", "renews"),
    [
        ("2026-11-30T23:59:59", "2026-11-01", "2026-12-01"),
        ("2026-12-31T23:59:59", "2026-12-01", "2027-01-01"),
        ("2027-01-31T23:59:59", "2027-01-01", "2027-02-01"),
        ("2027-02-28T23:59:59", "2027-02-01", "2027-03-01"),
        ("2027-04-30T23:59:59", "2027-04-01", "2027-05-01"),
        ("2028-02-29T23:59:59", "2028-02-01", "2028-03-01"),  # a leap day
        ("2100-02-28T23:59:59", "2100-02-01", "2100-03-01"),  # a century without one
    ],
)
def test_at_the_last_second_of_a_month_it_still_counts_and_at_midnight_a_new_one_begins(last_second, since, renews):
    last, end = local(last_second, JAKARTA), local(f"{renews}T00:00", JAKARTA)
    assert end - last == SECOND
    for now in (last, end - timedelta(microseconds=1)):
        assert counted_since(monthly(), now) == local(f"{since}T00:00", JAKARTA)
        assert renews_at(monthly(), now) == end
    for now in (end, end + SECOND):
        assert counted_since(monthly(), now) == end


def test_a_leap_day_is_a_day_of_february():
    for now in ("2028-02-29T00:00", "2028-02-29T12:00"):
        assert counted_since(monthly(), local(now, JAKARTA)) == local("2028-02-01T00:00", JAKARTA)
    assert counted_since(monthly(), local("2028-03-01T00:00", JAKARTA)) == local("2028-03-01T00:00", JAKARTA)


@pytest.mark.parametrize(
    ("zone", "now", "since"),
    [
        ("UTC", "2026-11-30T17:00", "2026-11-01T00:00"),
        (JAKARTA, "2026-11-30T17:00", "2026-11-30T17:00"),
        ("Asia/Makassar", "2026-11-30T16:00", "2026-11-30T16:00"),
        ("Asia/Jayapura", "2026-11-30T15:00", "2026-11-30T15:00"),
        ("Asia/Kolkata", "2026-11-30T18:30", "2026-11-30T18:30"),
        ("America/New_York", "2026-12-01T04:59:59", "2026-11-01T04:00"),  # November began in summer time
        ("America/New_York", "2026-12-01T05:00", "2026-12-01T05:00"),
        ("Pacific/Kiritimati", "2026-11-30T10:00", "2026-11-30T10:00"),
    ],
)
def test_midnight_is_the_houses_wherever_it_is(zone, now, since):
    assert counted_since(monthly(zone), utc(now)) == utc(since)


def test_a_month_begins_right_where_the_clock_changes_within_it():
    """In Berlin November begins after the change back to winter time, April after the change to summer time."""
    berlin = monthly("Europe/Berlin")
    assert counted_since(berlin, utc("2026-10-31T12:00")) == utc("2026-09-30T22:00")
    assert counted_since(berlin, utc("2026-11-01T12:00")) == utc("2026-10-31T23:00")
    assert counted_since(berlin, utc("2027-04-15T12:00")) == utc("2027-03-31T22:00")
    assert renews_at(berlin, utc("2027-03-15T12:00")) == utc("2027-03-31T22:00")


def test_where_midnight_does_not_exist_the_month_begins_at_the_instant_of_the_skip():
    """In Asunción the clock went from 23:59:59 on 30 September 2023 to 01:00:00 on 1 October."""
    zone, skip = "America/Asuncion", utc("2023-10-01T04:00")
    assert skip.astimezone(ZoneInfo(zone)).isoformat() == "2023-10-01T01:00:00-03:00"
    assert counted_since(monthly(zone), skip - SECOND) == utc("2023-09-01T04:00")
    assert renews_at(monthly(zone), skip - SECOND) == skip
    assert counted_since(monthly(zone), skip) == skip


def test_where_midnight_comes_twice_the_month_begins_at_the_first():
    """In Havana 1 November 2026 has two hours from 00:00 to 01:00."""
    zone = "America/Havana"
    first, second = local("2026-11-01T00:00", zone), local("2026-11-01T00:00", zone, fold=1)
    assert second - first == timedelta(hours=1)
    assert counted_since(monthly(zone), first - SECOND) == local("2026-10-01T00:00", zone)
    assert renews_at(monthly(zone), first - SECOND) == first
    for now in (first, second - SECOND, second, second + SECOND):
        assert counted_since(monthly(zone), now) == first


def test_where_the_last_hour_of_a_month_comes_twice_the_month_ends_after_the_second():
    """In Cairo 31 October 2024 went back from midnight to 23:00."""
    zone = "Africa/Cairo"
    again, midnight = utc("2024-10-31T21:00"), utc("2024-10-31T22:00")
    assert again.astimezone(ZoneInfo(zone)).isoformat() == "2024-10-31T23:00:00+02:00"
    for now in (again - SECOND, again, midnight - SECOND):
        assert counted_since(monthly(zone), now) == local("2024-10-01T00:00", zone)
        assert renews_at(monthly(zone), now) == midnight
    assert counted_since(monthly(zone), midnight) == midnight


def test_a_unit_given_once_never_comes_back():
    once = Policy(2, frozenset({"koran"}), Once(), JAKARTA)
    assert counted_since(once, utc("2026-11-20T05:00")) is None
    assert renews_at(once, utc("2026-11-20T05:00")) is None


@pytest.mark.parametrize("zone", [JAKARTA, "Europe/Berlin"])
def test_a_rolling_unit_comes_back_after_whole_days_of_24_hours(zone):
    """The zone takes no part, nor does a change of the clock. It comes back to each at its own time."""
    policy, now = Policy(2, frozenset({"koran"}), Rolling(30), zone), utc("2026-11-01T12:00")
    assert counted_since(policy, now) == utc("2026-10-02T12:00")
    assert counted_since(policy, now.astimezone(ZoneInfo(zone))) == utc("2026-10-02T12:00")
    assert renews_at(policy, now) is None


instants = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))
zones = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))


@given(zones, instants)
def test_every_instant_lies_in_one_window_which_begins_with_a_month(zone, now):
    policy, where = monthly(zone), ZoneInfo(zone)
    since, renews = counted_since(policy, now), renews_at(policy, now)
    assert since is not None and renews is not None
    assert since <= now < renews
    for other in (since, renews - timedelta(microseconds=1)):
        assert (counted_since(policy, other), renews_at(policy, other)) == (since, renews)
    assert counted_since(policy, renews) == renews
    before, first = ((at.astimezone(where).year, at.astimezone(where).month) for at in (since - SECOND, since))
    assert before != first == (now.astimezone(where).year, now.astimezone(where).month)


@given(instants, st.integers(1, 400), st.integers(0, 10**9))
def test_a_later_look_never_counts_from_earlier(now, days, gap):
    later = now + timedelta(seconds=gap)
    for renewal in (Monthly(), Rolling(days)):
        policy = Policy(2, frozenset({"koran"}), renewal, JAKARTA)
        assert counted_since(policy, now) <= counted_since(policy, later)
