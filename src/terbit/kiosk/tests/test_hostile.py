"""What the kiosk does with clients that are too large, too slow, or do not speak HTTP as it is written."""

from __future__ import annotations

import asyncio
import re
import socket
from pathlib import Path

import pytest

from terbit.kiosk import limits
from terbit.kiosk.tests.corner import CITRA, a_corner, a_page, cookie_of, text_of
from terbit.kiosk.tests.serving import Corner, Newsroom, a_corner_with_newsroom

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
LAST = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
HOME = text_of("/", "open").encode()
POST = b"POST /artikel/berita-1 HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n"


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("k")
    corner = a_corner(folder)
    corner.lay(a_page("/besar", kinds=frozenset({"open"})))
    corner.close()
    return folder


def statuses(said: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3}) ", said)]


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * limits.HEAD_BYTES + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 5000 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 2 * limits.HEAD_BYTES, 431),
        (b"GET /" + b"x" * limits.TARGET_BYTES + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET /" + b"x" * 2 * limits.HEAD_BYTES, 414),
        (POST + b"Content-Length: 65537\r\n\r\n", 413),
        (
            POST
            + b"Transfer-Encoding: chunked\r\n\r\n"
            + b"8000\r\n"
            + b"x" * 0x8000
            + b"\r\n" * 1
            + b"8001\r\n"
            + b"x" * 0x8001,
            413,
        ),
        (b"POST /akun/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", 413),
        (b"POST /redaksi/ HTTP/1.1\r\nHost: a\r\nContent-Length: 33554433\r\n\r\n", 413),
        (POST + b"Expect: miracles\r\nContent-Length: 1\r\n\r\n", 417),
    ],
    ids=["header", "headers", "endless", "target", "endless-target", "body", "chunked", "akun", "redaksi", "expect"],
)
async def test_whoever_sends_too_much_is_told_so_and_let_go(folder, message, status):
    async with a_corner_with_newsroom(folder, None) as corner:
        said = await corner.say(message)
        assert statuses(said) == [status]
        assert b"connection: close" in said


@pytest.mark.parametrize(
    "message",
    [
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/3.7\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
        b"GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n",
        POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        POST + b"Content-Length: 3, 4\r\n\r\nabcd",
        POST + b"Content-Length: -3\r\n\r\nabc",
        POST + b"Content-Length: +3\r\n\r\nabc",
        POST + b"Content-Length: 0x3\r\n\r\nabc",
        POST + b"Content-Length: 99999999999999999999\r\n\r\nabc",
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /artikel/berita-1 HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
    ],
)
async def test_what_can_be_read_in_two_ways_is_refused_and_nothing_after_it_is_a_request(folder, message):
    """Request smuggling: two servers that disagree on where a request ends. The bytes after it are never a second one."""
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        said = await corner.say(message + LAST)
        assert statuses(said) == [400], said
        assert b"connection: close" in said
        assert HOME not in said
        assert corner.newsroom.got == []


async def test_a_body_that_lies_about_its_end_reaches_the_newsroom_as_no_whole_request(folder):
    class Patient(Newsroom):
        async def serve(self, reader, writer):
            self.got.append(await reader.read())
            writer.close()

    async with a_corner_with_newsroom(folder, Patient()) as corner:
        start = b"POST /akun/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
        assert statuses(await corner.say(start + b"zz\r\n")) == [400]
        assert statuses(await corner.say(start + b"5;" + b"x" * 600_000)) in ([400], [431])
        assert not any(got.endswith(b"0\r\n\r\n") for got in corner.newsroom.got)


