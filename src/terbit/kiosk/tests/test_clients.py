"""Whose address a request comes from, where fronts stand between: field.md X16."""

from __future__ import annotations

import pytest

from terbit.config import load
from terbit.kiosk.clients import Clients

FRONTS = load({"TERBIT_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8 ::1"}).trusted_networks


@pytest.mark.parametrize(
    ("peer", "said", "client"),
    [
        ("203.0.113.7", "66.249.66.1", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "66.249.66.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "66.249.66.1, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("127.0.0.1", "66.249.66.1, 203.0.113.7 ,10.1.2.3,127.0.0.1", "203.0.113.7"),
        ("::ffff:127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("::1", "::ffff:203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "10.1.1.1", "10.1.1.1"),
        ("127.0.0.1", "66.249.66.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "66.249.66.1,", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "66.249.66.1, 10.1.2.3, x, 10.1.2.4", "10.1.2.4"),
        ("", "66.249.66.1", ""),
    ],
)
def test_the_client_is_the_last_one_that_a_front_saw_and_is_no_front(peer: str, said: str, client: str) -> None:
    assert Clients(FRONTS).address(peer, {b"x-forwarded-for": said.encode()}) == client


def test_without_a_front_nobodys_word_is_taken() -> None:
    assert Clients().address("127.0.0.1", {b"x-forwarded-for": b"203.0.113.7"}) == "127.0.0.1"
    assert Clients(FRONTS).address("127.0.0.1", {b"forwarded": b"for=203.0.113.7"}) == "127.0.0.1"
