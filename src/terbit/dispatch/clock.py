"""Whether somebody set this host's clock back: the one on the wall fell behind one that nobody sets."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

TOLERANCE_SECONDS: Final = 5.0
"""Time servers slew by less without a step."""


class Clock:
    """Both in seconds: `wall` since 1970, `steady` since whenever."""

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._steady = steady
        self._offset = wall() - steady()

    def stepped_back(self) -> float:
        """Seconds by which the clock was set back since it was last asked; 0 where it was not, by little, or forward."""
        offset = self._wall() - self._steady()
        back, self._offset = self._offset - offset, offset
        return back if back > TOLERANCE_SECONDS else 0.0
