"""200 POSTs at once of one reader on 50 metered stories with 2 units open exactly 2, over one kiosk and over three."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from tools.testing.engine import a_held_ledger

from terbit.kiosk.tests.corner import CITRA, a_corner, a_story, cookie_of, settings_of
from terbit.kiosk.tests.running import a_message, a_running_kiosk, ask
from terbit.ledger import open_ledger

POSTS, STORIES = 200, 50


@dataclass
class Rush:
    statuses: Counter[bytes]
    answered_by: Counter[int]
    in_flight: int
    opened: int


async def rush(folder: Path, ports: list[int]) -> Rush:
    """All requests are sent while somebody else holds the ledger; only then may the first be answered."""
    held = ExitStack()
    held.enter_context(a_held_ledger(settings_of(folder)))
    sent, done = 0, 0
    in_flight = 0

    async def post(number: int) -> tuple[int, bytes]:
        nonlocal sent, done, in_flight
        port = ports[number % len(ports)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        headers = cookie_of(CITRA) | {"Sec-Fetch-Site": "same-origin"}
        writer.write(a_message("POST", f"/artikel/berita-{100 + number % STORIES}", headers))
        await writer.drain()
        sent += 1
        in_flight = max(in_flight, sent - done)
        answer = await reader.read()
        done += 1
        writer.close()
        return port, answer.split(b" ", 2)[1]

    async def release() -> None:
        while sent < POSTS:
            await asyncio.sleep(0.01)
        held.close()

    found = await asyncio.wait_for(asyncio.gather(release(), *(post(number) for number in range(POSTS))), 30)
    answers = found[1:]
    book = open_ledger(settings_of(folder))
    opened = len(book.opened_by(CITRA.reader))
    book.close()
    return Rush(
        Counter(status for _, status in answers),
        Counter(port for port, _ in answers),
        in_flight,
        opened,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corner = a_corner(tmp_path)
    corner.lay(*(a_story(100 + number) for number in range(STORIES)))
    corner.close()
    return tmp_path


def run(folder: Path, kiosks: int, ledger: str = "terbit.ledger:open_ledger") -> Rush:
    with ExitStack() as running:
        ports = [running.enter_context(a_running_kiosk(folder, ledger=ledger)) for _ in range(kiosks)]
        return asyncio.run(rush(folder, ports))


@pytest.mark.parametrize("kiosks", [1, 3])
def test_exactly_two_stories_open_however_many_are_asked_for_at_once(folder, kiosks, record_property):
    found = run(folder, kiosks)
    record_property("in flight", found.in_flight)
    record_property("answered by", dict(found.answered_by))
    print(
        f"{kiosks} kiosk(s): {found.in_flight} in flight, answered by port {dict(found.answered_by)}, {found.opened} opened"
    )
    assert found.in_flight >= 50
    assert len(found.answered_by) == kiosks
    assert found.statuses == Counter({b"303": POSTS})
    assert found.opened == 2


def test_the_rush_catches_a_ledger_that_reads_before_it_writes(folder):
    assert run(folder, 2, ledger="terbit.kiosk.tests.naive:NaiveLedger").opened > 2


def test_what_one_kiosk_opened_is_open_at_the_other(folder):
    with a_running_kiosk(folder) as one, a_running_kiosk(folder) as other:
        headers = cookie_of(CITRA) | {"Origin": "http://127.0.0.1:8000"}
        assert ask(one, "POST", "/artikel/berita-1", headers).startswith(b"HTTP/1.1 303")
        assert b"/artikel/berita-1 as open" in ask(other, "GET", "/artikel/berita-1", cookie_of(CITRA))
        assert b'"left": 1' in ask(other, "GET", "/saya", cookie_of(CITRA))
