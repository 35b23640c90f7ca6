from __future__ import annotations

import pytest
from tools.testing.grounds import ground

from terbit.press.tests.desk import Desk, open_desk
from terbit.press.worker import drain


def _printed() -> Desk:
    made = open_desk()
    drain()
    return made


fresh_desk = ground("fresh_desk", open_desk)
printed_desk = ground("printed_desk", _printed)


@pytest.fixture
def desk(printed_desk: Desk) -> Desk:
    """A house with everything printed that it has: no mark is left."""
    return printed_desk
