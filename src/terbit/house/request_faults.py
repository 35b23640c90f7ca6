"""What the newsroom logs of a request that it could not answer: a fault with a code, and not a word of whoever asked.

Django's own lines name the address that was asked for, and its tracebacks end with what the database said: either may
hold a reader's address, or a key from a letter.
"""

from __future__ import annotations

import logging
from typing import Final

from django.db import InterfaceError, OperationalError

from terbit.kiosk.faults import Faults

AWAY: Final = (
    "The newsroom's database did not answer ({problem}); reading goes on, and the newsroom tries again with each request. "
    "Bring it back: house.sqlite in the state folder and room on its disk, or the server of TERBIT_DATABASE_URL."
)


class RequestFaults(logging.Filter):
    """For the logger `django.request`, all of whose records it takes over."""

    def __init__(self) -> None:
        super().__init__()
        self._faults = Faults(log=logging.getLogger("terbit.house"))

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[1] if record.exc_info else None
        if isinstance(problem, OperationalError | InterfaceError):
            self._faults.report("database_away", AWAY.format(problem=str(problem).strip()))
        elif problem is not None:
            sentence = f"A request could not be answered: {type(problem).__name__} in {_view_of(record)}."
            self._faults.report("unexpected", sentence, _without_words(problem))
        return False


def _view_of(record: logging.LogRecord) -> str:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return match.view_name or match.route if match else "no view"


def _without_words(problem: BaseException) -> BaseException:
    """One of the same kind, from the same place."""
    kind = type(problem)
    return kind.__new__(kind).with_traceback(problem.__traceback__)
