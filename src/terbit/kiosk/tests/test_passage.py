"""What the kiosk passes to the newsroom, and what readers get when the newsroom is away."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from terbit.dispatch import keys
from terbit.dispatch.contract import pack
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, Position
from terbit.kiosk.tests.corner import CITRA, EPOCH, a_corner, a_page, cookie_of, text_of
from terbit.kiosk.tests.serving import Newsroom, a_corner_with_newsroom


@pytest.fixture
def folder(short_folder: Path) -> Path:
    corner = a_corner(short_folder)
    corner.lay(a_page(keys.unavailable("id"), status=503))
    corner.close()
    return short_folder


@pytest.fixture
def short_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The name of a Unix socket may have 107 bytes at most."""
    return tmp_path_factory.mktemp("k")


async def test_a_passed_request_arrives_whole_and_its_answer_comes_back_whole(folder):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        status, _, body = await corner.ask(
            "/akun/masuk/?next=/a%20b", "POST", b"email=x", host="koran.example", cookie="c=d"
        )
        assert (status, body) == (200, b"hello")
        assert corner.newsroom.got[0].startswith(b"POST /akun/masuk/?next=/a%20b HTTP/1.1\r\n")
        assert corner.newsroom.got[0].endswith(b"\r\n\r\nemail=x")
        assert corner.newsroom.header("host") == ["koran.example"]
        assert corner.newsroom.header("cookie") == ["c=d"]


async def test_the_clients_forwarding_headers_are_replaced_by_the_kiosks_own(folder):
    """X16: a forged X-Forwarded-For reaches nobody."""
    forged = {
        "x_forwarded_for": "66.249.66.1",
        "forwarded": "for=66.249.66.1",
        "x_real_ip": "66.249.66.1",
        "cf_connecting_ip": "66.249.66.1",
    }
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        await corner.ask("/akun/", host="koran.example", **forged)
        assert corner.newsroom.header("x-forwarded-for") == ["127.0.0.1"]
        assert b"66.249.66.1" not in corner.newsroom.got[0]


async def test_behind_a_front_that_is_trusted_the_newsroom_hears_of_the_client_whom_the_front_saw(folder):
    async with a_corner_with_newsroom(folder, Newsroom(), TERBIT_TRUSTED_PROXIES="127.0.0.1") as corner:
        await corner.ask("/akun/", x_forwarded_for="66.249.66.1, 203.0.113.7")
        assert corner.newsroom.header("x-forwarded-for") == ["203.0.113.7"]
        assert b"66.249.66.1" not in corner.newsroom.got[0]


async def test_no_cookie_of_one_answer_travels_with_another_request(folder):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        await corner.ask("/akun/", host="koran.example")
        await corner.ask("/akun/", host="koran.example")
        assert corner.newsroom.header("cookie") == []


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Le"])
async def test_a_newsroom_that_does_not_answer_gives_the_printed_503_and_is_asked_once(folder, answer):
    async with a_corner_with_newsroom(folder, Newsroom(answer)) as corner:
        status, headers, body = await corner.ask("/akun/daftar/", "POST", b"email=x", host="koran.example")
        assert (status, body.decode()) == (503, text_of(keys.unavailable("id"), "open"))
        assert headers[b"retry-after"] == b"30"
        assert headers[b"cache-control"] == b"private, no-store"
        assert len(corner.newsroom.got) == 1


