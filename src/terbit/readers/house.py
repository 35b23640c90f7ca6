"""What readers' pages need to know of the house. `terbit.house` joins the two: it alone imports newsroom and readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from terbit.gate import Policy


class HouseUnknown(RuntimeError):
    """Nobody told readers about the house: `terbit.house` is not among the installed apps."""


@dataclass(frozen=True, slots=True)
class Product:
    """A publication that a reader can be entitled to: `code` as in Terms, `name` as printed; the site is not `sold`."""

    code: str
    name: str
    description: str = ""
    sold: bool = True


@dataclass(frozen=True, slots=True)
class House:
    """`how_to_subscribe` is cleaned HTML, marked as such; the rest is plain text, empty where the house said nothing."""

    name: str
    policy: Policy
    products: tuple[Product, ...]
    price: str = ""
    how_to_subscribe: str = ""
    contact: str = ""

    def product_name(self, code: str) -> str:
        """The publication's printed name, or its code where it is gone."""
        return next((product.name for product in self.products if product.code == code), code)


@dataclass(frozen=True, slots=True)
class Teller:
    """`house` is asked anew for every page; `metered_stories` gives story ids that a unit can be spent on (demo only)."""

    house: Callable[[], House]
    metered_stories: Callable[[], Iterable[int]] = tuple


_teller: list[Teller] = []


def told_by(teller: Teller) -> None:
    """The house names who tells about it, once, at start; a later teller takes the place of the former."""
    _teller[:] = [teller]


def house() -> House:
    """The house as it stands now. Raises HouseUnknown."""
    return _ask().house()


def metered_stories() -> list[int]:
    """Stories that a unit can be spent on. Raises HouseUnknown."""
    return list(_ask().metered_stories())


def _ask() -> Teller:
    if not _teller:
        raise HouseUnknown("Nobody told readers about the house. Put terbit.house into INSTALLED_APPS.")
    return _teller[0]
