"""In which order and in which pieces several processes take the tests."""

from __future__ import annotations

from typing import Any, Final

import pytest
from xdist.scheduler import LoadFileScheduling

TOGETHER: Final = ("tests/bypass/", "tests/e2e/")
"""All files of such a folder go to one process: they try the same house, which takes longer to fill than to try, or houses
that need the same port."""
HOUSES: Final = ("tests/", "src/terbit/house/", "src/terbit/cli/")
"""Where tests start processes and wait for them: the first to be taken, so that at the end no process is left alone with
one, and others work while they wait."""


class _ByHouse(LoadFileScheduling):
    """Whole files, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), str(super()._split_scope(nodeid)))


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByHouse | None:
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return _ByHouse(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(HOUSES))