async def test_with_the_newsroom_away_reading_and_unlocking_go_on(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        assert (await corner.ask("/akun/", host="koran.example"))[0] == 503
        headers = {name.lower(): value for name, value in cookie_of(CITRA).items()} | {"sec_fetch_site": "same-origin"}
        assert (await corner.ask("/artikel/berita-1", "POST", **headers))[0] == 303
        status, _, body = await corner.ask("/artikel/berita-1", **headers)
        assert (status, body.decode()) == (200, text_of("/artikel/berita-1", "open"))


async def test_what_was_read_is_counted_without_reader_and_kept_until_the_newsroom_takes_it(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        cookies = {name.lower(): value for name, value in cookie_of(CITRA).items()}
        await corner.ask("/artikel/berita-1", **cookies)
        await corner.ask("/artikel/berita-1", **cookies)
        await corner.ask("/tidak-ada")
        await corner.worker.hand_on()
        newsroom = Newsroom(b"HTTP/1.1 204 No Content\r\n\r\n")
        server = await asyncio.start_unix_server(newsroom.serve, str(folder / "run" / "newsroom.sock"))
        await corner.worker.hand_on()
        await corner.worker.hand_on()
        server.close()
    assert [got.partition(b" HTTP")[0] for got in newsroom.got] == [b"POST /_kiosk/counts"]
    ((path, decision, hour, times),) = json.loads(newsroom.got[0].partition(b"\r\n\r\n")[2])["counts"]
    assert (path, decision, times) == ("/artikel/berita-1", "offer", 2)
    assert isinstance(hour, int)


async def test_many_sums_are_handed_on_in_parts_and_what_was_not_taken_is_kept(folder, monkeypatch):
    monkeypatch.setattr("terbit.kiosk.worker.SUMS_AT_ONCE", 2)
    read = {f"/artikel/berita-{number}" for number in range(1, 6)}
    taken: list[list[str]] = []
    async with a_corner_with_newsroom(folder, None) as corner:
        for path in read:
            await corner.ask(path)

        async def takes_one_part(path: str, body: bytes) -> bool:
            part = [row[0] for row in json.loads(body)["counts"]]
            if len(taken) == 1:
                taken.append([])
                return False
            taken.append(part)
            return True

        monkeypatch.setattr(corner.worker._passage, "post_json", takes_one_part)
        await corner.worker.hand_on()
        assert [len(part) for part in taken] == [2, 0]
        await corner.worker.hand_on()
    assert [len(part) for part in taken] == [2, 0, 2, 1]
    assert sorted(path for part in taken for path in part) == sorted(read)


async def test_head_is_get_without_a_body_and_other_methods_are_refused(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        whole, bare = await corner.ask("/"), await corner.ask("/", "HEAD")
        assert (bare[0], bare[1], bare[2]) == (200, whole[1], b"")
        assert whole[1][b"content-length"] == str(len(whole[2])).encode()
        status, headers, _ = await corner.ask("/", "PUT")
        assert (status, headers[b"allow"]) == (405, b"GET, HEAD")


async def test_internal_addresses_are_not_there_for_readers(folder):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        for path in ("/_kiosk/seen", "/_kiosk/counts", "/_kiosk%2Fseen"):
            assert (await corner.ask(path, "POST", b"{}", sec_fetch_site="same-origin"))[0] == 404
            assert (await corner.ask(path))[0] == 404
        assert corner.newsroom.got == []


async def test_a_static_file_is_sent_whole_and_a_missing_one_is_a_404(folder):
    (folder / "static").mkdir()
    (folder / "static" / "gaya.0123456789ab.css").write_text("p{color:red}")
    async with a_corner_with_newsroom(folder, None) as corner:
        status, headers, body = await corner.ask("/static/gaya.0123456789ab.css")
        assert (status, headers[b"content-type"], body) == (200, b"text/css; charset=utf-8", b"p{color:red}")
        assert (await corner.ask("/static/tidak-ada.css"))[0] == 404
        assert (await corner.ask("/static/gaya.0123456789ab.css", "POST"))[0] == 405


async def test_a_picture_is_served_while_the_shelf_says_so_and_to_nobody_else_before_or_after(short_folder):
    shelf = a_corner(short_folder)
    pictures = short_folder / "media" / "pictures"
    pictures.mkdir(parents=True)
    for name in ("tayang.webp", "ditahan.webp"):
        (pictures / name).write_bytes(b"pixels")
    shelf.lay(rows={keys.file_key("tayang.webp"): pack(True)})
    shelf.close()
    async with a_corner_with_newsroom(short_folder, None) as corner:
        status, headers, body = await corner.ask("/media/tayang.webp")
        assert (status, headers[b"content-type"], body) == (200, b"image/webp", b"pixels")
        for method in ("GET", "HEAD"):
            status, headers, body = await corner.ask("/media/ditahan.webp", method, cookie=cookie_of(CITRA)["Cookie"])
            assert status == 404 and b"immutable" not in headers.get(b"cache-control", b"") and b"pixels" not in body
    follower = ShelfWriter(short_folder / "shelf", 64)
    follower.apply([DispatchRow(keys.file_key("tayang.webp"), 9, None)], Position(EPOCH, 9), anew=False, ready=True)
    follower.close()
    async with a_corner_with_newsroom(short_folder, None) as corner:
        assert (await corner.ask("/media/tayang.webp"))[0] == 404


async def test_healthz_is_200_once_the_shelf_has_caught_up(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        assert (await corner.ask("/healthz"))[0] == 200
