"""What every front has to know, whichever program it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from terbit.config import Settings
from terbit.gate.reader_pass import COOKIE
from terbit.kiosk.crawlers.chosen import engines_of
from terbit.kiosk.passage import PREFIXES

OWN: Final = ("/saya", "/healthz", "/readyz", "/metrics")
"""Addresses of the kiosk's own, whose answers are about somebody or about this moment."""
PLAIN: Final = "/[A-Za-z0-9/._~-]*"
"""The only addresses that are kept: what can be written in one way alone, so that one word makes it forgotten."""


@dataclass(frozen=True, slots=True)
class Front:
    """`purge_from` are the kiosks that may say what changed; `crawlers` the names, as a pattern, that some who may prove
    themselves go by."""

    kiosk_host: str
    kiosk_port: int
    server_name: str
    listen: str = "80"
    cache: str = "/var/cache/nginx/terbit"
    purge_from: tuple[str, ...] = ("127.0.0.1", "::1")
    crawlers: str = ""

    @property
    def kiosk(self) -> str:
        host = f"[{self.kiosk_host}]" if ":" in self.kiosk_host else self.kiosk_host
        return f"{host}:{self.kiosk_port}"

    def filled(self, text: str, **more: str) -> str:
        """`text` with the words in it that stand between two @."""
        words = {
            "KIOSK": self.kiosk,
            "KIOSK_HOST": self.kiosk_host,
            "KIOSK_PORT": str(self.kiosk_port),
            "SERVER": self.server_name,
            "LISTEN": self.listen,
            "CACHE": self.cache,
            "COOKIE": COOKIE,
            "PLAIN": PLAIN,
            "PASSED": "|".join(path.strip("/") for path in (*PREFIXES, *OWN)),
        } | more
        return re.sub("@([A-Z_]+)@", lambda found: words[found[1]], text)


def front_of(settings: Settings, **chosen: str | tuple[str, ...]) -> Front:
    """The front of this house; what is `chosen` stands for what a Front has by itself."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    crawlers = "|".join(engine.claim.decode() for engine in engines_of(settings))
    name = urlsplit(settings.base_url).hostname or "_"
    return replace(Front(host, settings.port, name, crawlers=crawlers), **chosen)  # type: ignore[arg-type]
