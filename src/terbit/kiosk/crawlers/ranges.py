"""The addresses that a search engine publishes as its crawler's: a file, as Google and Bing offer it."""

from __future__ import annotations

import ipaddress
import json
from pathlib import Path

from terbit.config import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadRanges(ValueError):
    """A file of addresses that cannot be used."""


def read_ranges(file: Path) -> tuple[Network, ...] | None:
    """The networks in `{"prefixes": [{"ipv4Prefix": …} or {"ipv6Prefix": …}, …]}`; None where there is no file.

    Raises BadRanges.
    """
    try:
        found = json.loads(file.read_bytes())["prefixes"]
        return tuple(ipaddress.ip_network(one.get("ipv4Prefix") or one["ipv6Prefix"]) for one in found)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRanges(
            f"{file} holds no list of a crawler's addresses as its engine publishes it: {error!r}"
        ) from error


def address_of(text: str) -> Address | None:
    """The address; None for what is none. One of IPv4 stays one, however it is written."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
