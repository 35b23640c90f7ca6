"""What many tests in a row stand on: rows made once, in a transaction that their own are nested in.

A test that asks for another ground, or for none, takes it back; so does one that commits. Tests get copies of what the
ground was made as, since they change it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, Final

import pytest
from pytest_django.plugin import blocking_manager_key

Build = Callable[[], Any]
_BUILDS: Final[dict[str, Build]] = {}


class _Stood:
    """The ground that is there, if one is."""

    def __init__(self) -> None:
        self.name = ""
        self.made: Any = None
        self._transaction: Any = None

    def begin(self, name: str) -> None:
        from django.db import transaction

        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.name = name
        try:
            self.made = _BUILDS[name]()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        from django.db import transaction

        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)
        self.name, self.made, self._transaction = "", None, None


_STOOD: pytest.StashKey[_Stood] = pytest.StashKey()


def ground(name: str, build: Build) -> Any:
    """A fixture of this name: what `build` gives once its rows are there, for each test in a copy of its own.

    A name stands for one ground wherever it is asked for. Raises ValueError where it stands for another.
    """
    if _BUILDS.setdefault(name, build) is not build:
        raise ValueError(f"There is another ground named {name} already.")

    @pytest.fixture(name=name)
    def stand(request: pytest.FixtureRequest, db: None) -> Any:
        stood = request.session.stash.get(_STOOD, None)
        return copy.deepcopy(stood.made) if stood is not None and stood.name == name else build()

    return stand


def settle(item: pytest.Item, *, commits: bool, before: Callable[[], None]) -> None:
    """Let the ground lie there that this test asks for, and no other; a new one begins after `before`."""
    stood = item.session.stash.setdefault(_STOOD, _Stood())
    asked = _BUILDS.keys() & set(getattr(item, "fixturenames", ()))
    wanted = asked.pop() if len(asked) == 1 and not commits else ""
    with item.config.stash[blocking_manager_key].unblock():
        if stood.name not in ("", wanted):
            stood.end()
        before()
        if stood.name != wanted:
            stood.begin(wanted)
