"""The seam through which the desk hears what readers see: house joins press and dispatch here when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Visible:
    """What became of a change: the `pages` (paths) made for it, how long that took, on how many kiosks it stands.

    `kiosks` have applied all of it; `waiting` counts marks not yet printed and kiosks not yet there.
    """

    pages: list[str]
    milliseconds: int
    kiosks: int
    waiting: int


wait_until_visible: Callable[[datetime], Visible] | None = None
"""Called after the commit of a change with the moment before its transaction began; takes two seconds at most."""