async def test_trailers_go_nowhere_and_cannot_go_on_for_ever(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        start = POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"
        assert statuses(await corner.say(start + b"Host: b\r\n\r\n" + LAST)) == [303, 200]
        cookie = cookie_of(CITRA)["Cookie"].encode()
        await corner.say(start + b"Cookie: " + cookie + b"\r\n\r\n" + LAST)
        assert corner.worker._ledger.opened_by(CITRA.reader) == {}
        assert statuses(await corner.say(start + b"X: y\r\n" * 40_000)) == [431]


async def test_headers_sent_twice_are_one_and_reach_the_newsroom_as_one(folder):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        cookie = cookie_of(CITRA)["Cookie"].encode()
        head = b"Host: a\r\nCookie: a=b\r\nConnection: close\r\nCookie: " + cookie + b"\r\n\r\n"
        said = await corner.say(b"GET /artikel/berita-1 HTTP/1.1\r\n" + head)
        assert text_of("/artikel/berita-1", "offer").encode() in said
        await corner.say(b"GET /akun/ HTTP/1.1\r\nX: y\r\nX: z\r\n" + head)
        assert corner.newsroom.header("cookie") == ["a=b; " + cookie.decode()]
        assert corner.newsroom.header("x") == ["y, z"]


async def test_requests_sent_ahead_are_answered_in_their_order(folder):
    """A page, an unlock that takes time, the page behind it, something of the newsroom, and a page again."""
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        cookie = b"Cookie: " + cookie_of(CITRA)["Cookie"].encode() + b"\r\n"
        message = [
            GET,
            POST + cookie + b"Content-Length: 0\r\n\r\n",
            b"GET /artikel/berita-1 HTTP/1.1\r\nHost: a\r\n" + cookie + b"\r\n",
            b"POST /akun/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            b"GET /tidak-ada HTTP/1.1\r\nHost: a\r\n\r\n",
            LAST,
        ]
        said = await corner.say(b"".join(message))
        assert statuses(said) == [200, 303, 200, 200, 404, 200]
        assert text_of("/artikel/berita-1", "open").encode() in said
        assert corner.newsroom.got[0].endswith(b"\r\n\r\nabc")


async def test_a_request_may_come_byte_by_byte(folder):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        reader, writer = await asyncio.open_connection("127.0.0.1", corner.port)
        for one in b"POST /akun/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + LAST:
            writer.write(bytes([one]))
            await writer.drain()
            await asyncio.sleep(0)
        assert statuses(await asyncio.wait_for(reader.read(), 5)) == [200, 200]
        writer.close()


async def test_too_many_requests_sent_ahead_end_the_connection(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        unlock = POST + b"Cookie: %b\r\nContent-Length: 0\r\n\r\n" % cookie_of(CITRA)["Cookie"].encode()
        said = await corner.say(unlock + GET * (limits.MOST_QUEUED + 5))
        assert statuses(said) == [303] + [200] * limits.MOST_QUEUED + [503]


async def test_http_1_0_is_answered_and_closed_unless_it_asks_to_stay(folder):
    async with a_corner_with_newsroom(
        folder, Newsroom(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
    ) as corner:
        assert (await corner.say(b"GET / HTTP/1.0\r\n\r\n")).endswith(HOME)
        stays = await corner.say(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n")
        assert (statuses(stays), stays.count(b"connection: keep-alive")) == ([200, 200], 1)
        passed = await corner.say(b"GET /akun/ HTTP/1.0\r\n\r\n")
        assert b"chunked" not in passed and passed.endswith(b"\r\n\r\nhello")


async def test_a_large_body_is_sent_for_only_where_it_will_be_taken(folder):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        head = b"POST /akun/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: "
        reader, writer = await asyncio.open_connection("127.0.0.1", corner.port)
        writer.write(head + b"3\r\n\r\n")
        assert await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5) == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"abc")
        assert statuses(await asyncio.wait_for(reader.read(), 5)) == [200]
        writer.close()
        assert b"expect" not in corner.newsroom.got[0].lower()
        assert statuses(await corner.say(head + b"9999999\r\n\r\n")) == [413]


async def test_an_upgrade_is_not_taken_and_the_request_is_answered(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        upgrade = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        said = await corner.say(upgrade + b"\x81\x05hello")
        assert statuses(said) == [200] and said.endswith(HOME)
        assert statuses(await corner.say(b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n")) == [405]
        for length in (b"", b"Content-Length: 0\r\n"):
            said = await corner.say(b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n" + length + b"\r\n")
            assert statuses(said) == [405] and b"\r\nconnection: close\r\n" in said


async def test_a_target_may_name_scheme_and_host(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        line = b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        assert (await corner.say(b"GET http://a/" + line)).endswith(HOME)
        assert statuses(await corner.say(b"OPTIONS *" + line)) == [405]


async def test_head_says_the_length_and_sends_no_body_also_of_what_streams(folder):
    (folder / "static").mkdir()
    (folder / "static" / "a.css").write_text("p{}")
    async with a_corner_with_newsroom(folder, Newsroom(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")) as corner:
        for path in (b"/", b"/static/a.css", b"/akun/"):
            said = await corner.say(b"HEAD " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n" + LAST)
            assert statuses(said) == [200, 200]
            head = said.partition(b"\r\n\r\n")[0]
            assert b"content-length: " in head and said.count(HOME) == 1


async def test_a_client_that_shuts_its_side_still_gets_its_answer(folder):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        reader, writer = await asyncio.open_connection("127.0.0.1", corner.port)
        writer.write(b"GET /akun/ HTTP/1.1\r\nHost: a\r\n\r\n")
        writer.write_eof()
        assert statuses(await asyncio.wait_for(reader.read(), 5)) == [200]
        writer.close()


def tick(corner: Corner, seconds: float) -> None:
    """So many seconds later, as the room sees it."""
    room = corner.worker._room
    assert room is not None
    room.now += seconds
    for connection in [one for one in room.connections if one.deadline <= room.now]:
        connection.overdue()


async def connected(corner: Corner, message: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", corner.port)
    writer.write(message)
    await asyncio.sleep(0.1)
    return reader, writer


async def until_let_go(corner: Corner, reader: asyncio.StreamReader) -> bytes:
    """What came until the kiosk closed the connection, which it does within the time to linger."""
    reading = asyncio.ensure_future(reader.read())
    for _ in range(100):
        done, _ = await asyncio.wait({reading}, timeout=0.05)
        if done:
            break
        tick(corner, 0.5)
    return await reading


@pytest.mark.parametrize(
    ("message", "seconds", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: ", limits.HEAD_SECONDS, [408]),
        (GET + b"GE", limits.IDLE_SECONDS, [200]),
        (GET + b"GET / HTTP/1.1\r\nX: ", limits.HEAD_SECONDS, [200, 408]),
        (GET, limits.IDLE_SECONDS, [200]),
        (b"", limits.HEAD_SECONDS, []),
        (POST + b"Content-Length: 9\r\n\r\nabc", limits.SLOW_SECONDS, [408]),
        (b"POST /akun/ HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", limits.SLOW_SECONDS, [408]),
    ],
    ids=["head", "first-bytes", "next-head", "idle", "silent", "body", "passed-body"],
)
async def test_whoever_takes_too_long_is_let_go_and_no_earlier(folder, message, seconds, status):
    async with a_corner_with_newsroom(folder, Newsroom()) as corner:
        reader, writer = await connected(corner, message)
        tick(corner, seconds - 2)
        tick(corner, 0)
        await asyncio.sleep(0.05)
        assert len(corner.worker._room.connections) == 1
        tick(corner, 3)
        assert statuses(await until_let_go(corner, reader)) == status
        writer.close()


async def test_a_head_that_trickles_gains_no_time(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        reader, writer = await connected(corner, b"GET / HTTP/1.1\r\n")
        for _ in range(int(limits.HEAD_SECONDS)):
            writer.write(b"X: y\r\n")
            await asyncio.sleep(0.01)
            tick(corner, 1)
        tick(corner, 1)
        assert statuses(await until_let_go(corner, reader)) == [408]
        writer.close()


def _small_window(port: int) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", port))
    client.setblocking(False)
    return client


async def test_whoever_asks_and_does_not_read_holds_little_memory_and_is_dropped(folder):
    """A large file, asked for again and again: the kiosk stops reading when its buffer is full."""
    (folder / "static").mkdir()
    (folder / "static" / "besar.bin").write_bytes(b"x" * 8_000_000)
    async with a_corner_with_newsroom(folder, None) as corner:
        client = _small_window(corner.port)
        client.send(b"GET /static/besar.bin HTTP/1.1\r\nHost: a\r\n\r\n" * 20)
        await asyncio.sleep(0.3)
        (connection,) = corner.worker._room.connections
        assert connection._transport.get_write_buffer_size() < 4 * limits.BUFFERED_BYTES
        tick(corner, limits.SLOW_SECONDS + 1)
        await asyncio.sleep(0.05)
        assert corner.worker._room.connections == set()
        client.close()


async def test_pages_that_nobody_reads_stop_the_answers_too(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        client = _small_window(corner.port)
        loop = asyncio.get_running_loop()
        sending = loop.create_task(loop.sock_sendall(client, GET * 200_000))
        await asyncio.sleep(0.5)
        (connection,) = corner.worker._room.connections
        assert connection._transport.get_write_buffer_size() < 4 * limits.BUFFERED_BYTES
        assert len(connection._queue) <= limits.MOST_QUEUED + 1
        sending.cancel()
        client.close()


async def test_a_slow_reader_who_goes_on_reading_gets_it_all(folder):
    (folder / "static").mkdir()
    (folder / "static" / "besar.bin").write_bytes(b"x" * 3_000_000)
    async with a_corner_with_newsroom(folder, None) as corner:
        client, loop = _small_window(corner.port), asyncio.get_running_loop()
        client.send(b"GET /static/besar.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        got = 0
        while found := await asyncio.wait_for(loop.sock_recv(client, 65536), 5):
            got += len(found)
            tick(corner, 1)
        assert got > 3_000_000
        client.close()


async def test_when_the_room_is_full_the_next_one_is_told(folder):
    async with a_corner_with_newsroom(folder, None) as corner:
        corner.worker._room.most = 2
        held = [await connected(corner, b"") for _ in range(2)]
        assert statuses(await corner.say(b"")) == [503]
        for _, writer in held:
            writer.close()
        await asyncio.sleep(0.05)
        assert statuses(await corner.say(LAST)) == [200]


async def test_a_large_upload_waits_for_a_newsroom_that_reads_slowly(folder):
    """Back-pressure: what the newsroom has not taken yet stays with the client."""
    taken = asyncio.Event()

    class Slow(Newsroom):
        async def serve(self, reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            await taken.wait()
            got = await reader.readexactly(20_000_000)
            self.got.append(b"%d" % len(got))
            writer.write(self.answer)
            writer.close()

    async with a_corner_with_newsroom(folder, Slow()) as corner:
        reader, writer = await connected(
            corner, b"POST /redaksi/ HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n"
        )
        sending = asyncio.ensure_future(_send(writer, 20_000_000))
        await asyncio.sleep(0.3)
        (connection,) = corner.worker._room.connections
        assert connection._held
        assert connection._body._size < 2_000_000
        tick(corner, limits.SLOW_SECONDS + 1)  # it is not the client who is slow
        taken.set()
        await asyncio.wait_for(sending, 10)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        assert (statuses(head), corner.newsroom.got) == ([200], [b"20000000"])
        writer.close()


async def _send(writer: asyncio.StreamWriter, size: int) -> None:
    for _ in range(size // 100_000):
        writer.write(b"x" * 100_000)
        await writer.drain()


async def test_a_stop_finishes_what_is_under_way_and_closes_the_rest(folder):
    going = asyncio.Event()

    class Slow(Newsroom):
        async def serve(self, reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            await going.wait()
            writer.write(self.answer)
            writer.close()

    async with a_corner_with_newsroom(folder, Slow()) as corner:
        idle, one = await connected(corner, GET)
        ahead, third = await connected(corner, b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        busy, other = await connected(corner, b"GET /akun/ HTTP/1.1\r\nHost: a\r\n\r\n")
        closing = asyncio.ensure_future(corner.worker._room.close(5))
        assert statuses(await asyncio.wait_for(idle.read(), 2)) == [200]
        third.write(b"y\r\n\r\n" + b"POST /akun/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" + GET)
        assert statuses(await asyncio.wait_for(ahead.read(), 2)) == [200]
        assert not closing.done()
        going.set()
        said = await asyncio.wait_for(busy.read(), 2)
        assert said.endswith(b"hello") and b"connection: close" in said
        await asyncio.wait_for(closing, 2)
        for writer in (one, other, third):
            writer.close()
