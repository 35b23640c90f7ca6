"""Addresses written in other ways, other methods, other hosts: nobody reaches another page than the one that is named."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from terbit.dispatch import keys
from terbit.kiosk.headers import CONTENT_SECURITY
from terbit.kiosk.tests.corner import BUDI, CITRA, SECRET, a_corner, a_page, cookie_of, text_of
from terbit.kiosk.tests.serving import Newsroom, a_corner_with_newsroom

STORY, FREE = "/artikel/berita-1", "/artikel/berita-11"
BUDIS = {"cookie": cookie_of(BUDI)["Cookie"]}


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("k")
    corner = a_corner(folder)
    corner.lay(
        a_page("/artikel/lama", status=308, location=STORY),
        a_page("/artikel/cabut", status=410),
        a_page("/artikel/kafé"),
    )
    corner.close()
    (folder / "static").mkdir()
    (folder / "static" / "gaya.0123456789ab.css").write_text("p{color:red}")
    return folder


@pytest.mark.parametrize(
    "target",
    [
        "//artikel/berita-1",
        "/artikel//berita-1",
        "/./artikel/berita-1",
        "/artikel/./berita-1",
        "/x/../artikel/berita-1",
        "/akun/../artikel/berita-1/../berita-1x",
        "/artikel/%2e%2e/artikel/berita-1",
        "/%2e/artikel/berita-1",
        "/artikel%2Fberita-1",
        "/artikel%2fberita-1",
        "/artikel/berita-1%2F",
        "/artikel%5Cberita-1",
        "/artikel\\berita-1",
        "/ARTIKEL/berita-1",
        "/artikel/Berita-1",
        "/artikel/berita-1;x.css",
        "/artikel/berita-1/x.css",
        "/artikel/berita-1.css",
        "/artikel/berita-1%3Bx.css",
        "/artikel/berita-1%00",
        "/artikel/berita-1%20",
        "/artikel/berita-1%3F",
        "/artikel/berita-1%23a",
        "/artikel/%2562erita-1",
        "/static/../artikel/berita-1",
        "/static/%2e%2e/artikel/berita-1",
        "/!404/id",
        "/%21404/id",
        "!404/id",
        "/policy",
        "/reader/2",
    ],
)
async def test_an_address_that_only_looks_like_a_storys_is_nobodys(folder, target):
    """field.md X21: whoever is entitled gets the printed 404 there, so nothing of the story under a name that a cache
    would take for a file's, or under a second name."""
    async with a_corner_with_newsroom(
        folder, Newsroom(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    ) as corner:
        status, headers, body = await corner.ask(target, **BUDIS)
        assert status in (400, 404)
        assert SECRET.encode() not in body.replace(text_of(keys.not_found("id"), "open").encode(), b"")
        assert b"immutable" not in headers.get(b"cache-control", b"")


@pytest.mark.parametrize("target", [STORY, "/%61rtikel/berita-1", "/artikel/berita%2D1", "http://a.example" + STORY])
async def test_an_address_written_in_another_way_is_the_same_page_under_the_same_decision(folder, target):
    async with a_corner_with_newsroom(folder, None) as corner:
        assert (await corner.ask(target))[2].decode() == text_of(STORY, "join")
        _, headers, body = await corner.ask(target, **BUDIS)
        assert (headers[b"cache-control"], body.decode()) == (b"private, no-store", text_of(STORY, "quiet"))


async def test_an_address_may_have_letters_beyond_ascii(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        assert (await corner.ask("/artikel/kaf%C3%A9"))[0] == 200
        assert (await corner.ask("/artikel/kaf%E9"))[0] == 404


@pytest.mark.parametrize("target", ["http://a?x=/akun/", "http://a?/akun/", "http://a", "ftp://a/"])
async def test_of_a_target_with_a_host_the_path_begins_at_the_first_slash_behind_it(folder, target):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        assert (await corner.ask(target))[2].decode() == text_of("/", "open")
        assert corner.newsroom.got == []


@pytest.mark.parametrize("target", ["http://a/akun/", "/%61kun/", "/akun/%2e%2e/artikel"])
async def test_what_is_the_newsrooms_stays_the_newsrooms(folder, target):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        assert (await corner.ask(target))[2] == b"hello"


@pytest.mark.parametrize(
    "host", ["a.", "A.EXAMPLE", "evil.example", "evil.example:80", "127.0.0.1:99999", "[::1]", "a b", "a/../b", ""]
)
async def test_no_byte_of_a_page_comes_from_the_host_that_was_asked_for(folder, host):
    """A strange Host can poison no cache: every answer is the same, and redirects name no host."""
    async with a_corner_with_newsroom(folder, None) as corner:
        for target in (STORY, "/artikel/lama", STORY + "/", "/tidak-ada"):
            usual, strange = await corner.ask(target), await corner.ask(target, host=host)
            del usual[1][b"date"], strange[1][b"date"]
            assert strange == usual
            assert strange[1].get(b"location", b"/").startswith(b"/")


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        (STORY, b"GET, HEAD, POST"),
        (FREE, b"GET, HEAD, POST"),
        ("/", b"GET, HEAD"),
        ("/tidak-ada", b"GET, HEAD"),
        ("/artikel/cabut", b"GET, HEAD"),
        ("/saya", b"GET, HEAD"),
        ("/healthz", b"GET, HEAD"),
        ("/static/gaya.0123456789ab.css", b"GET, HEAD"),
    ],
)
async def test_405_names_the_methods_that_this_address_takes(folder, target, allowed):
    async with a_corner_with_newsroom(folder, None) as corner:
        methods = ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"]
        for method in methods if b"POST" in allowed or target == "/tidak-ada" else [*methods, "POST"]:
            status, headers, body = await corner.ask(target, method, sec_fetch_site="same-origin", **BUDIS)
            assert (method, status, headers[b"allow"]) == (method, 405, allowed)
            assert SECRET.encode() not in body
            assert headers[b"cache-control"] == b"private, no-store"


