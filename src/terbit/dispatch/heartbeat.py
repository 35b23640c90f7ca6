"""How long ago a host's follower had its last answer from dispatch, whatever is done to that host's clock.

The follower touches a file. Whoever goes on looking at it sees it change, and counts from there by a clock that nobody
sets; the time that the file bears is believed at the first look alone, and only where it does not lie in the future.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

HEARTBEAT: Final = "heartbeat"


class Pulse:
    """`heard_at`: monotonic seconds of the last answer; minus infinity where none is known of."""

    def __init__(self, file: Path, *, wall: Callable[[], float] = time.time) -> None:
        self._file = file
        self._wall = wall
        self._beat: int | None = None
        self._looked_at = -math.inf
        self.heard_at = -math.inf

    def look(self, now: float) -> None:
        """`now`: monotonic seconds. A file that is gone was the last word."""
        looked_at, self._looked_at = self._looked_at, now
        try:
            beat = self._file.stat().st_mtime_ns
        except OSError:
            return
        if beat != self._beat:
            self._beat = beat
            age = self._wall() - beat / 1e9
            self.heard_at = max(looked_at, now - age if age >= 0 else -math.inf)


def age_of(file: Path) -> float | None:
    """Seconds since the file was touched, by the clock on the wall; None where it never was, or will be touched only
    in the future."""
    pulse = Pulse(file)
    now = time.monotonic()
    pulse.look(now)
    return None if math.isinf(pulse.heard_at) else now - pulse.heard_at
