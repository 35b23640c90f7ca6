"""A house told by the tests, readers in it, and what dispatch says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils.safestring import mark_safe
from tools.testing.engine import begin_ledger

from terbit.config import settings
from terbit.dispatch.models import Row
from terbit.gate import Once, Policy, Standing
from terbit.ledger import Ledger
from terbit.readers import allowance
from terbit.readers import house as of_house
from terbit.readers.house import House, Product, Teller
from terbit.readers.models import User

PASSWORD = "kata sandi yang baik"
TWO_UNITS = Policy(2, frozenset({"koran", "majalah"}), Once(), "Asia/Jakarta")
PRODUCTS = (Product("site", "Situs", sold=False), Product("koran", "Koran Uji"), Product("majalah", "Majalah Uji"))


@dataclass
class Told:
    """What the house says to readers in this test; change `house` or `stories` to say otherwise."""

    house: House
    stories: tuple[int, ...] = (11, 12, 13)

    def change(self, **values: Any) -> None:
        self.house = replace(self.house, **values)


@pytest.fixture(autouse=True)
def told() -> Iterator[Told]:
    said = Told(
        House("Harian Uji", TWO_UNITS, PRODUCTS, price="Rp 50.000", how_to_subscribe=mark_safe("<p>Telepon kami.</p>"))
    )
    before = list(of_house._teller)
    of_house.told_by(Teller(house=lambda: said.house, metered_stories=lambda: said.stories))
    yield said
    of_house._teller[:] = before


@pytest.fixture(autouse=True)
def quick_and_fresh(settings: Any) -> None:
    """No costly hashes, no limits left over from another test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture(autouse=True)
def book() -> Iterator[Ledger]:
    """An empty ledger."""
    begin_ledger(settings)
    allowance.ledger.cache_clear()
    yield allowance.ledger()
    allowance.ledger().close()


@pytest.fixture
def a_reader() -> Callable[..., User]:
    """Makes a reader; `confirmed` by default."""

    def make(email: str = "citra@contoh.example", *, confirmed: bool = True, **values: Any) -> User:
        user = User.objects.create_user(email, PASSWORD, **values)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=confirmed)
        return user

    return make


def sign_in(client: Client, user: User, **query: str) -> Any:
    return client.post("/akun/masuk/", {"login": user.email, "password": PASSWORD, **query})


def in_dispatch(user: User | int) -> Standing | None:
    """The standing that kiosks will have; None where the key was dropped. Fails where it was never written."""
    key = f"reader/{user if isinstance(user, int) else user.pk}"
    value = Row.objects.get(key=key).value
    return None if value is None else msgspec.msgpack.decode(value, type=Standing)


def number_of(user: User) -> int:
    return Row.objects.get(key=f"reader/{user.pk}").number


@pytest.fixture
def mailbox_folder(settings: Any, tmp_path: Path) -> Path:
    """Letters become files, as in a house without a mail server."""
    settings.EMAIL_BACKEND = "terbit.mail.backend.MailboxBackend"
    settings.MAILBOX_FOLDER = tmp_path / "mailbox"
    return tmp_path / "mailbox"
