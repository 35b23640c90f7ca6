"""Who came: the pass read and remembered."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from terbit.gate.reader_pass import BadKeys, ReaderPass, keys_from, verify
from terbit.kiosk.faults import Faults
from terbit.kiosk.http import pass_cookie

REMEMBERED: Final = 20_000
LONGEST_REMEMBERED: Final = 1_024
LOOK_AGAIN_SECONDS: Final = 1.0


class Passes:
    """Reads passes with the keys in `path`; a changed file is noticed within a second and empties the memory.

    Raises BadKeys where the file cannot be read when the kiosk starts. One that is damaged later changes nothing.
    """

    def __init__(self, path: Path, faults: Faults | None = None) -> None:
        self._path = path
        self._faults = faults or Faults()
        self._changed_at = -1
        self._look_at = 0.0
        self._keys: dict[str, bytes] = {}
        self._known: dict[bytes, ReaderPass] = {}
        self._refresh()

    def read(self, cookies: bytes | None) -> ReaderPass | None:
        """The pass among the cookies of a request; None where there is none, or none that is good.

        What is remembered is the whole header: a browser sends the same one with each request.
        """
        if cookies is None:
            return None
        if time.monotonic() >= self._look_at:
            self._refresh()
        return self._known.get(cookies) or self._remember(cookies)

    def _remember(self, cookies: bytes) -> ReaderPass | None:
        found = verify(pass_cookie(cookies.decode("latin-1")), self._keys)
        if found is not None and len(cookies) <= LONGEST_REMEMBERED:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[cookies] = found
        return found

    def _refresh(self) -> None:
        self._look_at = time.monotonic() + LOOK_AGAIN_SECONDS
        try:
            changed_at = self._path.stat().st_mtime_ns
        except OSError:
            return  # the keys read before still hold
        if changed_at != self._changed_at:
            self._take_keys()
            self._changed_at = changed_at

    def _take_keys(self) -> None:
        try:
            self._keys = keys_from(self._path.read_bytes())[1]
        except BadKeys as error:
            if not self._keys:
                raise
            self._faults.report("keys_unreadable", str(error))
        else:
            self._known.clear()
