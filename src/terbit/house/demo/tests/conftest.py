"""The demo house, built whole through the newsroom's verbs and printed by the press; once for all tests of the folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from tools.testing.engine import begin_ledger

from terbit.config import settings
from terbit.house import readers_join
from terbit.house.demo.build import build
from terbit.house.demo.illustrations import canvas
from terbit.press.worker import drain
from terbit.readers import allowance


@pytest.fixture(scope="package")
def demo_house(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything in one transaction that is taken back at the end; the ledger, a file of its own, is begun anew."""
    with django_db_blocker.unblock(), transaction.atomic():
        _build()
        yield
        transaction.set_rollback(True)
    allowance.ledger().close()
    _begin_ledger()


def _build() -> None:
    """Pictures are drawn a quarter as large and passwords hashed cheaply: nothing here depends on either."""
    _begin_ledger()
    readers_join.join()
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(django_settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        quick.setattr(canvas, "SCALE", 0.375)
        build()
        drain()


def _begin_ledger() -> None:
    begin_ledger(settings)
    allowance.ledger.cache_clear()
