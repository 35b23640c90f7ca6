"""Who is at the other end, where a front stands between."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Final

from terbit.config import Network

_FORWARDED_FOR: Final = b"x-forwarded-for"


class Clients:
    """`trusted`: the fronts whose word is taken. Each front adds to X-Forwarded-For, at its end, whom it saw; so the
    last one there that is no front is the client, and what stands before may be anybody's invention."""

    def __init__(self, trusted: tuple[Network, ...] = ()) -> None:
        self._trusted = trusted

    def address(self, peer: str, headers: Mapping[bytes, bytes]) -> str:
        """`peer` is who is connected. What is no address is nobody's: the last one that is known stands for it."""
        known = peer
        if self._trusted and _FORWARDED_FOR in headers:
            for said in reversed(headers[_FORWARDED_FOR].decode("latin-1").split(",")):
                if not self._is_front(known):
                    break
                found = _address(said.strip())
                if found is None:
                    break
                known = str(found)
        return known

    def _is_front(self, text: str) -> bool:
        found = _address(text)
        return found is not None and any(found in network for network in self._trusted)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
