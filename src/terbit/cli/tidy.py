"""For commands that take what they began away again when they break off."""

from __future__ import annotations

import signal
import sys


def end_tidily() -> None:
    """SIGTERM ends the command as Ctrl-C does: whatever is to be cleared away is, and the exit code is 1."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
