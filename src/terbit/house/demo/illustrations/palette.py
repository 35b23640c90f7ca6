"""The inks of the demo house: few, so that all drawings look like one hand's."""

from __future__ import annotations

from typing import Final

INK: Final = "#14203a"
NIGHT: Final = "#22335f"
PLUM: Final = "#57395f"
SEA: Final = "#1d6a86"
TEAL: Final = "#2f9c93"
MIST: Final = "#bcd9d6"
FOAM: Final = "#e4efe9"
CREAM: Final = "#f7ecd6"
SAND: Final = "#e8c78c"
CLAY: Final = "#b98250"
SUN: Final = "#f5ab35"
CORAL: Final = "#e5603a"
BRICK: Final = "#9c382c"
ROSE: Final = "#f0aa9c"
LEAF: Final = "#6f9a4f"
MOSS: Final = "#2c5a4b"
WHITE: Final = "#fffaf0"

BRIGHT: Final = (CORAL, SUN, TEAL, ROSE, SEA, LEAF)
