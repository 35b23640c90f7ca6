"""The table of decisions, written out by hand: each line, and what stands right beside it (ARCHITECTURE.md, "The gate").

Every case says which line decides. Beside a case stands its neighbour: one thing differs, and another line decides.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from terbit.gate import (
    LAST_LINE,
    UNKNOWN,
    Access,
    Offer,
    Open,
    Policy,
    Standing,
    Terms,
    Unknown,
    Wall,
    decide,
    explain,
    stricter,
    strictest,
    usual_access,
)
from terbit.gate.tests.cast import (
    BOTH,
    CONFIRMED,
    DAY,
    FREE,
    INSTANT,
    KORAN,
    MAJALAH,
    METERED,
    NOBODY,
    NOON,
    NOWHERE,
    REGISTERED,
    SUBSCRIBER,
    SUBSCRIBERS,
    TWO_UNITS,
    UNCONFIRMED,
    a_reader,
    a_story,
    a_subscription,
)

JOIN, CONFIRM, SUBSCRIBE, LATER = Wall("join"), Wall("confirm"), Wall("subscribe"), Wall("later")
ENTITLED = Open("entitled", quiet=True)
YES, NO = True, False
FROM_NOW = a_reader(a_subscription(starts=NOON))
FROM_THE_NEXT_INSTANT = a_reader(a_subscription(starts=NOON + INSTANT))
TO_THE_NEXT_INSTANT = a_reader(a_subscription(ends=NOON + INSTANT))
UNTIL_NOW = a_reader(a_subscription(ends=NOON))
OF_THE_MAJALAH = a_reader(a_subscription("majalah"))
LAPSED_AND_RUNNING = a_reader(a_subscription(ends=NOON - DAY), a_subscription())
UNCONFIRMED_SUBSCRIBER = a_reader(a_subscription(), confirmed=False)
UNCONFIRMED_LAPSED = a_reader(a_subscription(ends=NOON), confirmed=False)
NO_UNITS = replace(TWO_UNITS, units=0)
OF_MAJALAH_ALONE = replace(TWO_UNITS, publications=MAJALAH)
OF_NOTHING = replace(TWO_UNITS, publications=NOWHERE)

TABLE = [
    # 1: the access is free. Nobody is asked for anything, and nothing else is looked at.
    (1, FREE, KORAN, NOBODY, UNKNOWN, UNKNOWN, TWO_UNITS, Open("free")),
    (3, REGISTERED, KORAN, NOBODY, UNKNOWN, UNKNOWN, TWO_UNITS, JOIN),
    (1, FREE, NOWHERE, NOBODY, UNKNOWN, UNKNOWN, NO_UNITS, Open("free")),
    (1, FREE, KORAN, UNCONFIRMED, NO, 9, NO_UNITS, Open("free")),
    (1, FREE, KORAN, SUBSCRIBER, UNKNOWN, UNKNOWN, TWO_UNITS, Open("free", quiet=True)),
    (1, FREE, KORAN, OF_THE_MAJALAH, UNKNOWN, UNKNOWN, TWO_UNITS, Open("free", quiet=True)),
    (1, FREE, KORAN, UNTIL_NOW, UNKNOWN, UNKNOWN, TWO_UNITS, Open("free")),
    # 2: entitled, from its start up to but not at its end, whatever else is lacking.
    (2, METERED, KORAN, SUBSCRIBER, NO, 2, TWO_UNITS, ENTITLED),
    (9, METERED, KORAN, CONFIRMED, NO, 0, TWO_UNITS, Offer(2)),
    (2, METERED, KORAN, FROM_NOW, NO, 0, TWO_UNITS, ENTITLED),
    (9, METERED, KORAN, FROM_THE_NEXT_INSTANT, NO, 0, TWO_UNITS, Offer(2)),
    (2, METERED, KORAN, TO_THE_NEXT_INSTANT, NO, 0, TWO_UNITS, ENTITLED),
    (9, METERED, KORAN, UNTIL_NOW, NO, 0, TWO_UNITS, Offer(2)),
    (2, METERED, KORAN, LAPSED_AND_RUNNING, NO, 0, TWO_UNITS, ENTITLED),
    (9, METERED, KORAN, OF_THE_MAJALAH, NO, 0, TWO_UNITS, Offer(2)),
    (2, METERED, BOTH, OF_THE_MAJALAH, NO, 0, TWO_UNITS, ENTITLED),
    (10, METERED, NOWHERE, SUBSCRIBER, NO, 0, TWO_UNITS, SUBSCRIBE),
    (2, SUBSCRIBERS, KORAN, SUBSCRIBER, NO, 0, TWO_UNITS, ENTITLED),
    (6, SUBSCRIBERS, KORAN, UNTIL_NOW, NO, 0, TWO_UNITS, SUBSCRIBE),
    (6, SUBSCRIBERS, KORAN, OF_THE_MAJALAH, NO, 0, TWO_UNITS, SUBSCRIBE),
    (2, REGISTERED, KORAN, SUBSCRIBER, NO, 0, TWO_UNITS, ENTITLED),
    (2, METERED, KORAN, SUBSCRIBER, UNKNOWN, UNKNOWN, TWO_UNITS, ENTITLED),  # a dead ledger shuts out no subscriber
    (7, METERED, KORAN, UNTIL_NOW, UNKNOWN, UNKNOWN, TWO_UNITS, LATER),
    (2, METERED, KORAN, UNCONFIRMED_SUBSCRIBER, NO, 0, TWO_UNITS, ENTITLED),  # nor does an address that waits
    (4, METERED, KORAN, UNCONFIRMED_LAPSED, NO, 0, TWO_UNITS, CONFIRM),
    # 3: nobody, whatever the access and whatever a ledger would say.
    (3, METERED, KORAN, NOBODY, YES, 0, TWO_UNITS, JOIN),
    (8, METERED, KORAN, CONFIRMED, YES, 0, TWO_UNITS, Open("opened")),
    (3, METERED, KORAN, NOBODY, UNKNOWN, UNKNOWN, TWO_UNITS, JOIN),
    (3, SUBSCRIBERS, KORAN, NOBODY, UNKNOWN, UNKNOWN, TWO_UNITS, JOIN),
    # 4: the address is not confirmed.
    (4, REGISTERED, KORAN, UNCONFIRMED, NO, 0, TWO_UNITS, CONFIRM),
    (5, REGISTERED, KORAN, CONFIRMED, NO, 0, TWO_UNITS, Open("registered")),
    (4, METERED, KORAN, UNCONFIRMED, YES, 0, TWO_UNITS, CONFIRM),
    (4, METERED, KORAN, UNCONFIRMED, UNKNOWN, UNKNOWN, TWO_UNITS, CONFIRM),
    (4, SUBSCRIBERS, KORAN, UNCONFIRMED, NO, 0, TWO_UNITS, CONFIRM),
    (6, SUBSCRIBERS, KORAN, CONFIRMED, NO, 0, TWO_UNITS, SUBSCRIBE),
    # 5: registered. Neither ledger nor policy has a say.
    (5, REGISTERED, KORAN, CONFIRMED, UNKNOWN, UNKNOWN, TWO_UNITS, Open("registered")),
    (7, METERED, KORAN, CONFIRMED, UNKNOWN, UNKNOWN, TWO_UNITS, LATER),
    (5, REGISTERED, NOWHERE, CONFIRMED, NO, 9, NO_UNITS, Open("registered")),
    (5, REGISTERED, KORAN, OF_THE_MAJALAH, NO, 0, TWO_UNITS, Open("registered", quiet=True)),
    # 6: subscribers. Units do not help, nor does having opened it before, nor a ledger that is away.
    (6, SUBSCRIBERS, KORAN, CONFIRMED, YES, 0, TWO_UNITS, SUBSCRIBE),
    (8, METERED, KORAN, CONFIRMED, YES, 0, TWO_UNITS, Open("opened")),
    (6, SUBSCRIBERS, KORAN, CONFIRMED, UNKNOWN, UNKNOWN, TWO_UNITS, SUBSCRIBE),
    # 7: the ledger did not answer, in either part.
    (7, METERED, KORAN, CONFIRMED, UNKNOWN, 0, TWO_UNITS, LATER),
    (7, METERED, KORAN, CONFIRMED, YES, UNKNOWN, TWO_UNITS, LATER),
    (8, METERED, KORAN, CONFIRMED, YES, 2, TWO_UNITS, Open("opened")),
    (7, METERED, KORAN, CONFIRMED, UNKNOWN, UNKNOWN, NO_UNITS, LATER),
    # 8: opened before. It stays open with no unit left, under any policy, at no cost.
    (8, METERED, KORAN, CONFIRMED, YES, 9, NO_UNITS, Open("opened")),
    (10, METERED, KORAN, CONFIRMED, NO, 9, NO_UNITS, SUBSCRIBE),
    (8, METERED, KORAN, CONFIRMED, YES, 2, OF_NOTHING, Open("opened")),
    (8, METERED, NOWHERE, CONFIRMED, YES, 2, TWO_UNITS, Open("opened")),
    (8, METERED, KORAN, OF_THE_MAJALAH, YES, 1, TWO_UNITS, Open("opened", quiet=True)),
    # 9: units are left, and the policy covers a publication of the story.
    (9, METERED, KORAN, CONFIRMED, NO, 1, TWO_UNITS, Offer(1)),
    (10, METERED, KORAN, CONFIRMED, NO, 2, TWO_UNITS, SUBSCRIBE),
    (9, METERED, KORAN, a_reader(carried=1), NO, 0, TWO_UNITS, Offer(1)),
    (10, METERED, KORAN, a_reader(carried=1), NO, 1, TWO_UNITS, SUBSCRIBE),
    (10, METERED, KORAN, a_reader(carried=2), NO, 0, TWO_UNITS, SUBSCRIBE),
    (9, METERED, BOTH, CONFIRMED, NO, 0, OF_MAJALAH_ALONE, Offer(2)),
    (10, METERED, KORAN, CONFIRMED, NO, 0, OF_MAJALAH_ALONE, SUBSCRIBE),
    # 10: otherwise.
    (10, METERED, KORAN, CONFIRMED, NO, 0, NO_UNITS, SUBSCRIBE),
    (10, METERED, KORAN, CONFIRMED, NO, 0, OF_NOTHING, SUBSCRIBE),
    (10, METERED, NOWHERE, CONFIRMED, NO, 0, TWO_UNITS, SUBSCRIBE),
    (10, METERED, KORAN, CONFIRMED, NO, 3, TWO_UNITS, SUBSCRIBE),  # opened under a larger policy
    (10, METERED, KORAN, a_reader(carried=9), NO, 0, TWO_UNITS, SUBSCRIBE),
    (10, METERED, frozenset({"tabloid"}), CONFIRMED, NO, 0, TWO_UNITS, SUBSCRIBE),
]


@pytest.mark.parametrize(("line", "access", "publications", "standing", "opened", "spent", "policy", "decision"), TABLE)
def test_the_first_line_that_fits_decides(
    line: int,
    access: Access,
    publications: frozenset[str],
    standing: Standing | None,
    opened: bool | Unknown,
    spent: int | Unknown,
    policy: Policy,
    decision: object,
) -> None:
    story = a_story(access, publications)
    assert decide(story, standing, opened, spent, policy, NOON) == decision
    found = explain(story, standing, opened, spent, policy, NOON)
    assert found.decision == decision
    assert [(tried.line, tried.fits) for tried in found.tried] == [*((n, False) for n in range(1, line)), (line, True)]


def test_the_table_has_every_line_and_no_other() -> None:
    assert {case[0] for case in TABLE} == set(range(1, LAST_LINE + 1))


@pytest.mark.parametrize(
    ("kind", "access"), [("site", FREE), ("daily", METERED), ("weekly", METERED), ("something new", SUBSCRIBERS)]
)
def test_a_publications_access_follows_from_its_kind(kind: str, access: Access) -> None:
    assert usual_access(kind) is access


@pytest.mark.parametrize(
    ("accesses", "access"),
    [
        ([FREE], FREE),
        ([FREE, METERED], METERED),
        ([METERED, FREE, REGISTERED], METERED),
        ([METERED, SUBSCRIBERS], SUBSCRIBERS),
        ([], SUBSCRIBERS),
    ],
)
def test_in_several_places_the_strictest_wins_and_nowhere_is_shut(accesses: list[Access], access: Access) -> None:
    assert strictest(accesses) is access


def test_an_unknown_access_code_is_the_strictest() -> None:
    assert Access.from_code("gratis") is SUBSCRIBERS
    assert [Access.from_code(access.code) for access in Access] == list(Access)


def test_the_stricter_of_two_terms_opens_only_for_whom_both_would_open() -> None:
    old, new = a_story(METERED, frozenset({"koran", "site"})), a_story(SUBSCRIBERS, KORAN)
    assert stricter(old, new) == Terms(81, SUBSCRIBERS, KORAN) == stricter(new, old)
