"""What a reader gets for a GET: the body that the gate's decision names, and nothing else."""

from __future__ import annotations

import asyncio
import gzip
import time
from dataclasses import replace

import brotli
import pytest
from tools.testing.engine import take_ledger_away

from terbit.dispatch import keys
from terbit.dispatch.contract import pack
from terbit.gate import Access, Terms
from terbit.gate.reader_pass import PassKey
from terbit.kiosk.http import Request
from terbit.kiosk.stand import STALE_SECONDS
from terbit.kiosk.tests.corner import (
    BUDI,
    CITRA,
    DEWI,
    NOON,
    a_corner,
    a_page,
    a_request,
    a_story,
    pass_of,
    text_of,
    write_keys,
)

METERED_STORY, COVER_STORY, FREE_STORY = "/artikel/berita-1", "/artikel/berita-10", "/artikel/berita-11"


@pytest.fixture
def corner(tmp_path):
    corner = a_corner(tmp_path)
    yield corner
    corner.close()


async def body_for(corner, path, reader=None, **values):
    answer = await corner.kiosk.read(a_request(path, reader, **values))
    return answer.body.decode()


@pytest.mark.parametrize(
    ("path", "reader", "kind"),
    [
        (FREE_STORY, None, "open"),
        (FREE_STORY, DEWI, "open"),
        (FREE_STORY, BUDI, "quiet"),
        ("/", BUDI, "quiet"),
        (METERED_STORY, None, "join"),
        (METERED_STORY, DEWI, "confirm"),
        (METERED_STORY, CITRA, "offer"),
        (METERED_STORY, BUDI, "quiet"),
        (COVER_STORY, None, "join"),
        (COVER_STORY, CITRA, "subscribe"),
        (COVER_STORY, BUDI, "quiet"),
    ],
)
async def test_everyone_gets_the_body_of_their_decision(corner, path, reader, kind):
    assert await body_for(corner, path, reader) == text_of(path, kind)


async def test_a_story_that_was_opened_stays_open_and_the_third_meets_the_wall(corner):
    for number in (1, 2):
        await corner.ledger.unlock(3, number, limit=2, since=None, now=NOON)
    assert await body_for(corner, "/artikel/berita-1", CITRA) == text_of("/artikel/berita-1", "open")
    assert await body_for(corner, "/artikel/berita-3", CITRA) == text_of("/artikel/berita-3", "subscribe")


async def test_a_session_that_ended_is_nobodys_however_good_its_signature(corner):
    request = a_request(METERED_STORY, cookie=pass_of(CITRA, session=32))
    assert (await corner.kiosk.read(request)).body.decode() == text_of(METERED_STORY, "join")


async def test_a_pass_of_a_key_taken_away_is_nobodys_within_a_second(corner, monkeypatch):
    assert await body_for(corner, METERED_STORY, CITRA) == text_of(METERED_STORY, "offer")
    write_keys(corner.folder / "keys" / "pass.json", PassKey("k2", b"another secret of enough bytes"))
    monkeypatch.setattr("terbit.kiosk.passes.time.monotonic", lambda: 1e12)
    assert await body_for(corner, METERED_STORY, CITRA) == text_of(METERED_STORY, "join")


async def test_keys_that_are_damaged_shut_nobody_out(corner, monkeypatch, caplog):
    file, now = corner.folder / "keys" / "pass.json", iter(range(10**12, 10**13, 10))
    monkeypatch.setattr("terbit.kiosk.passes.time.monotonic", lambda: next(now))
    for damaged in ("", "{", '{"signing": "k1", "keys": {}}', "\udcff"):
        file.write_bytes(damaged.encode("utf-8", "surrogateescape"))
        assert await body_for(corner, METERED_STORY, CITRA) == text_of(METERED_STORY, "offer")
        assert await body_for(corner, METERED_STORY) == text_of(METERED_STORY, "join")
    assert caplog.records and {record.fault for record in caplog.records} == {"keys_unreadable"}
    write_keys(file, PassKey("k2", b"another secret of enough bytes"))
    assert await body_for(corner, METERED_STORY, CITRA) == text_of(METERED_STORY, "join")


