"""The kiosk's server: Granian, one event loop a worker."""

from __future__ import annotations

import logging
from typing import Final

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from terbit.config import Settings

APPLICATION: Final = "terbit.kiosk.asgi:application"


def main(settings: Settings, application: str = APPLICATION) -> None:
    """Serve until SIGTERM or SIGINT. The application reads its settings from the environment, as every process."""
    logging.getLogger("_granian").setLevel(logging.WARNING)
    Granian(
        application,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.kiosk_workers,
        loop=Loops.uvloop,
        websockets=False,
        backlog=2048,
        log_access=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=4,
        respawn_failed_workers=True,
    ).serve()
