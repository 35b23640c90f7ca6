"""The search engines that a house can let in: a closed list."""

from __future__ import annotations

from typing import Final, NamedTuple


class Engine(NamedTuple):
    """`claim` stands in the User-Agent, in lower case, and proves nothing. `domains` are those that the engine itself
    names: an address belongs to it if its name ends so, and that name leads back to the address."""

    name: str
    claim: bytes
    domains: tuple[str, ...]


ENGINES: Final = {
    engine.name: engine
    for engine in (
        Engine("google", b"googlebot", ("googlebot.com", "google.com")),
        Engine("bing", b"bingbot", ("search.msn.com",)),
        Engine("apple", b"applebot", ("applebot.apple.com",)),
        Engine("yandex", b"yandex", ("yandex.com", "yandex.net", "yandex.ru")),
    )
}
