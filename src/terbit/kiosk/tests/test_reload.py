"""New workers take over from old ones while readers read: not one request fails."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from terbit.kiosk.reload import ask_for_new_workers
from terbit.kiosk.tests.corner import CITRA, a_corner, cookie_of
from terbit.kiosk.tests.running import a_message, a_running_kiosk, workers

READERS = 12
PATIENCE_SECONDS = 60.0
PAGE = a_message("GET", "/artikel/berita-1").replace(b"Connection: close\r\n", b"")
UNLOCK = a_message("POST", "/artikel/berita-2", cookie_of(CITRA) | {"Sec-Fetch-Site": "same-origin"}).replace(
    b"Connection: close\r\n", b""
)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("k")
    a_corner(folder).close()
    (folder / "static").mkdir()
    (folder / "static" / "besar.bin").write_bytes(b"x" * 6_000_000)
    return folder


async def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


class Reader:
    """Asks again and again over a connection that is kept as long as the kiosk keeps it."""

    def __init__(self, port: int, message: bytes) -> None:
        self._port = port
        self._message = message
        self.answered = 0
        self.failures: list[str] = []

    async def read_until(self, over: asyncio.Event) -> None:
        stays = False
        while not over.is_set():
            try:
                if not stays:
                    reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                writer.write(self._message)
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_SECONDS)
                length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
                await reader.readexactly(length)
            except (OSError, EOFError, TimeoutError) as error:
                self.failures.append(repr(error))
                stays = False
                continue
            if not head.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 303 ")):
                self.failures.append(head.decode())
            self.answered += 1
            stays = b"connection: close" not in head
            if not stays:
                writer.close()
            await asyncio.sleep(0.001)
        if stays:
            writer.close()


async def test_no_request_fails_while_new_workers_take_over(folder):
    with a_running_kiosk(folder, TERBIT_KIOSK_WORKERS="2") as port:
        over = asyncio.Event()
        readers = [Reader(port, UNLOCK if one % 4 == 0 else PAGE) for one in range(READERS)]
        reading = [asyncio.ensure_future(one.read_until(over)) for one in readers]
        for _ in range(3):
            before = workers(folder)
            assert len(before) == 2
            answered = sum(one.answered for one in readers)
            assert ask_for_new_workers(folder / "run" / "kiosk.pid")
            await until(lambda before=before: len(workers(folder)) == 2 and not workers(folder) & before)
            await until(lambda answered=answered: sum(one.answered for one in readers) > answered + 100)
        over.set()
        await asyncio.gather(*reading)
        assert [one.failures for one in readers] == [[]] * READERS


async def test_a_worker_from_before_stays_until_its_slow_reader_has_everything(folder):
    with a_running_kiosk(folder) as port:
        (before,) = workers(folder)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(b"GET /static/besar.bin HTTP/1.1\r\nHost: a\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        ask_for_new_workers(folder / "run" / "kiosk.pid")
        await until(lambda: len(workers(folder)) == 2)
        head = await _ask_once(port)
        assert head.startswith(b"HTTP/1.1 200 ") and before in workers(folder)
        assert len(await reader.readexactly(6_000_000)) == 6_000_000
        async with asyncio.timeout(PATIENCE_SECONDS):  # the connection was kept; its last answer says that it ends
            while b"connection: close" not in (head := await _next_head(reader, writer)):
                await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
        writer.close()
        await until(lambda: before not in workers(folder))


async def _next_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(PAGE)
    return await reader.readuntil(b"\r\n\r\n")


async def _ask_once(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(a_message("GET", "/"))
    found = await reader.read()
    writer.close()
    return found


async def test_new_workers_that_do_not_come_up_change_nothing(folder):
    with a_running_kiosk(folder, ledger="terbit.kiosk.tests.brittle:brittle_ledger", TERBIT_KIOSK_WORKERS="2") as port:
        before = await _all_up(folder, 2)
        (folder / "broken").touch()
        for _ in range(4):
            ask_for_new_workers(folder / "run" / "kiosk.pid")
            await asyncio.sleep(0.3)
        await until(lambda: workers(folder) == before)
        assert (await _ask_once(port)).startswith(b"HTTP/1.1 200 ")
        (folder / "broken").unlink()
        ask_for_new_workers(folder / "run" / "kiosk.pid")
        await until(lambda: len(workers(folder)) == 2 and not workers(folder) & before)


async def test_a_new_worker_that_let_readers_in_leaves_again_when_another_does_not_come_up(folder):
    with a_running_kiosk(folder, ledger="terbit.kiosk.tests.brittle:brittle_ledger", TERBIT_KIOSK_WORKERS="2") as port:
        before = await _all_up(folder, 2)
        (folder / "trap").touch()
        ask_for_new_workers(folder / "run" / "kiosk.pid")
        await _all_up(folder, 3)
        await until(lambda: workers(folder) == before)
        ask_for_new_workers(folder / "run" / "kiosk.pid")
        await until(lambda: len(workers(folder)) == 2 and not workers(folder) & before)
        assert (await _ask_once(port)).startswith(b"HTTP/1.1 200 ")


async def _all_up(folder: Path, number: int) -> set[int]:
    """The workers, once so many have come up so far."""
    await until(lambda: len(list(folder.glob("up-*"))) == number)
    return workers(folder)


async def test_a_second_word_hastens_those_who_wait_for_an_idle_reader(folder):
    with a_running_kiosk(folder) as port:
        (before,) = workers(folder)
        idle, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(PAGE)
        await idle.readuntil(b"\r\n\r\n")
        ask_for_new_workers(folder / "run" / "kiosk.pid")
        await until(lambda: len(workers(folder)) == 2)
        await asyncio.sleep(0.3)
        assert before in workers(folder)
        ask_for_new_workers(folder / "run" / "kiosk.pid")
        await until(lambda: before not in workers(folder) and len(workers(folder)) == 1)
        writer.close()


async def test_a_stop_ends_the_workers_from_before_too(folder):
    with a_running_kiosk(folder) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        ask_for_new_workers(folder / "run" / "kiosk.pid")
        await until(lambda: len(workers(folder)) == 2)
        all_of_them = workers(folder)
        os.kill(int((folder / "run" / "kiosk.pid").read_text()), signal.SIGTERM)
        await until(lambda: not any(Path(f"/proc/{one}").exists() for one in all_of_them))
        writer.close()


def test_where_no_kiosk_runs_there_is_none_to_ask(folder: Path) -> None:
    file = folder / "run" / "kiosk.pid"
    assert not ask_for_new_workers(file)
    file.parent.mkdir(exist_ok=True)
    file.write_text("1")  # left by one that was killed; the process of that number is another's by now
    assert not ask_for_new_workers(file)
