"""The seam through which a preview is the page that readers will get: press puts its printer here when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terbit.newsroom.models import Article

Printer = Callable[["Article", str], str]
"""Given an article as it stands in the form (perhaps never saved) and a body kind of the gate: a whole HTML page."""

printer: Printer | None = None
