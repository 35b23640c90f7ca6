"""No address of a reader: no e-mail address on a page but those that the house itself makes known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from terbit.press.proof.findings import Finding
from terbit.press.proof.galley import Galley

_WRITTEN_OTHERWISE: Final = re.compile(r"%40|&#0*64;|&#x0*40;|&commat;", re.IGNORECASE)
_SIGNS: Final = ("%40", "&#6", "&#0", "&#x", "&#X", "&commat")
_HOST: Final = re.compile(r"@((?:[\w-]+\.)+([^\W\d_]{2,}))")
_NO_DOMAIN: Final = frozenset(("png", "jpg", "jpeg", "webp", "avif", "svg", "gif", "css", "js"))
_LOCAL: Final = re.compile(r"[\w.+%'-]+$")
_LONGEST_LOCAL: Final = 64


def addresses_in(html: str) -> Iterator[str]:
    """Whatever looks like an e-mail address, in lower case; also where the sign is written as an entity or %40.

    A name in a network ("@ayu@social.example"), a file ("logo@2x.png") and a version ("x@1.2.3") are none.
    """
    if any(sign in html for sign in _SIGNS):
        html = _WRITTEN_OTHERWISE.sub("@", html)
    for host in _HOST.finditer(html):
        before = html[max(0, host.start() - _LONGEST_LOCAL) : host.start()]
        local = _LOCAL.search(before)
        if local and before[local.start() - 1 : local.start()] != "@" and host.group(2).lower() not in _NO_DOMAIN:
            yield f"{unquote(local.group()).lstrip('.')}@{host.group(1)}".lower()


def no_address_of_a_reader(galley: Galley) -> Iterator[Finding]:
    for part in galley.parts:
        for address in addresses_in(part.html):
            if address not in galley.house.addresses:
                yield Finding("address_of_a_reader", address)
