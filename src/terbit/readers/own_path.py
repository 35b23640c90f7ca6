"""Where a reader is sent on to: to an address of this house, and nowhere else."""

from __future__ import annotations

from typing import Final

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST: Final = 2000


def own_path(address: str | None) -> str:
    """`address` where it is a path on this host ("/artikel/x?y"), else "".

    Refused: other hosts and schemes, `//host`, `/\\host`, control characters and white space, and whatever is too long.
    """
    if not address or len(address) > LONGEST or not address.startswith("/"):
        return ""
    if any(sign.isspace() or not sign.isprintable() for sign in address):
        return ""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""
