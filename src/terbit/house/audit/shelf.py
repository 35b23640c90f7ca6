"""The house's own shelf as one moment of it, with rows above it that only the audit sees: its readers, and planted leaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lmdb

from terbit.dispatch import keys
from terbit.dispatch.shelf import Glance, ShelfReader


class AuditShelf(ShelfReader):
    """One read transaction for all glances. What is replaced meanwhile keeps its room until `close`; nothing is written."""

    def __init__(self, folder: Path) -> None:
        """Raises lmdb.Error where there is no shelf."""
        super().__init__(folder)
        self._moment = self._begin()
        self.above: dict[bytes, bytes] = {}

    def glance(self) -> Glance:
        return _Glance(self._moment, self.above)

    def keys_of_pages(self) -> list[str]:
        with self.glance() as glance:
            below = {key for key, _record in Glance.pages(glance)}
        return sorted(below | {name for key in self.above if keys.is_page(name := key.decode())})

    def keys_of_files(self) -> Iterator[str]:
        """Names of the pictures' files that readers may have."""
        for key in (*(bytes(key) for key, _value in self._moment.cursor()), *self.above):
            name = key.decode()
            if name.startswith(keys.FILE):
                yield name.removeprefix(keys.FILE)

    def close(self) -> None:
        self._moment.abort()
        super().close()


class _Glance(Glance):
    __slots__ = ("_above",)

    def __init__(self, moment: lmdb.Transaction, above: dict[bytes, bytes]) -> None:
        super().__init__(moment)
        self._above = above

    def get(self, key: bytes) -> memoryview | None:
        found = self._above.get(key)
        return super().get(key) if found is None else memoryview(found)

    def close(self) -> None:
        """The moment is the shelf's, and lasts."""