async def test_a_dead_ledger_says_later_and_never_shuts_out_a_subscriber(corner):
    take_ledger_away(corner.settings)
    assert await body_for(corner, METERED_STORY, CITRA) == text_of(METERED_STORY, "later")
    assert await body_for(corner, METERED_STORY, BUDI) == text_of(METERED_STORY, "quiet")
    assert await body_for(corner, FREE_STORY, CITRA) == text_of(FREE_STORY, "open")


async def test_stricter_terms_shut_the_old_page_at_once_with_the_plain_wall(corner):
    stricter = Terms(11, Access.SUBSCRIBERS, frozenset({"koran"}))
    corner.lay(rows={keys.terms_key(FREE_STORY): pack(stricter)})
    assert await body_for(corner, FREE_STORY) == text_of(keys.plain_wall("id"), "join")
    assert await body_for(corner, FREE_STORY, CITRA) == text_of(keys.plain_wall("id"), "subscribe")
    assert await body_for(corner, FREE_STORY, BUDI) == text_of(FREE_STORY, "quiet")
    corner.lay(a_story(11, Access.SUBSCRIBERS))
    assert await body_for(corner, FREE_STORY, CITRA) == text_of(FREE_STORY, "subscribe")


async def test_without_a_policy_no_metered_story_opens_and_free_pages_do(corner):
    corner.lay(rows={keys.POLICY: b"\xc1 not msgpack"})
    assert await body_for(corner, METERED_STORY, CITRA) == text_of(METERED_STORY, "subscribe")
    assert await body_for(corner, FREE_STORY, BUDI) == text_of(FREE_STORY, "quiet")


async def test_a_standing_that_cannot_be_read_is_nobody(corner):
    corner.lay(rows={keys.reader_key(2): b"\xc1"})
    assert await body_for(corner, METERED_STORY, BUDI) == text_of(METERED_STORY, "join")


async def test_after_a_quarter_of_an_hour_without_dispatch_gated_pages_wait_and_free_ones_go_on(corner, monkeypatch):
    assert await body_for(corner, METERED_STORY, BUDI) == text_of(METERED_STORY, "quiet")
    monkeypatch.setattr(corner.kiosk._stand, "_clock", lambda: time.monotonic() + STALE_SECONDS + 1)
    assert await body_for(corner, METERED_STORY, BUDI) == text_of(METERED_STORY, "later")
    assert await body_for(corner, METERED_STORY) == text_of(METERED_STORY, "join")
    assert await body_for(corner, FREE_STORY) == text_of(FREE_STORY, "open")


async def test_a_kiosk_behind_the_readers_last_change_waits_for_it(corner):
    number = corner.number + 1
    request = a_request(METERED_STORY, cookie=pass_of(DEWI, number=number))
    behind = await corner.kiosk.read(request)
    assert (b"refresh", b"2") in behind.headers
    assert behind.body.decode() == text_of(METERED_STORY, "later")
    corner.stand_up(replace(DEWI, confirmed=True))
    assert (await corner.kiosk.read(request)).body.decode() == text_of(METERED_STORY, "offer")


async def test_a_pass_of_another_epoch_waits_for_nothing(corner):
    request = a_request(METERED_STORY, cookie=pass_of(CITRA, epoch="epoch0", number=10**9))
    assert (await corner.kiosk.read(request)).body.decode() == text_of(METERED_STORY, "offer")


@pytest.mark.parametrize(
    ("accept", "coding", "unpack"),
    [("br", b"br", brotli.decompress), ("gzip;q=0.5, br;q=0", b"gzip", gzip.decompress), ("", None, bytes)],
)
async def test_the_body_comes_in_a_coding_that_the_client_takes(corner, accept, coding, unpack):
    answer = await corner.kiosk.read(a_request("/", accept_encoding=accept))
    assert dict(answer.headers).get(b"content-encoding") == coding
    assert unpack(answer.body).decode() == text_of("/", "open")


