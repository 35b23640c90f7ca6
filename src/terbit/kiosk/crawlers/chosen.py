"""Which crawlers this house lets in, by its settings."""

from __future__ import annotations

from terbit.config import Settings
from terbit.kiosk.crawlers.dns import Resolver, system_server
from terbit.kiosk.crawlers.engines import ENGINES, Engine
from terbit.kiosk.crawlers.proof import Crawlers
from terbit.kiosk.crawlers.ranges import read_ranges


def engines_of(settings: Settings) -> list[Engine]:
    return [ENGINES[name] for name in settings.crawlers.split(",") if name]


def crawlers_of(settings: Settings) -> Crawlers | None:
    """None where the house lets none in, as by default. Raises BadRanges."""
    engines = engines_of(settings)
    if not engines:
        return None
    folder = settings.crawler_ranges
    found = {one.name: read_ranges(folder / f"{one.name}.json") for one in engines} if folder else {}
    ranges = {name: networks for name, networks in found.items() if networks is not None}
    host, _, port = (settings.name_server or system_server()).partition("#")
    return Crawlers(engines, ranges, Resolver(host, int(port or 53)))
