"""A POST to a story opens it; nothing else ever spends a unit."""

from __future__ import annotations

import json

import pytest
from tools.testing.engine import take_ledger_away

from terbit.kiosk.tests.corner import BUDI, CITRA, DEWI, NOON, ORIGIN, a_corner, a_request, text_of

STORY = "/artikel/berita-1"


@pytest.fixture
def corner(tmp_path):
    corner = a_corner(tmp_path)
    yield corner
    corner.close()


async def unlock(corner, path=STORY, reader=CITRA, **values):
    values = values or {"fetch_site": "same-origin"}
    return await corner.kiosk.unlock(a_request(path, reader, "POST", **values))


async def test_the_offer_opens_the_story_and_leads_back_to_it(corner):
    answer = await unlock(corner)
    assert (answer.status, dict(answer.headers)[b"location"]) == (303, STORY.encode())
    assert (await corner.kiosk.read(a_request(STORY, CITRA))).body.decode() == text_of(STORY, "open")
    assert list(corner.ledger.opened_by(3)) == [1]


@pytest.mark.parametrize(
    ("path", "reader"),
    [(STORY, None), (STORY, DEWI), (STORY, BUDI), ("/artikel/berita-10", CITRA), ("/artikel/berita-11", CITRA)],
)
async def test_where_there_is_no_offer_nothing_is_spent_and_the_story_says_why(corner, path, reader):
    answer = await unlock(corner, path, reader)
    assert (answer.status, dict(answer.headers)[b"location"]) == (303, path.encode())
    assert [corner.ledger.opened_by(reader) for reader in (2, 3, 4)] == [{}, {}, {}]


async def test_opening_again_costs_nothing(corner):
    for _ in range(3):
        await unlock(corner)
    assert corner.ledger.look(3, 1, None) == (True, 1)


async def test_a_dead_ledger_spends_nothing_and_the_story_says_later(corner):
    take_ledger_away(corner.settings)
    assert (await unlock(corner)).status == 303
    assert (await corner.kiosk.read(a_request(STORY, CITRA))).body.decode() == text_of(STORY, "later")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"fetch_site": "same-origin"}, 303),
        ({"fetch_site": "same-origin", "origin": "http://evil.example"}, 303),
        ({"origin": ORIGIN}, 303),
        ({"referer": ORIGIN + "/artikel/berita-1"}, 303),
        ({"fetch_site": "same-site", "origin": ORIGIN}, 403),
        ({"fetch_site": "cross-site", "origin": ORIGIN}, 403),
        ({"fetch_site": "none"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:8000.evil.example"}, 403),
        ({"referer": "http://127.0.0.1:8000.evil.example/"}, 403),
        ({"query": b"nothing"}, 403),
    ],
)
async def test_only_a_page_of_the_house_can_ask(corner, headers, status):
    answer = await unlock(corner, **headers)
    assert answer.status == status
    assert len(corner.ledger.opened_by(3)) == (1 if status == 303 else 0)
    assert status != 403 or f'href="{STORY}"'.encode() in answer.body


async def test_a_page_that_is_no_story_takes_no_post(corner):
    answer = await unlock(corner, "/")
    assert (answer.status, dict(answer.headers)[b"allow"]) == (405, b"GET, HEAD")


async def test_a_reader_asks_how_many_are_left(corner):
    async def about(reader):
        return await corner.kiosk.about_me(a_request("/saya", reader))

    assert (await about(None)).status == 204
    assert json.loads((await about(CITRA)).body) == {
        "confirmed": True, "limit": 2, "left": 2, "renews": None, "entitled": False,
    }  # fmt: skip
    await corner.ledger.unlock(3, 1, limit=2, since=None, now=NOON)
    assert json.loads((await about(CITRA)).body)["left"] == 1
    assert json.loads((await about(BUDI)).body)["entitled"] is True
    assert json.loads((await about(DEWI)).body)["confirmed"] is False
    take_ledger_away(corner.settings)
    assert json.loads((await about(CITRA)).body)["left"] is None
    assert dict((await about(CITRA)).headers)[b"cache-control"] == b"private, no-store"
