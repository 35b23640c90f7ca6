"""What a shared cache in front of the kiosk is told to do: which answers it may keep, and whom it passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from terbit.kiosk.front.front import Front
from terbit.kiosk.front.nginx import nginx
from terbit.kiosk.front.varnish import varnish

FRONTS: Final[Mapping[str, Callable[[Front], str]]] = {"nginx": nginx, "varnish": varnish}

__all__ = ["FRONTS", "Front"]
