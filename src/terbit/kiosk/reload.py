"""Where the kiosk's parent process is found by whoever wants it to take new workers."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from pathlib import Path


def take_place(file: Path) -> int:
    """Note this process in `file` and hold it; returns the handle, which holds for as long as it is open.

    Where another kiosk of this state folder holds it, that one stays the one that is asked.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
    return handle


def ask_for_new_workers(file: Path) -> bool:
    """Send SIGHUP to the kiosk that holds `file`; False where none does."""
    try:
        handle = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.kill(int(os.read(handle, 20)), signal.SIGHUP)
        return True
    finally:
        os.close(handle)
    return False
