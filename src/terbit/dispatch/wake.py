"""A datagram on a Unix socket that says "look now". It carries nothing, and losing one costs a poll, never a change."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path
from typing import Final

CHANNEL: Final = "terbit_dispatch"
"""Where PostgreSQL says the same: NOTIFY goes with the transaction that has news."""


def ring(address: Path) -> None:
    """Wake whoever listens at `address`; nobody listening is no error."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell, contextlib.suppress(OSError):
        bell.setblocking(False)
        bell.sendto(b"!", str(address))


class Bell:
    """The listening end. One process owns the address; it takes it over from one that died."""

    def __init__(self, address: Path) -> None:
        address.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(address)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(address))

    def wait(self, seconds: float) -> bool:
        """Return when rung (True) or after `seconds` (False). Rings that came together count as one."""
        self._socket.settimeout(seconds)
        try:
            self._socket.recv(16)
        except TimeoutError:
            return False
        self._socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(16)
        return True

    def close(self) -> None:
        self._socket.close()
