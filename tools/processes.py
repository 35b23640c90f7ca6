"""Processes that tests and benchmarks start."""

from __future__ import annotations

import signal
import subprocess
from typing import Any


def end(process: subprocess.Popen[Any], seconds: float, *, by: signal.Signals = signal.SIGTERM) -> None:
    """Ask it to end by this signal; by force where it has not after so many seconds. Returns when it is gone."""
    process.send_signal(by)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
