"""The newsroom process: Granian serving Django on a Unix socket that only this user's processes can open."""

from __future__ import annotations

import logging
import os
import socket
from pathlib import Path

from terbit.config import Settings
from terbit.house.refused import StartRefused

LOWER_PRIORITY = 10  # sharing cores at equal rank was measured to raise the kiosk's p99 a hundredfold


def serve_newsroom(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises StartRefused when another newsroom holds the socket."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    free_socket(settings.newsroom_socket)
    os.nice(LOWER_PRIORITY)
    logging.getLogger("_granian").setLevel(logging.WARNING)
    Granian(
        "terbit.house.wsgi:application",
        uds=settings.newsroom_socket,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.newsroom_threads,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def free_socket(path: Path) -> None:
    """Remove a socket that a killed process left behind; one that somebody listens on is refused."""
    if not path.exists():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
        try:
            trial.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
            return
    raise StartRefused(f"A newsroom runs on {path} already. Stop it, or choose another state folder with TERBIT_HOME.")
