"""When units come again, at a kiosk with a ledger on disk: what the reader is offered a second before, and then (X30)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from terbit.dispatch import keys
from terbit.dispatch.contract import pack
from terbit.gate import Monthly, Once, Policy, Renewal, Rolling, policy_record
from terbit.kiosk.kiosk import Kiosk
from terbit.kiosk.passes import Passes
from terbit.kiosk.stand import Stand
from terbit.kiosk.tests.corner import CITRA, ORIGIN, Corner, a_corner, a_request, text_of

JAKARTA = "Asia/Jakarta"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Counter:
    """A kiosk whose clock the test sets; everything else in it is real."""

    def __init__(self, corner: Corner) -> None:
        self.corner = corner
        self.now = datetime(2026, 11, 1, tzinfo=UTC)
        stand = Stand(corner.writer.reader(), now=lambda: self.now)
        passes = Passes(corner.folder / "keys" / "pass.json")
        self.kiosk = Kiosk(stand, corner.ledger, passes, ORIGIN)

    def at(self, text: str, zone: str = JAKARTA, fold: int = 0) -> Counter:
        self.now = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
        return self

    def policy(self, renewal: Renewal, *, units: int = 2, zone: str = JAKARTA, over: str = "koran majalah") -> None:
        """As the newsroom changes it: one row, which the follower lays down."""
        record = policy_record(Policy(units, frozenset(over.split()), renewal, zone))
        self.corner.lay(rows={keys.POLICY: pack(record)})

    async def opens(self, *stories: int) -> None:
        for story in stories:
            await self.kiosk.unlock(a_request(f"/artikel/berita-{story}", CITRA, "POST", fetch_site="same-origin"))

    async def gets(self, story: int) -> str:
        """The kind of body that stands there for Citra."""
        answer = await self.kiosk.read(a_request(f"/artikel/berita-{story}", CITRA))
        path = f"/artikel/berita-{story}"
        kinds = ("open", "quiet", "join", "confirm", "offer", "subscribe", "later")
        return next(kind for kind in kinds if answer.body.decode() == text_of(path, kind))

    async def left(self) -> tuple[int, str | None]:
        said = json.loads((await self.kiosk.about_me(a_request("/saya", CITRA))).body)
        return said["left"], said["renews"]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    corner = a_corner(tmp_path)
    yield Counter(corner)
    corner.close()


@pytest.mark.parametrize(
    ("used_on", "last_second", "midnight"),
    [
        ("2026-11-05T08:00", "2026-11-30T23:59:59", "2026-12-01T00:00:00"),
        ("2026-12-31T10:00", "2026-12-31T23:59:59", "2027-01-01T00:00:00"),
        ("2027-02-01T00:00", "2027-02-28T23:59:59", "2027-03-01T00:00:00"),
        ("2028-02-29T06:59", "2028-02-29T23:59:59", "2028-03-01T00:00:00"),
    ],
)
async def test_units_come_again_at_midnight_in_jakarta_and_not_a_second_before(counter, used_on, last_second, midnight):
    counter.policy(Monthly())
    await counter.at(used_on).opens(1, 2)
    counter.at(last_second)
    assert (await counter.gets(3), (await counter.left())[0]) == ("subscribe", 0)
    await counter.opens(3)
    assert list(counter.corner.ledger.opened_by(CITRA.reader)) == [1, 2]
    counter.at(midnight)
    assert (await counter.gets(3), (await counter.left())[0]) == ("offer", 2)
    await counter.opens(3)
    assert [await counter.gets(story) for story in (1, 2, 3, 4)] == ["open", "open", "open", "offer"]
    assert (await counter.left())[0] == 1


async def test_a_story_opened_at_the_last_second_counts_for_the_month_that_ends(counter):
    counter.policy(Monthly(), units=1)
    await counter.at("2026-11-30T23:59:59").opens(1)
    assert (await counter.left())[0] == 0
    assert (await counter.at("2026-12-01T00:00:00").left())[0] == 1
    await counter.opens(2)
    assert (await counter.left())[0] == 0
    assert (await counter.at("2026-12-31T23:59:59").left())[0] == 0


async def test_midnight_in_utc_renews_nothing_in_jakarta(counter):
    counter.policy(Monthly(), units=1)
    await counter.at("2026-12-01T00:30").opens(1)
    assert (await counter.at("2026-12-01T00:00", "UTC").left()) == (0, "2026-12-31T17:00:00+00:00")


async def test_a_month_whose_midnight_does_not_exist_begins_with_the_next_second(counter):
    """In Asunción 30 September 2023, 23:59:59, was followed by 1 October, 01:00:00."""
    zone = "America/Asuncion"
    counter.policy(Monthly(), units=1, zone=zone)
    await counter.at("2023-09-30T23:59:58", zone).opens(1)
    assert (await counter.at("2023-09-30T23:59:59", zone).left())[0] == 0
    counter.now += SECOND
    assert counter.now.astimezone(ZoneInfo(zone)).hour == 1
    assert (await counter.left())[0] == 1


async def test_a_midnight_that_comes_twice_gives_units_once(counter):
    """In Havana 1 November 2026 begins with an hour that comes twice."""
    zone = "America/Havana"
    counter.policy(Monthly(), units=1, zone=zone)
    await counter.at("2026-10-31T23:59:59", zone).opens(1)
    assert (await counter.at("2026-11-01T00:00:00", zone).left())[0] == 1
    await counter.opens(2)
    assert (await counter.at("2026-11-01T00:59:59", zone).left())[0] == 0
    assert (await counter.at("2026-11-01T00:00:00", zone, fold=1).left())[0] == 0


async def test_an_hour_before_midnight_that_comes_twice_is_of_the_old_month_both_times(counter):
    """In Cairo 31 October 2024 went back from midnight to 23:00."""
    zone = "Africa/Cairo"
    counter.policy(Monthly(), units=1, zone=zone)
    await counter.at("2024-10-31T23:30", zone).opens(1)
    assert (await counter.at("2024-10-31T23:59:59", zone, fold=1).left())[0] == 0
    counter.now += SECOND
    assert (await counter.left())[0] == 1


async def test_a_rolling_unit_comes_back_by_itself_after_its_days_to_the_microsecond(counter):
    """A story counts while no more than the days have passed; the instant after, its unit is back."""
    counter.policy(Rolling(7))
    await counter.at("2026-11-02T10:00").opens(1)
    await counter.at("2026-11-05T10:00").opens(2)
    assert await counter.gets(3) == "subscribe"
    counter.at("2026-11-09T10:00")
    assert (await counter.gets(3), (await counter.left())[0]) == ("subscribe", 0)
    counter.now += timedelta(microseconds=1)
    assert (await counter.gets(3), await counter.left()) == ("offer", (1, None))
    await counter.opens(3)
    assert (await counter.at("2026-11-12T10:00").left())[0] == 0
    counter.now += timedelta(microseconds=1)
    assert (await counter.left())[0] == 1


async def test_a_larger_policy_in_the_middle_of_a_month_counts_from_the_next_request_on(counter):
    counter.policy(Monthly())
    await counter.at("2026-11-10T10:00").opens(1, 2)
    assert await counter.gets(3) == "subscribe"
    counter.policy(Monthly(), units=3)
    assert await counter.gets(3) == "offer"
    counter.policy(Monthly(), units=1)
    assert [await counter.gets(story) for story in (1, 2, 3)] == ["open", "open", "subscribe"]
    assert (await counter.at("2026-12-01T00:00").left())[0] == 1


async def test_another_renewal_in_the_middle_of_a_month_counts_what_was_opened_anew(counter):
    """Two in October, one in November: nothing is forgotten, and nothing counts twice."""
    counter.policy(Once(), units=3)
    await counter.at("2026-10-20T10:00").opens(1, 2)
    await counter.at("2026-11-10T10:00").opens(3)
    assert (await counter.left())[0] == 0
    counter.policy(Monthly(), units=3)
    assert (await counter.left())[0] == 2
    counter.policy(Rolling(30), units=3)
    assert (await counter.left())[0] == 0
    counter.policy(Rolling(20), units=3)
    assert (await counter.left())[0] == 2
    counter.policy(Once(), units=3)
    assert (await counter.left())[0] == 0


async def test_a_policy_over_other_publications_counts_what_was_opened_before(counter):
    counter.policy(Monthly())
    await counter.at("2026-11-10T10:00").opens(1)
    counter.policy(Monthly(), over="majalah")
    assert [await counter.gets(story) for story in (1, 2)] == ["open", "subscribe"]
    counter.policy(Monthly(), over="koran")
    assert (await counter.gets(2), (await counter.left())[0]) == ("offer", 1)


async def test_another_zone_in_the_middle_moves_the_months_beginning_and_changes_no_row(counter):
    """At 23:30 on 30 November in Jakarta it is December in Jayapura; and the other way round."""
    counter.policy(Monthly(), units=1)
    await counter.at("2026-11-30T12:00").opens(1)
    rows = counter.corner.ledger.opened_by(CITRA.reader)
    counter.at("2026-11-30T23:30")
    assert (await counter.left())[0] == 0
    counter.policy(Monthly(), units=1, zone="Asia/Jayapura")
    assert (await counter.left()) == (1, "2026-12-31T15:00:00+00:00")
    await counter.opens(2)
    assert (await counter.left())[0] == 0
    counter.policy(Monthly(), units=1)
    assert (await counter.left()) == (0, "2026-11-30T17:00:00+00:00")
    assert (await counter.at("2026-12-01T00:00").left())[0] == 1
    assert rows.items() <= counter.corner.ledger.opened_by(CITRA.reader).items()


async def test_a_clock_that_was_set_back_gives_no_unit_a_second_time(counter):
    """What was opened "tomorrow" counts today, in a monthly and in a rolling window."""
    for renewal in (Monthly(), Rolling(7)):
        counter.policy(renewal, units=2)
        await counter.at("2026-12-01T10:00").opens(1, 2)
        assert (await counter.at("2026-11-30T10:00").left())[0] == 0


async def test_a_policy_that_cannot_be_read_gives_nothing_and_takes_nothing_away(counter):
    await counter.at("2026-11-10T10:00").opens(1)
    good = policy_record(Policy(2, frozenset({"koran"}), Monthly(), JAKARTA))
    for wrong in ({"zone": "Mars/Base"}, {"units": "2"}, {"renewal": "daily"}, {"publications": None}):
        counter.corner.lay(rows={keys.POLICY: pack(good | wrong)})
        assert [await counter.gets(story) for story in (1, 2)] == ["open", "subscribe"]
