"""A kiosk besieged: whatever one side of the street does to it, the other side reads, and its memory stays small.

The figures are printed (pytest -rP); what a reader waits is measured and not judged, since that is the machine's.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import resource
import socket
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from terbit.kiosk import limits
from terbit.kiosk.tests.corner import SECRET, a_corner, text_of
from terbit.kiosk.tests.running import a_message, a_running_kiosk, workers

STORY = "/artikel/berita-1"
MEGABYTE = 1024
PATIENCE_SECONDS = 60.0
KEPT = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("k")
    a_corner(folder).close()
    (folder / "static").mkdir()
    (folder / "static" / "besar.bin").write_bytes(b"x" * 8_000_000)
    return folder


@pytest.fixture
def many_files() -> Iterator[None]:
    """Each connection is an open file of the tests', too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def anonymous_kb(folder: Path) -> int:
    """Anonymous memory of whoever answers; it cannot be given back to a file."""
    found = 0
    for worker in workers(folder):
        status = Path(f"/proc/{worker}/status").read_text()
        found += int(status.partition("RssAnon:")[2].split()[0])
    return found


@dataclass
class Reader:
    """Reads a story again and again, each time over a connection of its own."""

    port: int
    waited: list[float] = field(default_factory=list)

    async def read_until(self, over: asyncio.Event) -> None:
        while not over.is_set():
            began = time.perf_counter()
            answer = await _say(self.port, a_message("GET", STORY))
            assert answer.startswith(b"HTTP/1.1 200 ") and text_of(STORY, "join").encode() in answer
            assert SECRET.encode() not in answer
            self.waited.append(time.perf_counter() - began)
            await asyncio.sleep(0.02)

    def __str__(self) -> str:
        waited = sorted(one * 1000 for one in self.waited)
        p99 = waited[min(len(waited) - 1, len(waited) * 99 // 100)]
        return f"{len(waited)} reads by others, p50 {statistics.median(waited):.1f} ms, p99 {p99:.1f} ms"


@asynccontextmanager
async def others_read_on(port: int, what: str, at_least: int = 3) -> AsyncIterator[None]:
    """While the block runs somebody reads, and gets every story they ask for."""
    reader, over = Reader(port), asyncio.Event()
    task = asyncio.ensure_future(reader.read_until(over))
    try:
        yield
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(reader.waited) < at_least and not task.done():
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
    finally:
        over.set()
        await task
    print(f"{what}: {reader}")


def connected(port: int, count: int) -> list[socket.socket]:
    """So many connections, from several addresses of this machine."""
    found = []
    for number in range(count):
        one = socket.socket()
        one.bind((f"127.0.0.{2 + number % 20}", 0))
        one.connect(("127.0.0.1", port))
        one.setblocking(False)
        found.append(one)
    return found


@contextmanager
def closed_at_the_end(clients: list[socket.socket]) -> Iterator[None]:
    try:
        yield
    finally:
        for client in clients:
            client.close()


async def besieged_by_idle_ones(folder: Path, count: int) -> None:
    with a_running_kiosk(folder) as port:
        async with others_read_on(port, "before"):
            await asyncio.sleep(0.3)
        before, took = anonymous_kb(folder), []
        for round_ in (1, 2, 3):
            clients: list[socket.socket] = []
            with closed_at_the_end(clients):
                async with others_read_on(port, f"{count} idle connections, round {round_}", at_least=20):
                    for _ in range(10):
                        clients += connected(port, count // 10)
                        await asyncio.sleep(0.01)
                    for number, client in enumerate(clients):
                        with contextlib.suppress(OSError):  # let go already: it took longer than the limit allows
                            client.send((b"", KEPT, b"GET / HTTP/1.1\r\nX: ", KEPT[:-2] + b"X: y\r\n")[number % 4])
                    await asyncio.sleep(0.5)
                    grown = anonymous_kb(folder) - before
            print(f"{count} idle connections, round {round_}: {grown / count:.1f} KiB of anonymous memory each")
            assert grown < 4 * MEGABYTE + count * 8
            took.append(grown)
        assert took[-1] - took[0] < MEGABYTE + count, "what one siege took, the next ones take again"
        async with others_read_on(port, "after"):
            await asyncio.sleep(0.3)


async def test_500_idle_connections_keep_nobody_from_reading(folder, many_files):
    await besieged_by_idle_ones(folder, 500)


@pytest.mark.slow
async def test_5000_idle_connections_keep_nobody_from_reading(folder, many_files):
    await besieged_by_idle_ones(folder, 5_000)


async def test_slow_readers_and_slow_writers_hold_little_and_keep_nobody_from_reading(folder, many_files):
    with a_running_kiosk(folder) as port:
        async with others_read_on(port, "before"):
            await asyncio.sleep(0.3)
        before = anonymous_kb(folder)
        slow = []
        for number in range(120):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", port))
            client.setblocking(False)
            client.send(
                b"GET /static/besar.bin HTTP/1.1\r\nHost: a\r\n\r\n" * 8 if number % 2 else b"POST " + STORY.encode()
            )
            slow.append(client)
        with closed_at_the_end(slow):
            async with others_read_on(port, "60 slow readers, 60 slow writers", at_least=20):
                for step in range(40):
                    for number, client in enumerate(slow):
                        with contextlib.suppress(OSError):
                            client.recv(64) if number % 2 else client.send(b"x")
                    await asyncio.sleep(0.03 if step % 10 else 0.1)
                grown = anonymous_kb(folder) - before
        print(f"60 slow readers of 8 MB, 60 slow writers: {grown} KiB of anonymous memory more")
        assert grown < 60 * 4 * limits.BUFFERED_BYTES / 1024 + 8 * MEGABYTE


async def flood(port: int, messages: list[bytes]) -> int:
    """Send all of them over a few connections that are kept; how many were answered with 404."""

    async def send(part: list[bytes]) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        found = 0
        for at in range(0, len(part), 20):
            writer.write(b"".join(part[at : at + 20]))
            for _ in part[at : at + 20]:
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_SECONDS)
                await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
                found += head.startswith(b"HTTP/1.1 404 ")
        writer.close()
        return found

    return sum(await asyncio.gather(*(send(messages[one::8]) for one in range(8))))


async def test_floods_of_addresses_that_are_none_leave_nothing_behind(folder):
    """Distinct paths, queries, codings, cookies, agents: nothing of them is kept, so the second flood costs no memory."""
    with a_running_kiosk(folder) as port:
        chance = random.Random(7)

        def messages(count: int) -> list[bytes]:
            return [
                b"GET /%d/%x?%d HTTP/1.1\r\nHost: h%d\r\nCookie: terbit_pass=1.k1.%d.1.e.1.%x; a=%d\r\n"
                b'Accept-Encoding: gzip;q=0.%d\r\nIf-None-Match: "%x"\r\nUser-Agent: Googlebot/%d\r\n\r\n'
                % tuple(chance.getrandbits(60) for _ in range(10))
                for _ in range(count)
            ]

        assert await flood(port, messages(4_000)) == 4_000
        before = anonymous_kb(folder)
        async with others_read_on(port, "20,000 distinct 404s"):
            assert await flood(port, messages(20_000)) == 20_000
        grown = anonymous_kb(folder) - before
        print(f"20,000 distinct 404s: {grown} KiB of anonymous memory more")
        assert grown < 6 * MEGABYTE


async def test_whatever_bytes_come_the_kiosk_answers_or_closes_and_others_read_on(folder):
    """Requests with bytes changed, doubled, cut out and moved; each connection ends, none with somebody's story or a 500."""
    seeds = [
        KEPT,
        b"POST " + STORY.encode() + b" HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd",
        b"POST /akun/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n" + KEPT,
        b"GET http://a/?x=/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: upgrade, close\r\n\r\n",
        b"HEAD " + STORY.encode() + b" HTTP/1.0\r\nRange: bytes=0-1\r\nIf-None-Match: *\r\n\r\n",
    ]
    chance = random.Random(11)
    with a_running_kiosk(folder) as port:
        before = anonymous_kb(folder)
        async with others_read_on(port, "1,500 broken requests"):
            for _ in range(30):
                said = await asyncio.gather(*(_say(port, _broken(chance, chance.choice(seeds))) for _ in range(50)))
                for answer in said:
                    assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
                    assert b"HTTP/1.1 500 " not in answer
                    assert f"{STORY} as open".encode() not in answer and f"{STORY} as quiet".encode() not in answer
        grown = anonymous_kb(folder) - before
        print(f"1,500 broken requests: {grown} KiB of anonymous memory more")
        assert grown < 16 * MEGABYTE


async def _say(port: int, message: bytes) -> bytes:
    """What came back, all of it; nothing where the kiosk closed while the message was still being sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(message)
        writer.write_eof()
        return await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)
    except OSError:
        return b""
    finally:
        writer.close()


def _broken(chance: random.Random, message: bytes) -> bytes:
    found = bytearray(message)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found))
        match chance.randrange(5):
            case 0:
                found[at] = chance.randrange(256)
            case 1:
                found[at:at] = found[at : at + chance.randint(1, 40)]
            case 2:
                del found[at : at + chance.randint(1, 10)]
                found = found or bytearray(b"x")
            case 3:
                found[at:at] = chance.choice([b"\r\n", b"\n", b"\0", b":", b" ", b"\r\nContent-Length: 3\r\n", b"%2f"])
            case _:
                found[at:at] = bytes([chance.randrange(256)]) * chance.choice([2, 300, 20_000])
    return bytes(found)
