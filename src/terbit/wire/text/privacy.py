"""No person's address leaves this importer: not in a story, not in the original kept beside it."""

from __future__ import annotations

import re
from typing import Final

REMOVED: Final = "[…]"
_ADDRESS: Final = re.compile(
    r"(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~•…-]+\s?(?:@|＠|\(at\)|\[at\])\s?[\w•*-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w•*-]+)*(?:\.[^\W\d_]{2,})",
    re.IGNORECASE,
)
_BYTES: Final = re.compile(
    rb"[\w.!#$%&'*+/=?^`{|}~\x80-\xff-]+(?:@|\s?[(\[]at[)\]]\s?)[\w*\x80-\xff-]+(?:\.[\w*\x80-\xff-]+)+", re.IGNORECASE
)
_WIDE: Final = re.compile(rb"(?:[!-?A-~]\0)+@\0(?:[!-?A-~]\0)+|(?:\0[!-?A-~])+\0@(?:\0[!-?A-~])+")


def has_address(text: str) -> bool:
    return ("@" in text or "＠" in text or "(at)" in text or "[at]" in text) and bool(_ADDRESS.search(text))


def without_addresses(text: str) -> str:
    """`text` with every e-mail address, also a half-hidden one, replaced by "[…]"."""
    return _ADDRESS.sub(REMOVED, text) if has_address(text) else text


def masked(data: bytes) -> bytes:
    """A saved page with the letters of every e-mail address replaced by "x"; its length and coding stay."""
    if b"@" not in data and b"at" not in data.lower():
        return data
    return _WIDE.sub(_crossed, _BYTES.sub(_crossed, data))


def _crossed(found: re.Match[bytes]) -> bytes:
    return re.sub(rb"[^.\0]", b"x", found[0])
