"""Connections to the file at the database's path, and to no other.

Connections are kept for as long as a thread lives. Left alone, one would go on with a file that was moved away, and a
new one would begin an empty database in its place, and stay with that when the house's own is back.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Opens what is there and makes nothing (`terbit prepare` does); before each request it looks whether it still is."""

    _file: tuple[int, int] | None = None

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"database": f"file:{quote(self._path)}?mode=rw"}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._file = self._file_there()
        return super().get_new_connection(conn_params)

    def close_if_unusable_or_obsolete(self) -> None:
        """Django calls it between requests, the worker between batches."""
        if self.connection is not None and not self.in_atomic_block and self._file_there() != self._file:
            self.close()
        super().close_if_unusable_or_obsolete()

    @property
    def _path(self) -> str:
        return str(self.settings_dict["NAME"])

    def _file_there(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino
