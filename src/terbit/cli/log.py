"""What a process has to say goes to standard error, one line each, beginning with the process's name."""

from __future__ import annotations

import logging
import sys
import time

from terbit.config import Settings


def log_to_stderr(process: str, settings: Settings) -> None:
    """Send this process's log to standard error, from TERBIT_LOG_LEVEL up. Times are UTC."""
    line = logging.Formatter(f"%(asctime)s {process} %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    line.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(line)
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
