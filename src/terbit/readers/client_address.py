"""Where a request came from, for limits on guessing."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's IP address.

    Over the Unix socket only the kiosk speaks, and it writes X-Forwarded-For anew with the one address that it saw;
    there the header is taken. A request that came over the network is its own witness, whatever it claims.
    """
    told = request.META.get("REMOTE_ADDR", "") or request.headers.get("X-Forwarded-For", "").strip()
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return "0.0.0.0"  # nobody said: all such requests share one limit
