"""One value of a row, as it is meant, whichever engine keeps it; and one number that stands for a whole row."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

from psycopg.types.json import Jsonb

MODULUS: Final = 1 << 64


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _stored_time(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


FROM_SQLITE: Final[dict[str, Callable[[Any], Any]]] = {
    "boolean": bool,
    "timestamp with time zone": _time,
    "date": date.fromisoformat,
    "jsonb": json.loads,
    "uuid": UUID,
}
"""By PostgreSQL's name of the type; what is not named here is the same in both."""

TO_SQLITE: Final[dict[str, Callable[[Any], Any]]] = {
    "boolean": int,
    "timestamp with time zone": _stored_time,
    "date": date.isoformat,
    "jsonb": json.dumps,
    "uuid": lambda value: value.hex,
}
TO_POSTGRESQL: Final[dict[str, Callable[[Any], Any]]] = {"jsonb": Jsonb}
KNOWN: Final = FROM_SQLITE.keys() | {"text", "bigint", "bytea", "smallint", "varchar", "integer", "double precision"}

Converter = Callable[[Sequence[Any]], list[Any]]


def converter(types: Sequence[str], by_type: dict[str, Callable[[Any], Any]]) -> Converter:
    """A function that turns a row's values one by one; NULL stays NULL."""
    turns = [by_type.get(of) for of in types]

    def convert(row: Sequence[Any]) -> list[Any]:
        return [value if turn is None or value is None else turn(value) for value, turn in zip(row, turns, strict=True)]

    return convert


def sum_of(row: Sequence[Any]) -> int:
    """A number of 64 bits for the row's values as they are meant. Rows of a table are added up, in whatever order."""
    words = json.dumps([_plain(value) for value in row], sort_keys=True, ensure_ascii=False)
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview() | bytearray():
            return bytes(value).hex()
        case UUID():
            return value.hex
        case _:
            return value
