"""The ledger's fdatasync has returned before the first byte of the answer leaves (watched with strace)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from terbit.kiosk.tests.corner import CITRA, a_corner, cookie_of
from terbit.kiosk.tests.running import a_running_kiosk, ask

SYNCED = re.compile(r"fdatasync\((\d+)<[^>]*ledger\.sqlite[^>]*>.*\) = 0|fdatasync resumed.*\) = 0")
ANSWERED = re.compile(r"(?:write|writev|sendto|sendmsg)\(\d+<[^>]*>, .*HTTP/1\.1 303")

pytestmark = [
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
    pytest.mark.sqlite("PostgreSQL's server syncs; terbit/ledger/tests/test_postgresql.py kills it after the answer"),
]


def watch(folder: Path, ledger: str = "terbit.ledger:open_ledger") -> tuple[int, int]:
    """Unlock one story under strace. Returns the lines at which the ledger was synced and the answer went out."""
    a_corner(folder).close()
    trace = folder / "trace"
    strace = ["strace", "-f", "-y", "-tt", "-s", "64", "-o", str(trace)]
    with a_running_kiosk(
        folder, ledger=ledger, before=[*strace, "-e", "trace=fdatasync,write,writev,sendto,sendmsg"]
    ) as port:
        answer = ask(port, "POST", "/artikel/berita-1", cookie_of(CITRA) | {"Sec-Fetch-Site": "same-origin"})
    assert answer.startswith(b"HTTP/1.1 303")
    lines = trace.read_text(errors="replace").splitlines()
    synced = next((at for at, line in enumerate(lines) if SYNCED.search(line)), len(lines))
    answered = next(at for at, line in enumerate(lines) if ANSWERED.search(line))
    return synced, answered


def test_an_unlock_is_on_disk_before_it_is_answered(tmp_path):
    synced, answered = watch(tmp_path)
    assert synced < answered


def test_the_watch_catches_a_ledger_that_does_not_wait_for_the_disk(tmp_path):
    synced, answered = watch(tmp_path, ledger="terbit.kiosk.tests.unsynced:unsynced_ledger")
    assert not synced < answered
