"""The demo house as its first start leaves it, built through the newsroom's verbs and printed by the press."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tools.testing.database import TestDatabase
from tools.testing.engine import begin_ledger, copy_ledger

from terbit.config import settings
from terbit.house import readers_join
from terbit.readers import allowance


@pytest.fixture(scope="package")
def demo_house(
    django_db_setup: None, test_database: TestDatabase, demo_template: Path, django_db_blocker: Any
) -> Iterator[None]:
    """In a transaction that is taken back after the last test of the folder; the ledger, of its own, is begun anew."""
    copy_ledger(demo_template, settings)
    allowance.ledger.cache_clear()
    shutil.copytree(demo_template / "media", settings.media_folder, dirs_exist_ok=True)
    readers_join.join()
    with django_db_blocker.unblock():
        test_database.become(demo_template)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    test_database.is_changed = True
    allowance.ledger().close()
    begin_ledger(settings)
    allowance.ledger.cache_clear()
