"""The signed cookie `terbit_pass`: it says who came with which session, and grants nothing by itself.

Text: `1.<key id>.<reader>.<session>.<epoch>.<number>.<signature>`, the signature a keyed BLAKE2b of all before it.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

COOKIE: Final = "terbit_pass"
MARKER_COOKIE: Final = "masuk"
LONGEST: Final = 200
_TEXT: Final = re.compile(r"1\.([A-Za-z0-9]{1,16})\.([0-9]{1,18})\.([0-9]{1,18})\.([A-Za-z0-9]{1,40})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class ReaderPass:
    """`number` is the dispatch number of the last change to this reader, within `epoch`; a kiosk behind it waits."""

    reader: int
    session: int
    epoch: str
    number: int


@dataclass(frozen=True, slots=True)
class PassKey:
    """`id`: letters and digits, at most 16; `secret`: 16 to 64 bytes."""

    id: str
    secret: bytes


class BadKeys(ValueError):
    """The keys cannot be used: no pass can be signed or read with them."""


def keys_from(text: str | bytes) -> tuple[PassKey, dict[str, bytes]]:
    """The signing key, and all secrets by id, from JSON `{"signing": id, "keys": {id: hex}}`. Raises BadKeys."""
    try:
        found = json.loads(text)
        secrets = {str(name): bytes.fromhex(secret) for name, secret in found["keys"].items()}
        return PassKey(found["signing"], secrets[found["signing"]]), secrets
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadKeys(f"The keys of the readers' passes cannot be read ({error}). Restore pass.json.") from error


def sign(reader_pass: ReaderPass, key: PassKey) -> str:
    """The cookie's value. Raises ValueError where the pass could not be read back."""
    p = reader_pass
    text = f"1.{key.id}.{p.reader}.{p.session}.{p.epoch}.{p.number}"
    if not _TEXT.fullmatch(text):
        raise ValueError(f"A pass needs whole numbers and an epoch of letters and digits; it has {p}.")
    return f"{text}.{_signature(text, key.secret)}"


def verify(text: str, keys: Mapping[str, bytes]) -> ReaderPass | None:
    """The pass, or None for anything that one of `keys` (id to secret) did not sign, however malformed."""
    if len(text) > LONGEST or not text.isascii():
        return None
    signed, _, signature = text.rpartition(".")
    match = _TEXT.fullmatch(signed)
    if match is None or (secret := keys.get(match[1])) is None:
        return None
    if not hmac.compare_digest(_signature(signed, secret), signature):
        return None
    return ReaderPass(int(match[2]), int(match[3]), match[4], int(match[5]))


def key_id_of(text: str) -> str:
    """The id of the key that signed a well-formed pass; empty for anything else."""
    match = _TEXT.fullmatch(text.rpartition(".")[0])
    return match[1] if match else ""


def _signature(text: str, secret: bytes) -> str:
    digest = blake2b(text.encode("ascii"), key=secret, digest_size=24).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii")
