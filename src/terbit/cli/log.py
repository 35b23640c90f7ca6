"""What a process has to say goes to standard error, one line each, beginning with the process's name.

A fault that has a code is a line of JSON instead, for whoever gathers logs: time, process, level, fault, how often it
came since the last line, and a sentence. Neither holds anything about a reader.
"""

from __future__ import annotations

import json
import logging
import sys
import time

from terbit.config import Settings


class _Line(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__(f"%(asctime)s {process} %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        fault = getattr(record, "fault", "")
        return self._as_json(record, fault) if fault else super().format(record)

    def _as_json(self, record: logging.LogRecord, fault: str) -> str:
        said = {
            "time": self.formatTime(record, self.datefmt),
            "process": self._process,
            "level": record.levelname.lower(),
            "fault": fault,
            "times": getattr(record, "times", 1),
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def log_to_stderr(process: str, settings: Settings) -> None:
    """Send this process's log to standard error, from TERBIT_LOG_LEVEL up. Times are UTC."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line(process))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
