"""A search engine reads whole stories where the house lets it in and its address is proved; by name nobody does."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest

from terbit.config import SettingError, load
from terbit.kiosk.crawlers import dns, proof
from terbit.kiosk.crawlers.chosen import crawlers_of
from terbit.kiosk.crawlers.engines import ENGINES
from terbit.kiosk.crawlers.proof import Crawlers
from terbit.kiosk.crawlers.ranges import BadRanges, read_ranges
from terbit.kiosk.crawlers.tests.name_server import NameServer, a_name_server
from terbit.kiosk.tests.corner import BUDI, SECRET, a_corner, a_page, cookie_of, text_of
from terbit.kiosk.tests.serving import Corner, a_corner_with_newsroom

GOOGLE = ENGINES["google"]
AGENT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
STORY, COVER, FREE = "/artikel/berita-1", "/artikel/berita-10", "/artikel/berita-11"
TRUE = NameServer(
    {"66.249.66.1": ["crawl-66-249-66-1.googlebot.com"], "2001:db8::7": ["crawl-7.googlebot.com"]},
    {"crawl-66-249-66-1.googlebot.com": ["66.249.66.1"], "crawl-7.googlebot.com": ["10.0.0.7", "2001:db8::7"]},
)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("k")
    corner = a_corner(folder)
    corner.lay(a_page("/artikel/cabut", status=410))
    corner.close()
    return folder


async def proven(crawlers: Crawlers, client: str, engine: str = "google") -> bool:
    """What is known once whatever had to be asked was answered."""
    crawlers.is_proven(ENGINES[engine], client)
    while crawlers._asking:
        await asyncio.gather(*crawlers._asking.values())
    return crawlers.is_proven(ENGINES[engine], client)


def some(port: int, **ranges: object) -> Crawlers:
    return Crawlers(ENGINES.values(), ranges, dns.Resolver("127.0.0.1", port))


@pytest.mark.parametrize(
    ("names", "addresses", "client", "is_one"),
    [
        ({"66.249.66.1": ["crawl.googlebot.com"]}, {"crawl.googlebot.com": ["66.249.66.1"]}, "66.249.66.1", True),
        ({"66.249.66.1": ["CRAWL.GoogleBot.com"]}, {"crawl.googlebot.com": ["66.249.66.1"]}, "66.249.66.1", True),
        ({"66.249.66.1": ["a.google.com"]}, {"a.google.com": ["9.9.9.9", "66.249.66.1"]}, "::ffff:66.249.66.1", True),
        ({"2001:db8::7": ["a.googlebot.com"]}, {"a.googlebot.com": ["2001:db8::7"]}, "2001:db8::7", True),
        ({"198.51.100.1": ["crawl.googlebot.com"]}, {"crawl.googlebot.com": ["66.249.66.1"]}, "198.51.100.1", False),
        ({"198.51.100.1": ["crawl.googlebot.com"]}, {}, "198.51.100.1", False),
        ({"198.51.100.1": ["evilgooglebot.com"]}, {"evilgooglebot.com": ["198.51.100.1"]}, "198.51.100.1", False),
        ({"198.51.100.1": ["googlebot.com"]}, {"googlebot.com": ["198.51.100.1"]}, "198.51.100.1", False),
        (
            {"198.51.100.1": ["a.googlebot.com.evil.example"]},
            {"a.googlebot.com.evil.example": ["198.51.100.1"]},
            "198.51.100.1",
            False,
        ),
        ({"198.51.100.1": ["a.search.msn.com"]}, {"a.search.msn.com": ["198.51.100.1"]}, "198.51.100.1", False),
        ({}, {}, "198.51.100.1", False),
        ({}, {}, "no address", False),
    ],
)
async def test_an_address_is_the_engines_if_its_name_is_and_leads_back_to_it(names, addresses, client, is_one):
    """field.md X17: a name that anybody gave their own address proves nothing."""
    async with a_name_server(NameServer(names, addresses)) as server:
        assert await proven(some(server.port), client) is is_one


async def test_what_is_known_is_not_asked_again_and_what_was_not_answered_is(monkeypatch):
    monkeypatch.setattr(dns, "WAIT_SECONDS", 0.05)
    now = [0.0]
    async with a_name_server(NameServer(TRUE.names, TRUE.addresses, silent=True)) as server:
        crawlers = Crawlers([GOOGLE], {}, dns.Resolver("127.0.0.1", server.port), lambda: now[0])
        assert not await proven(crawlers, "66.249.66.1")
        server.silent = False
        assert not await proven(crawlers, "66.249.66.1")
        now[0] += proof.UNANSWERED_SECONDS
        assert await proven(crawlers, "66.249.66.1")
        asked = server.asked.total()
        now[0] += proof.PROVEN_SECONDS - 1
        assert await proven(crawlers, "66.249.66.1") and server.asked.total() == asked
        server.names = {}
        now[0] += 1
        assert not await proven(crawlers, "66.249.66.1")


@pytest.mark.parametrize(
    "broken",
    [
        b"\xc0\x0c",
        b"\xc0\x0c\x00\x0c\x00\x01\x00\x00\x00\x3c\xff\xff\x01a",
        b"\xc0\x35" * 40,
        b"\x3f" * 30,
        b"\xff" * 200,
    ],
)
async def test_an_answer_that_cannot_be_read_proves_nothing_and_hurts_nobody(broken):
    async with a_name_server(NameServer(broken=broken)) as server:
        assert not await proven(some(server.port), "66.249.66.1")


async def test_a_flood_of_claims_asks_little_and_remembers_little(monkeypatch):
    monkeypatch.setattr(proof, "MOST_KNOWN", 20)
    async with a_name_server(NameServer()) as server:
        crawlers = some(server.port)
        for number in range(400):
            crawlers.is_proven(GOOGLE, f"10.0.{number // 250}.{number % 250}")
            assert len(crawlers._asking) <= proof.MOST_ASKED
            if number % 10 == 0:
                await asyncio.gather(*crawlers._asking.values())
        assert len(crawlers._known) <= 20
        await crawlers.close()


async def test_published_addresses_are_the_proof_where_they_are_there_and_nobody_is_asked(tmp_path):
    published = {"prefixes": [{"ipv4Prefix": "127.0.0.0/8"}, {"ipv6Prefix": "2001:db8::/32"}]}
    (tmp_path / "google.json").write_text(json.dumps(published))
    async with a_name_server(NameServer(TRUE.names, TRUE.addresses)) as server:
        settings = load(
            {
                "TERBIT_CRAWLERS": "google,bing",
                "TERBIT_CRAWLER_RANGES": str(tmp_path),
                "TERBIT_NAME_SERVER": f"127.0.0.1#{server.port}",
            }
        )
        crawlers = crawlers_of(settings)
        assert crawlers is not None
        assert crawlers.is_proven(GOOGLE, "127.9.9.9") and crawlers.is_proven(GOOGLE, "2001:db8::1")
        assert not await proven(crawlers, "66.249.66.1")
        assert server.asked.total() == 0
        assert not await proven(crawlers, "66.249.66.1", "bing")
        assert server.asked.total() > 0


def test_a_file_of_addresses_that_cannot_be_read_stops_the_start(tmp_path):
    file = tmp_path / "google.json"
    assert read_ranges(file) is None
    for text in ("", "[]", '{"prefixes": [{}]}', '{"prefixes": [{"ipv4Prefix": "all"}]}'):
        file.write_text(text)
        with pytest.raises(BadRanges, match=r"google\.json"):
            read_ranges(file)


def test_by_default_no_engine_is_let_in_and_only_known_ones_can_be():
    assert crawlers_of(load({})) is None
    settings = load({"TERBIT_CRAWLERS": ",".join(ENGINES)})
    assert settings.crawlers.split(",") == list(ENGINES)
    for wrong in ({"TERBIT_CRAWLERS": "google,someone"}, {"TERBIT_NAME_SERVER": "ns.example"}):
        with pytest.raises(SettingError):
            load(wrong)


LET_IN = {"TERBIT_CRAWLERS": "google", "TERBIT_TRUSTED_PROXIES": "127.0.0.1"}


async def as_google(corner: Corner, path: str, client: str = "66.249.66.1", method: str = "GET", **headers: str):
    return await corner.ask(path, method, user_agent=AGENT, x_forwarded_for=client, **headers)


async def once_proven(corner: Corner, client: str = "66.249.66.1") -> None:
    await as_google(corner, STORY, client)
    crawlers = corner.worker._crawlers
    while crawlers._asking:
        await asyncio.gather(*crawlers._asking.values())


async def test_a_proven_crawler_gets_the_whole_story_for_nobody_to_keep_and_is_counted_apart(folder):
    async with (
        a_name_server(NameServer(TRUE.names, TRUE.addresses)) as server,
        a_corner_with_newsroom(
            folder, None, **LET_IN, TERBIT_NAME_SERVER=f"127.0.0.1#{server.port}", TERBIT_FRONT="varnish"
        ) as corner,
    ):
        first = await as_google(corner, STORY)
        assert first[2].decode() == text_of(STORY, "join")  # not known yet: nobody
        await once_proven(corner)
        for path, kind in ((STORY, "open"), (COVER, "quiet")):
            status, headers, body = await as_google(corner, path)
            assert (status, body.decode()) == (200, text_of(path, kind))
            assert headers[b"cache-control"] == b"private, no-store"
            assert headers[b"x-robots-tag"] == b"noarchive"
            assert b"surrogate-control" not in headers and b"etag" not in headers
        assert (await as_google(corner, STORY, method="HEAD"))[2] == b""
        assert corner.worker._counts.totals()["open:crawler"] == 3
        assert (await as_google(corner, FREE))[1][b"etag"] == (await corner.ask(FREE))[1][b"etag"]
        assert (await as_google(corner, "/artikel/cabut"))[0] == 410
        assert (await as_google(corner, "/tidak-ada"))[0] == 404
        assert corner.worker._ledger.opened_by(0) == {}


async def test_a_claim_without_the_address_is_nobodys(folder):
    """field.md X15 to X17, with the door open for those who prove themselves."""
    lying = NameServer({"198.51.100.1": ["crawl.googlebot.com"]} | TRUE.names, TRUE.addresses)
    async with (
        a_name_server(lying) as server,
        a_corner_with_newsroom(folder, None, **LET_IN, TERBIT_NAME_SERVER=f"127.0.0.1#{server.port}") as corner,
    ):
        await once_proven(corner)
        for client in ("198.51.100.1", "203.0.113.5", "66.249.66.1, 203.0.113.5", "unknown", ""):
            await once_proven(corner, client)
            status, headers, body = await as_google(corner, STORY, client)
            assert (status, body.decode(), b"etag" in headers) == (200, text_of(STORY, "join"), True)
        for agent in ("Mozilla/5.0", "bingbot", "GPTBot", "facebookexternalhit", ""):
            _, _, body = await corner.ask(STORY, user_agent=agent, x_forwarded_for="66.249.66.1")
            assert SECRET.encode() not in body
        _, _, body = await corner.ask(STORY, user_agent=AGENT, forwarded="for=66.249.66.1", x_real_ip="66.249.66.1")
        assert SECRET.encode() not in body


async def test_without_a_trusted_front_nobody_proves_anything_by_a_header(folder):
    async with (
        a_name_server(NameServer(TRUE.names, TRUE.addresses)) as server,
        a_corner_with_newsroom(
            folder, None, TERBIT_CRAWLERS="google", TERBIT_NAME_SERVER=f"127.0.0.1#{server.port}"
        ) as corner,
    ):
        await once_proven(corner)
        assert SECRET.encode() not in (await as_google(corner, STORY))[2]
        assert set(server.asked) == {"1.0.0.127.in-addr.arpa"}


async def test_a_reader_who_calls_their_browser_a_crawler_stays_that_reader(folder):
    async with (
        a_name_server(NameServer(TRUE.names, TRUE.addresses)) as server,
        a_corner_with_newsroom(folder, None, **LET_IN, TERBIT_NAME_SERVER=f"127.0.0.1#{server.port}") as corner,
    ):
        await once_proven(corner)
        _, _, body = await as_google(corner, STORY, cookie=cookie_of(BUDI)["Cookie"])
        assert body.decode() == text_of(STORY, "quiet")


async def test_a_name_server_that_is_silent_holds_up_no_reader(folder):
    async with (
        a_name_server(NameServer(silent=True)) as server,
        a_corner_with_newsroom(folder, None, **LET_IN, TERBIT_NAME_SERVER=f"127.0.0.1#{server.port}") as corner,
    ):
        began = time.monotonic()
        for number in range(60):
            assert (await as_google(corner, STORY, f"10.0.0.{number}"))[2].decode() == text_of(STORY, "join")
        assert time.monotonic() - began < dns.WAIT_SECONDS * 60 / 4
        assert len(corner.worker._crawlers._asking) <= proof.MOST_ASKED
