"""The policy and its record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from terbit.gate import Monthly, Once, Policy, Rolling, counted_since, policy_from, policy_record, renews_at

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def a_policy(renewal, zone="Asia/Jakarta"):
    return Policy(2, frozenset({"koran", "majalah"}), renewal, zone)


def test_once_counts_for_ever():
    assert counted_since(a_policy(Once()), NOW) is None
    assert renews_at(a_policy(Once()), NOW) is None


@pytest.mark.parametrize("days", [-1, 0, 36_601])
def test_a_rolling_renewal_takes_from_one_day_to_a_century(days):
    with pytest.raises(ValueError, match="1 day or more"):
        Rolling(days)


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": "2"},
        {"units": -1},
        {"units": True},
        {"publications": "koran"},
        {"publications": [5]},
        {"zone": "Mars/Base"},
        {"zone": ""},
        {"zone": None},
        {"renewal": None},
        {"renewal": "rolling", "days": "7"},
        {"renewal": "rolling", "days": 0},
    ],
)
def test_a_record_that_is_no_policy_is_refused(wrong):
    """The kiosk then has no policy, and gives no unit."""
    with pytest.raises(ValueError):
        policy_from(policy_record(a_policy(Once())) | wrong)


@pytest.mark.parametrize("lacking", ["units", "publications", "renewal", "zone"])
def test_a_record_that_lacks_something_is_refused(lacking):
    record = policy_record(a_policy(Once()))
    del record[lacking]
    with pytest.raises(KeyError):
        policy_from(record)


@pytest.mark.parametrize("renewal", [Once(), Monthly(), Rolling(7)])
def test_a_policy_comes_back_from_its_record(renewal):
    assert policy_from(policy_record(a_policy(renewal))) == a_policy(renewal)


def test_a_renewal_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="weekly"):
        policy_from({"units": 2, "publications": [], "renewal": "weekly", "zone": "UTC", "days": 0})
