"""What holds of the gate's decisions whatever the case, and that their explanation is theirs."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from terbit.gate import (
    BODY_KINDS,
    UNKNOWN,
    Access,
    Decision,
    Entitlement,
    Monthly,
    Offer,
    Once,
    Open,
    Policy,
    Rolling,
    Standing,
    Terms,
    Unknown,
    Wall,
    bodies_needed,
    body_of,
    decide,
    explain,
)
from terbit.gate.tests.cast import DAY, INSTANT, METERED, NOON, a_story, a_subscription

PUBLICATIONS = st.sampled_from(["koran", "majalah", "site"])
MOMENTS = st.sampled_from([NOON + gap for gap in (-2 * DAY, -INSTANT, timedelta(0), INSTANT, 2 * DAY)])

terms = st.builds(Terms, st.just(81), st.sampled_from(Access), st.frozensets(PUBLICATIONS))
entitlements = st.builds(a_subscription, PUBLICATIONS, MOMENTS, MOMENTS)
readers = st.builds(
    Standing,
    st.just(5),
    st.booleans(),
    st.just(frozenset({9})),
    st.lists(entitlements, max_size=2).map(tuple),
    st.integers(0, 3),
)
standings = st.none() | readers
openings = st.booleans() | st.just(UNKNOWN)
spendings = st.integers(0, 4) | st.just(UNKNOWN)
renewals = st.sampled_from([Once(), Monthly(), Rolling(7)])
policies = st.builds(
    Policy, st.integers(0, 3), st.frozensets(PUBLICATIONS), renewals, st.sampled_from(["UTC", "Asia/Jakarta"])
)


def is_open(decision: Decision) -> bool:
    return isinstance(decision, Open)


def rank(decision: Decision) -> int:
    """How far the reader is let in: not, as far as the button, all the way."""
    return 2 if is_open(decision) else 1 if isinstance(decision, Offer) else 0


@given(terms, standings, openings, spendings, policies)
def test_every_decision_has_a_body_among_those_that_the_page_needs(terms, standing, opened, spent, policy):
    kind = body_of(decide(terms, standing, opened, spent, policy, NOON))
    assert kind in BODY_KINDS
    assert kind in bodies_needed(terms, policy) | {"later"}


@given(terms, readers, openings, spendings, policies, entitlements)
def test_more_entitlement_never_closes(terms, standing, opened, spent, policy, more):
    richer = replace(standing, entitlements=(*standing.entitlements, more))
    before = decide(terms, standing, opened, spent, policy, NOON)
    assert rank(decide(terms, richer, opened, spent, policy, NOON)) >= rank(before)


@given(terms, standings, openings, spendings, policies, st.sampled_from(Access))
def test_stricter_access_never_opens(terms, standing, opened, spent, policy, access):
    harder = msgspec.structs.replace(terms, access=max(access, terms.access))
    after = decide(harder, standing, opened, spent, policy, NOON)
    assert not is_open(after) or is_open(decide(terms, standing, opened, spent, policy, NOON))


@given(standings, st.booleans(), st.integers(0, 4), policies)
def test_what_is_unknown_never_opens_a_metered_story(standing, opened, spent, policy):
    """Nor does it offer a unit; only an entitlement opens then."""
    story = a_story(METERED)
    for unsure in (
        decide(story, standing, UNKNOWN, spent, policy, NOON),
        decide(story, standing, opened, UNKNOWN, policy, NOON),
        decide(story, standing, UNKNOWN, UNKNOWN, policy, NOON),
    ):
        assert isinstance(unsure, Wall) or unsure == Open("entitled", quiet=True)


@given(terms, standings, openings, spendings, policies, st.booleans(), st.integers(0, 4))
def test_to_know_less_never_lets_further_in(terms, standing, _opened, _spent, policy, opened, spent):
    known = rank(decide(terms, standing, opened, spent, policy, NOON))
    assert rank(decide(terms, standing, UNKNOWN, spent, policy, NOON)) <= known
    assert rank(decide(terms, standing, opened, UNKNOWN, policy, NOON)) <= known


@given(terms, readers, openings, spendings, policies)
def test_signing_in_and_confirming_never_close(terms, standing, opened, spent, policy):
    nobody, unconfirmed, confirmed = (
        rank(decide(terms, reader, opened, spent, policy, NOON))
        for reader in (None, replace(standing, confirmed=False), replace(standing, confirmed=True))
    )
    assert nobody <= unconfirmed <= confirmed


@given(terms, standings, openings, st.integers(0, 4), policies, st.integers(0, 3), st.frozensets(PUBLICATIONS))
def test_a_larger_policy_and_fewer_spent_never_close(terms, standing, opened, spent, policy, units, publications):
    larger = replace(policy, units=policy.units + units, publications=policy.publications | publications)
    before = rank(decide(terms, standing, opened, spent, policy, NOON))
    assert rank(decide(terms, standing, opened, spent, larger, NOON)) >= before
    assert rank(decide(terms, standing, opened, max(0, spent - 1), policy, NOON)) >= before


@given(terms, standings, openings, spendings, policies)
def test_a_page_is_quiet_exactly_where_an_entitlement_runs(terms, standing, opened, spent, policy):
    decision = decide(terms, standing, opened, spent, policy, NOON)
    if isinstance(decision, Open):
        running = standing is not None and any(one.runs(NOON) for one in standing.entitlements)
        assert decision.quiet == running


@given(terms, standings, openings, spendings, policies)
def test_asking_changes_nothing_and_is_answered_alike_again(terms, standing, opened, spent, policy):
    asked = (terms, standing, opened, spent, policy, NOON)
    before = deepcopy(asked)
    answers = [decide(*asked), explain(*asked).decision, decide(*asked)]
    assert asked == before
    assert answers[0] == answers[1] == answers[2]


def conditions(
    terms: Terms,
    standing: Standing | None,
    opened: bool | Unknown,
    spent: int | Unknown,
    policy: Policy,
    now: datetime,
) -> list[bool]:
    """The "when" column of the table, each line by itself, in the words of ARCHITECTURE.md."""
    entitlements: tuple[Entitlement, ...] = standing.entitlements if standing else ()
    carried = standing.carried if standing else 0
    unknown = opened is UNKNOWN or spent is UNKNOWN
    return [
        terms.access is Access.FREE,
        any(one.publication in terms.publications and one.starts <= now < one.ends for one in entitlements),
        standing is None,
        standing is not None and not standing.confirmed,
        terms.access is Access.REGISTERED,
        terms.access is Access.SUBSCRIBERS,
        unknown,
        opened is True,
        not unknown and policy.units - carried - int(spent) > 0 and bool(policy.publications & terms.publications),
        True,
    ]


@given(terms, standings, openings, spendings, policies)
def test_an_explanation_names_the_first_line_that_fits_and_all_before_it(terms, standing, opened, spent, policy):
    fits = conditions(terms, standing, opened, spent, policy, NOON)
    tried = explain(terms, standing, opened, spent, policy, NOON).tried
    assert [one.fits for one in tried] == fits[: len(tried)]
    assert [one.line for one in tried] == list(range(1, fits.index(True) + 2))
