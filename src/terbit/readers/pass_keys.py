"""The keys that passes are signed with: `keys/pass.json` in the state folder, made when the house is prepared.

`{"signing": id, "keys": {id: hex}}`. A key that is listed but not the signing one is still good; the next answer of
the newsroom gives its holders a fresh pass.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from terbit.config import settings
from terbit.gate.reader_pass import PassKey


class PassKeysMissing(RuntimeError):
    """The file is not there or not readable as keys; its text says which and what to do."""


@dataclass(frozen=True, slots=True)
class PassKeys:
    signing: PassKey
    accepted: Mapping[str, bytes]


def pass_keys() -> PassKeys:
    """The keys as the file has them now; read again only when the file changed. Raises PassKeysMissing."""
    file = settings.keys_folder / "pass.json"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PassKeysMissing(
            f"{file} does not hold the keys of the reader passes ({error}). Run `terbit prepare`."
        ) from error


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> PassKeys:
    record = json.loads(file.read_text())
    accepted = {str(name): bytes.fromhex(secret) for name, secret in record["keys"].items()}
    return PassKeys(PassKey(record["signing"], accepted[record["signing"]]), accepted)