async def test_the_decision_comes_before_the_304(corner):
    """X20: a reader who had the teaser's tag before unlocking gets the story, not a 304."""
    teaser = await corner.kiosk.read(a_request(METERED_STORY))
    etag = dict(teaser.headers)[b"etag"].decode()
    again = await corner.kiosk.read(a_request(METERED_STORY, if_none_match=etag))
    assert (again.status, again.body) == (304, b"")
    whole = await corner.kiosk.read(a_request(METERED_STORY, BUDI, if_none_match=etag))
    assert (whole.status, whole.body.decode()) == (200, text_of(METERED_STORY, "quiet"))


async def test_a_page_is_unchanged_for_as_long_as_it_is(corner):
    """What was said once is said again while the shelf stays as it was, and not a moment longer."""
    etag = dict((await corner.kiosk.read(a_request(METERED_STORY))).headers)[b"etag"].decode()
    request = a_request(METERED_STORY, if_none_match=etag)
    said = [corner.kiosk.read_now(request) for _ in range(3)]
    assert [(one.status, one.decision) for one in said] == [(304, "wall:join")] * 3
    assert corner.kiosk.read_now(a_request(METERED_STORY, if_none_match='"x"')).status == 200
    corner.lay(a_page("/lain"))
    await asyncio.sleep(0)
    assert corner.kiosk.read_now(request).status == 304
    corner.lay(a_story(1, Access.FREE, frozenset({"site"})))
    await asyncio.sleep(0)
    opened = corner.kiosk.read_now(request)
    assert (opened.status, bytes(opened.body).decode()) == (200, text_of(METERED_STORY, "open"))
    corner.lay(a_page(METERED_STORY, status=410, kinds=frozenset({"open"})))
    await asyncio.sleep(0)
    assert corner.kiosk.read_now(request).status == 410


async def test_no_more_is_remembered_of_unchanged_pages_than_a_limit(corner, monkeypatch):
    monkeypatch.setattr("terbit.kiosk.kiosk.MOST_UNCHANGED", 3)
    for number in range(1, 10):
        path = f"/artikel/berita-{number}"
        etag = dict((await corner.kiosk.read(a_request(path))).headers)[b"etag"].decode()
        assert [corner.kiosk.read_now(a_request(path, if_none_match=etag)).status for _ in range(2)] == [304, 304]
        assert 1 <= len(corner.kiosk._unchanged) <= 3


async def test_another_coding_is_another_entity(corner):
    etag = dict((await corner.kiosk.read(a_request("/", accept_encoding="br"))).headers)[b"etag"].decode()
    assert (await corner.kiosk.read(a_request("/", accept_encoding="br", if_none_match=etag))).status == 304
    assert (await corner.kiosk.read(a_request("/", accept_encoding="gzip", if_none_match=etag))).status == 200


async def test_a_gated_page_for_a_reader_may_be_kept_by_nobody(corner):
    for reader in (CITRA, DEWI, BUDI):
        headers = dict((await corner.kiosk.read(a_request(METERED_STORY, reader))).headers)
        assert headers[b"cache-control"] == b"private, no-store"
        assert b"etag" not in headers


async def test_free_pages_and_anonymous_teasers_are_asked_for_again_each_time(corner):
    for path in ("/", METERED_STORY):
        headers = dict((await corner.kiosk.read(a_request(path))).headers)
        assert headers[b"cache-control"] == b"public, max-age=0, must-revalidate"
        assert headers[b"vary"] == b"Accept-Encoding, Cookie"


