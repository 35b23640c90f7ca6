"""How much, and for how long, one client may ask of the kiosk."""

from __future__ import annotations

from typing import Final

TARGET_BYTES: Final = 8 * 1024
"""The longest request target; a longer one gets 414."""
HEAD_BYTES: Final = 16 * 1024
"""The largest request line with headers; a larger one gets 431."""
MOST_REPEATED: Final = 32
"""Headers that a request may send more than once, all together; with more it gets 431."""
BODY_BYTES: Final = 64 * 1024
"""The largest body of a request that the kiosk answers itself; a larger one gets 413."""
PASSED_BODY_BYTES: Final = 1024 * 1024
NEWSROOM_BODY_BYTES: Final = 32 * 1024 * 1024
"""Pictures of 25 MB are taken at the desk."""
MOST_QUEUED: Final = 64
"""Requests that one client may send ahead of the answers."""
BUFFERED_BYTES: Final = 64 * 1024
"""What waits for a slow side, of either direction, before the quick side is stopped."""

HEAD_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 65.0
LINGER_SECONDS: Final = 2.0
SLOW_SECONDS: Final = 20.0
LEAST_BYTES: Final = 4 * 1024
"""A client that takes, or sends, less than this in SLOW_SECONDS is let go."""
STOP_SECONDS: Final = 4.0
"""What is under way at a stop may take so long; the supervisor allows six seconds."""
LEAVE_SECONDS: Final = IDLE_SECONDS + HEAD_SECONDS
"""After a reload the workers from before have so long for whoever is still connected."""
MOST_CONNECTIONS: Final = 10_000


def body_limit(path: str) -> int:
    """The most bytes that a body sent to this path may have."""
    if path.startswith("/redaksi/"):
        return NEWSROOM_BODY_BYTES
    return PASSED_BODY_BYTES if path.startswith(("/akun/", "/langganan/", "/cari", "/api/")) else BODY_BYTES