async def test_head_is_get_without_the_body_for_every_kind_of_answer(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        for target in (
            "/",
            STORY,
            "/artikel/lama",
            "/artikel/cabut",
            "/tidak-ada",
            "/saya",
            "/static/gaya.0123456789ab.css",
        ):
            for reader in ({}, BUDIS):
                whole, bare = await corner.ask(target, **reader), await corner.ask(target, "HEAD", **reader)
                del whole[1][b"date"], bare[1][b"date"]
                assert (bare[0], bare[1], bare[2]) == (whole[0], whole[1], b"")


async def test_a_part_of_a_page_is_never_sent(folder):
    """field.md X20: ranges are not read, so none of a body that another reader got."""
    async with a_corner_with_newsroom(folder, None) as corner:
        for target in (STORY, "/static/gaya.0123456789ab.css"):
            whole = await corner.ask(target)
            ranged = await corner.ask(target, range="bytes=0-3", if_range='"x"')
            assert (ranged[0], ranged[2]) == (200, whole[2])
            assert b"accept-ranges" not in ranged[1] and b"content-range" not in ranged[1]


async def test_only_a_page_that_would_be_200_can_be_unchanged(folder):
    """RFC 9110, 13.2.1: who sends If-None-Match: * learns of a withdrawal as everybody does."""
    async with a_corner_with_newsroom(folder, None) as corner:
        assert (await corner.ask("/", if_none_match="*"))[0] == 304
        for target, status in (("/artikel/cabut", 410), ("/tidak-ada", 404), ("/artikel/lama", 308)):
            assert (await corner.ask(target, if_none_match="*"))[0] == status


async def test_the_tag_of_a_story_that_was_read_gives_nobody_else_a_304(folder):
    """field.md X20: the tag of the subscriber's body, or of any coding, is worth nothing where the decision is another."""
    async with a_corner_with_newsroom(folder, None) as corner:
        tags = {
            (await corner.ask("/", accept_encoding=coding, **reader))[1][b"etag"].decode()
            for coding in ("br", "gzip", "")
            for reader in ({}, BUDIS)
        }
        assert len(tags) == 6
        for tag in tags:
            status, headers, body = await corner.ask(STORY, if_none_match=f'"x", W/{tag}')
            assert (status, body.decode()) == (200, text_of(STORY, "join"))
            _, headers, body = await corner.ask(STORY, if_none_match=tag, accept_encoding="br", **BUDIS)
            assert brotli.decompress(body).decode() == text_of(STORY, "quiet") and b"etag" not in headers


async def test_every_answer_tells_the_browser_what_it_may_do(folder):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        for target in ("/", STORY, "/artikel/lama", "/artikel/cabut", "/tidak-ada", "/saya", "/healthz", "/akun/"):
            headers = (await corner.ask(target, **BUDIS))[1]
            assert headers[b"content-security-policy"] == CONTENT_SECURITY
            assert headers[b"x-content-type-options"] == b"nosniff"
            assert headers[b"cross-origin-opener-policy"] == b"same-origin"
            assert b"camera=()" in headers[b"permissions-policy"]
            assert b"strict-transport-security" not in headers
        assert b"unsafe" not in CONTENT_SECURITY
        refused = await corner.ask(STORY, "POST", **BUDIS)
        assert (refused[0], refused[1][b"content-security-policy"]) == (403, CONTENT_SECURITY)
        assert b"content-security-policy" not in (await corner.ask("/redaksi/"))[1]


async def test_what_the_newsroom_says_of_itself_stands(folder):
    own = b"HTTP/1.1 200 OK\r\nContent-Security-Policy: default-src 'self'\r\nSurrogate-Control: max-age=9\r\nContent-Length: 0\r\n\r\n"
    async with a_corner_with_newsroom(folder, Newsroom(own)) as corner:
        headers = (await corner.ask("/akun/"))[1]
        assert headers[b"content-security-policy"] == b"default-src 'self'"
        assert b"surrogate-control" not in headers


async def test_a_house_with_tls_says_so_on_every_answer(folder):
    async with a_corner_with_newsroom(folder, Newsroom(), TERBIT_HSTS_SECONDS="3600") as corner:
        for target in ("/", STORY, "/tidak-ada", "/akun/", "/static/gaya.0123456789ab.css", "/saya"):
            assert (await corner.ask(target))[1][b"strict-transport-security"] == b"max-age=3600"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "same-origin"}, 303),
        ({"sec_fetch_site": "same-origin", "origin": "https://evil.example"}, 303),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"sec_fetch_site": "cross-site", "origin": "http://127.0.0.1:8000"}, 403),
        ({"sec_fetch_site": "none"}, 403),
        ({"origin": "http://127.0.0.1:8000"}, 303),
        ({"origin": "http://127.0.0.1:8000.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "null", "referer": "http://127.0.0.1:8000/"}, 403),
        ({"referer": "http://127.0.0.1:8000/artikel/berita-1"}, 303),
        ({"referer": "http://127.0.0.1:8000.evil.example/"}, 403),
        ({"referer": "http://evil.example/?http://127.0.0.1:8000/"}, 403),
        ({}, 403),
    ],
)
async def test_a_unit_is_spent_by_a_form_of_this_house_alone(folder, headers, status):
    async with a_corner_with_newsroom(folder, None, TERBIT_BASE_URL="http://127.0.0.1:8000") as corner:
        answer = await corner.ask(STORY, "POST", cookie=cookie_of(CITRA)["Cookie"], **headers)
        assert answer[0] == status
        assert (1 in corner.worker._ledger.opened_by(CITRA.reader)) == (status == 303)


