"""The table of decisions, line by line (ARCHITECTURE.md, "The gate")."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.gate import (
    BODY_KINDS,
    UNKNOWN,
    Access,
    Decision,
    Entitlement,
    Offer,
    Once,
    Open,
    Policy,
    Standing,
    Terms,
    Wall,
    access_of,
    bodies_needed,
    body_of,
    decide,
    stricter,
)

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
TWO_UNITS = Policy(2, frozenset({"koran", "majalah"}), Once(), "Asia/Jakarta")
FREE, REGISTERED, METERED, SUBSCRIBERS = Access


def a_story(access: Access = METERED, publications: frozenset[str] = frozenset({"koran"})) -> Terms:
    return Terms(81, access, publications)


def a_reader(*entitlements: Entitlement, confirmed: bool = True, carried: int = 0) -> Standing:
    return Standing(5, confirmed, frozenset({9}), entitlements, carried)


def a_subscription(publication: str = "koran", starts: int = -1, ends: int = 1) -> Entitlement:
    return Entitlement(publication, NOON + timedelta(days=starts), NOON + timedelta(days=ends), "grant")


ENTITLED = a_reader(a_subscription())
CONFIRMED = a_reader()
UNCONFIRMED = a_reader(confirmed=False)


@pytest.mark.parametrize(
    ("line", "terms", "standing", "opened", "spent", "decision"),
    [
        (1, a_story(FREE), None, UNKNOWN, UNKNOWN, Open("free")),
        (1, a_story(FREE), ENTITLED, UNKNOWN, UNKNOWN, Open("free", quiet=True)),
        (2, a_story(METERED), ENTITLED, UNKNOWN, UNKNOWN, Open("entitled", quiet=True)),
        (2, a_story(SUBSCRIBERS), ENTITLED, UNKNOWN, UNKNOWN, Open("entitled", quiet=True)),
        (2, a_story(SUBSCRIBERS), a_reader(a_subscription(), confirmed=False), False, 0, Open("entitled", quiet=True)),
        (3, a_story(REGISTERED), None, UNKNOWN, UNKNOWN, Wall("join")),
        (3, a_story(METERED), None, True, 0, Wall("join")),
        (3, a_story(SUBSCRIBERS), None, UNKNOWN, UNKNOWN, Wall("join")),
        (4, a_story(METERED), UNCONFIRMED, False, 0, Wall("confirm")),
        (4, a_story(SUBSCRIBERS), UNCONFIRMED, False, 0, Wall("confirm")),
        (5, a_story(REGISTERED), CONFIRMED, UNKNOWN, UNKNOWN, Open("registered")),
        (6, a_story(SUBSCRIBERS), CONFIRMED, True, 0, Wall("subscribe")),
        (7, a_story(METERED), CONFIRMED, UNKNOWN, 0, Wall("later")),
        (7, a_story(METERED), CONFIRMED, True, UNKNOWN, Wall("later")),
        (8, a_story(METERED), CONFIRMED, True, 2, Open("opened")),
        (9, a_story(METERED), CONFIRMED, False, 0, Offer(2)),
        (9, a_story(METERED), CONFIRMED, False, 1, Offer(1)),
        (9, a_story(METERED), a_reader(carried=1), False, 0, Offer(1)),
        (10, a_story(METERED), CONFIRMED, False, 2, Wall("subscribe")),
        (10, a_story(METERED), a_reader(carried=2), False, 0, Wall("subscribe")),
        (10, a_story(METERED, frozenset({"tabloid"})), CONFIRMED, False, 0, Wall("subscribe")),
        (10, a_story(METERED, frozenset()), CONFIRMED, False, 0, Wall("subscribe")),
    ],
)
def test_the_first_line_that_fits_decides(line, terms, standing, opened, spent, decision):
    assert decide(terms, standing, opened, spent, TWO_UNITS, NOON) == decision, f"line {line}"


@pytest.mark.parametrize(("starts", "ends", "runs"), [(0, 1, True), (-1, 0, False), (1, 2, False), (-2, -1, False)])
def test_an_entitlement_runs_from_its_start_up_to_but_not_at_its_end(starts, ends, runs):
    decision = decide(a_story(), a_reader(a_subscription(starts=starts, ends=ends)), False, 0, TWO_UNITS, NOON)
    assert decision == (Open("entitled", quiet=True) if runs else Offer(2))


def test_an_entitlement_to_another_publication_opens_nothing_but_makes_pages_quiet():
    reader = a_reader(a_subscription("majalah"))
    assert decide(a_story(), reader, False, 0, TWO_UNITS, NOON) == Offer(2)
    assert decide(a_story(), reader, True, 1, TWO_UNITS, NOON) == Open("opened", quiet=True)


@pytest.mark.parametrize(
    ("kinds", "cover", "access"),
    [
        (["site"], False, FREE),
        (["daily"], False, METERED),
        (["weekly"], False, METERED),
        (["site", "daily"], False, METERED),
        (["site", "weekly"], True, SUBSCRIBERS),
        (["something new"], False, SUBSCRIBERS),
        ([], False, FREE),
    ],
)
def test_access_follows_from_where_a_story_stands_and_the_strictest_wins(kinds, cover, access):
    assert access_of(kinds, cover_story=cover) is access


def test_an_unknown_access_code_is_the_strictest():
    assert Access.from_code("gratis") is SUBSCRIBERS
    assert [Access.from_code(access.code) for access in Access] == list(Access)


def test_the_stricter_of_two_terms_opens_only_for_whom_both_would_open():
    old, new = a_story(METERED, frozenset({"koran", "site"})), a_story(SUBSCRIBERS, frozenset({"koran"}))
    assert stricter(old, new) == a_story(SUBSCRIBERS, frozenset({"koran"})) == stricter(new, old)


terms = st.builds(
    Terms, st.just(81), st.sampled_from(Access), st.frozensets(st.sampled_from(["koran", "majalah", "site"]))
)
entitlements = st.builds(
    a_subscription, st.sampled_from(["koran", "majalah", "site"]), st.integers(-3, 1), st.integers(-2, 3)
)
standings = st.none() | st.builds(
    Standing,
    st.just(5),
    st.booleans(),
    st.just(frozenset({9})),
    st.lists(entitlements, max_size=2).map(tuple),
    st.integers(0, 3),
)
openings = st.booleans() | st.just(UNKNOWN)
spendings = st.integers(0, 4) | st.just(UNKNOWN)
policies = st.builds(
    Policy, st.integers(0, 3), st.frozensets(st.sampled_from(["koran", "majalah"])), st.just(Once()), st.just("UTC")
)


def is_open(decision: Decision) -> bool:
    return isinstance(decision, Open)


@given(terms, standings, openings, spendings, policies)
def test_every_decision_has_a_body_among_those_that_the_page_needs(terms, standing, opened, spent, policy):
    kind = body_of(decide(terms, standing, opened, spent, policy, NOON))
    assert kind in BODY_KINDS
    assert kind in bodies_needed(terms, policy) | {"later"}


@given(terms, standings, openings, spendings, policies, entitlements)
def test_more_entitlement_never_closes(terms, standing, opened, spent, policy, more):
    if standing is None:
        return
    richer = Standing(5, standing.confirmed, standing.sessions, (*standing.entitlements, more), standing.carried)
    before = decide(terms, standing, opened, spent, policy, NOON)
    assert not is_open(before) or is_open(decide(terms, richer, opened, spent, policy, NOON))


@given(terms, standings, openings, spendings, policies, st.sampled_from(Access))
def test_stricter_access_never_opens(terms, standing, opened, spent, policy, access):
    harder = Terms(terms.story, max(access, terms.access), terms.publications)
    after = decide(harder, standing, opened, spent, policy, NOON)
    assert not is_open(after) or is_open(decide(terms, standing, opened, spent, policy, NOON))


@given(standings, st.booleans(), st.integers(0, 4), policies)
def test_what_is_unknown_never_opens_a_metered_story(standing, opened, spent, policy):
    story = a_story(METERED)
    for unsure in (
        decide(story, standing, UNKNOWN, spent, policy, NOON),
        decide(story, standing, opened, UNKNOWN, policy, NOON),
    ):
        assert not is_open(unsure) or unsure == Open("entitled", quiet=True)
