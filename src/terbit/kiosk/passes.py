"""Who came: the pass read and remembered."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from terbit.gate.reader_pass import ReaderPass, keys_from, verify

REMEMBERED: Final = 20_000
LOOK_AGAIN_SECONDS: Final = 1.0


class Passes:
    """Reads passes with the keys in `path`; a changed file is noticed within a second and empties the memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed_at = -1
        self._look_at = 0.0
        self._keys: dict[str, bytes] = {}
        self._known: dict[str, ReaderPass | None] = {}
        self._refresh()

    def read(self, cookie: str) -> ReaderPass | None:
        if not cookie:
            return None
        if time.monotonic() >= self._look_at:
            self._refresh()
        try:
            return self._known[cookie]
        except KeyError:
            return self._remember(cookie)

    def _remember(self, cookie: str) -> ReaderPass | None:
        found = verify(cookie, self._keys)
        if found is not None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[cookie] = found
        return found

    def _refresh(self) -> None:
        self._look_at = time.monotonic() + LOOK_AGAIN_SECONDS
        try:
            changed_at = self._path.stat().st_mtime_ns
        except OSError:
            return  # the keys read before still hold
        if changed_at != self._changed_at:
            self._keys = keys_from(self._path.read_text())[1]
            self._known.clear()
            self._changed_at = changed_at
