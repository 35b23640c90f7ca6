"""One house for all attempts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.bypass.asking import Vault, a_vault
from tests.e2e.browsing import a_browser


@pytest.fixture(scope="session")
def vault(house_template: Path) -> Iterator[Vault]:
    with a_vault(house_template) as vault:
        yield vault


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser
