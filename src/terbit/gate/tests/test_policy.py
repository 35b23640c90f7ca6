from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from terbit.gate import Monthly, Once, Policy, Rolling, counted_since, policy_from, policy_record, renews_at

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def a_policy(renewal, zone="Asia/Jakarta"):
    return Policy(2, frozenset({"koran", "majalah"}), renewal, zone)


def test_once_counts_for_ever():
    assert counted_since(a_policy(Once()), NOW) is None
    assert renews_at(a_policy(Once()), NOW) is None


@pytest.mark.parametrize(
    ("now", "since", "renews"),
    [
        ("2026-11-20T05:00", "2026-10-31T17:00", "2026-11-30T17:00"),
        ("2026-11-30T16:59:59", "2026-10-31T17:00", "2026-11-30T17:00"),
        ("2026-11-30T17:00", "2026-11-30T17:00", "2026-12-31T17:00"),
        ("2026-12-31T17:00", "2026-12-31T17:00", "2027-01-31T17:00"),
        ("2028-02-29T12:00", "2028-01-31T17:00", "2028-02-29T17:00"),
    ],
)
def test_months_begin_at_midnight_in_the_houses_zone(now, since, renews):
    """X30: the window's edge is 00:00 WIB, not UTC."""
    policy, now = a_policy(Monthly()), datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert counted_since(policy, now) == datetime.fromisoformat(since).replace(tzinfo=UTC)
    assert renews_at(policy, now) == datetime.fromisoformat(renews).replace(tzinfo=UTC)


def test_a_month_begins_right_where_the_clock_changes():
    """In Berlin November begins after the change back to winter time, April after the change to summer time."""
    berlin = a_policy(Monthly(), "Europe/Berlin")
    assert counted_since(berlin, datetime(2026, 10, 31, 12, tzinfo=UTC)) == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert counted_since(berlin, datetime(2026, 11, 1, 12, tzinfo=UTC)) == datetime(2026, 10, 31, 23, tzinfo=UTC)


def test_a_rolling_unit_comes_back_after_its_days():
    assert counted_since(a_policy(Rolling(30)), NOW) == NOW - timedelta(days=30)


def test_a_rolling_renewal_of_no_days_is_refused():
    with pytest.raises(ValueError, match="1 day or more"):
        Rolling(0)


@pytest.mark.parametrize("renewal", [Once(), Monthly(), Rolling(7)])
def test_a_policy_comes_back_from_its_record(renewal):
    assert policy_from(policy_record(a_policy(renewal))) == a_policy(renewal)


def test_a_renewal_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="weekly"):
        policy_from({"units": 2, "publications": [], "renewal": "weekly", "zone": "UTC", "days": 0})
