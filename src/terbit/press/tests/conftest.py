from __future__ import annotations

import pytest

from terbit.press.tests.desk import Desk, open_desk
from terbit.press.worker import drain


@pytest.fixture
def desk(db: None) -> Desk:
    """A house with everything printed that it has: no mark is left."""
    made = open_desk()
    drain()
    return made