@pytest.mark.parametrize(
    "path", ["/tidak-ada", "//artikel/berita-1", "/artikel/../artikel/berita-1", "", "/" + "x" * 5000]
)
async def test_an_unknown_address_gets_the_printed_404(corner, path):
    answer = await corner.kiosk.read(a_request(path))
    assert (answer.status, answer.body.decode(), answer.decision) == (404, text_of(keys.not_found("id"), "open"), "")


async def test_an_address_with_a_slash_too_many_leads_to_the_page(corner):
    answer = await corner.kiosk.read(a_request(METERED_STORY + "/", query=b"a=b"))
    assert (answer.status, dict(answer.headers)[b"location"]) == (308, METERED_STORY.encode() + b"?a=b")


async def test_a_moved_page_leads_on_and_a_withdrawn_one_is_gone_with_its_reason(corner):
    corner.lay(a_page("/artikel/lama", status=308, location=METERED_STORY), a_page("/artikel/cabut", status=410))
    moved = await corner.kiosk.read(a_request("/artikel/lama"))
    assert (moved.status, dict(moved.headers)[b"location"]) == (308, METERED_STORY.encode())
    gone = await corner.kiosk.read(a_request("/artikel/cabut"))
    assert (gone.status, gone.body.decode()) == (410, text_of("/artikel/cabut", "open"))


async def test_the_answers_name_the_decision_that_is_counted(corner):
    assert (await corner.kiosk.read(a_request("/"))).decision == "open:free"
    assert (await corner.kiosk.read(a_request(METERED_STORY, CITRA))).decision == "offer"
    assert (await corner.kiosk.read(a_request(METERED_STORY))).decision == "wall:join"


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (b"", {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}),
        (b"", {"x-forwarded-for": "66.249.66.1", "forwarded": "for=66.249.66.1", "cf-connecting-ip": "66.249.66.1"}),
        (b"utm_source=news&gclid=1", {"referer": "https://www.google.com/", "from": "googlebot(at)googlebot.com"}),
    ],
)
async def test_whoever_claims_to_be_a_search_engine_gets_what_everybody_gets(corner, query, headers):
    """field.md G4, X15 to X18: full text for bots is off."""
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    claimed = await corner.kiosk.read(Request("GET", METERED_STORY.encode() + b"?" + query, sent))
    bare = await corner.kiosk.read(Request("GET", METERED_STORY.encode(), {}))
    assert (claimed.status, claimed.headers, claimed.body) == (bare.status, bare.headers, bare.body)
    assert bytes(bare.body).decode() == text_of(METERED_STORY, "join")


def bytes_of(folder):
    """Everything that lies there, but when the follower last had an answer and who reads the shelf just now."""
    kept = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in ("lock.mdb", "heartbeat")]
    return {str(path): path.read_bytes() for path in kept}


async def test_asking_changes_nothing_however_often(corner):
    """Reads of every page by everybody, and of /saya: ledger, shelf and keys lie there byte for byte as before."""
    await corner.kiosk.unlock(a_request("/artikel/berita-2", CITRA, "POST", fetch_site="same-origin"))
    opened = corner.ledger.opened_by(CITRA.reader)
    pages = ["/", "/nowhere", *(f"/artikel/berita-{number}" for number in range(1, 12))]
    before = bytes_of(corner.folder)
    answers = []
    for _ in range(5):
        for method in ("GET", "HEAD"):
            for reader in (None, BUDI, CITRA, DEWI):
                asked = [await corner.kiosk.read(a_request(path, reader, method)) for path in pages]
                asked.append(await corner.kiosk.about_me(a_request("/saya", reader)))
                answers.append((method, reader, [(answer.status, answer.body) for answer in asked]))
    assert bytes_of(corner.folder) == before
    assert any(path.endswith("ledger.sqlite") for path in before) or corner.settings.ledger_url
    assert any(path.endswith("data.mdb") for path in before)
    assert corner.ledger.opened_by(CITRA.reader) == opened
    assert answers[8:] == answers[:8] * 4
