"""Tests talk to this machine only: a connection to any other raises."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

_connect = socket.socket.connect


class NetworkIsClosed(RuntimeError):
    """A test tried to reach another machine."""


def _guarded(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
        raise NetworkIsClosed(f"Tests reach no other machine; this one tried {address[0]}.")
    _connect(self, address)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    socket.socket.connect = _guarded  # type: ignore[method-assign,assignment]


def pytest_unconfigure() -> None:
    socket.socket.connect = _connect  # type: ignore[method-assign]
