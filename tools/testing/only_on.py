"""Tests about one engine are left out where the tests run on the other (`make test`, `make test-postgresql`)."""

from __future__ import annotations

import pytest

from tools.testing.engine import ON_POSTGRESQL


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("sqlite")
        if marker is not None and not marker.args:
            raise pytest.UsageError(f"{item.nodeid} must say why it runs on SQLite alone: @pytest.mark.sqlite(reason)")
    other = "sqlite" if ON_POSTGRESQL else "postgresql"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(other)]