@pytest.mark.parametrize(("front", "seconds"), [("nginx", b"max-age=1"), ("varnish", b"max-age=60")])
async def test_what_is_for_nobody_in_particular_tells_a_front_how_long_it_may_be_kept(folder, front, seconds):
    """Without TERBIT_FRONT nothing does, and every page varies with the cookie."""
    async with a_corner_with_newsroom(folder, Newsroom(), TERBIT_FRONT=front) as corner:
        for target in ("/", STORY, FREE, "/artikel/cabut"):
            headers = (await corner.ask(target))[1]
            assert (headers[b"surrogate-control"], headers[b"vary"]) == (seconds, b"Accept-Encoding")
            headers = (await corner.ask(target, **BUDIS))[1]
            assert b"surrogate-control" not in headers and headers[b"cache-control"].startswith(b"private")
        assert (await corner.ask("/static/gaya.0123456789ab.css"))[1][b"surrogate-control"] == seconds
        for target in ("/tidak-ada", "/artikel/lama", STORY + "/", "/saya", "/akun/", "/healthz", "/static/tidak.css"):
            assert b"surrogate-control" not in (await corner.ask(target))[1]
        refused = await corner.ask(STORY, "POST")
        assert refused[0] == 403 and b"surrogate-control" not in refused[1]
    async with a_corner_with_newsroom(folder, None) as corner:
        for target in ("/", STORY, "/artikel/cabut", "/static/gaya.0123456789ab.css"):
            assert b"surrogate-control" not in (await corner.ask(target))[1]
