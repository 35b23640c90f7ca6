"""Django's PostgreSQL, with one transaction writing at a time, as SQLite has it.

Every transaction of the house takes one advisory lock when it begins and holds it to its end. So nothing commits
between what a page is printed from and the page, no verb decides on rows that another is about to change, and two that
want the same rows cannot lock each other out: what SQLite's `BEGIN IMMEDIATE` gives, and what press and newsroom rely
on (docs/decisions/0010). Single statements outside a transaction take no lock; reading never waits.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.postgresql import base

TURN: Final = 0x7465726269740001
"""The advisory lock of whoever writes to the house: "terbit" and a number."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin by waiting for their turn."""

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)
        if not autocommit:
            self._take_turn()

    def _take_turn(self) -> None:
        """Wait for the lock; it goes with the transaction. One that did not get it leaves the connection as it was."""
        try:
            with self.wrap_database_errors:
                self.connection.execute("SELECT pg_advisory_xact_lock(%s)", (TURN,))
        except BaseException:
            if not self.connection.closed:
                self.connection.rollback()
                super()._set_autocommit(True)
            raise
