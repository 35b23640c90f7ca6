"""What each kind of page contains: one file a kind. `KINDS` is the closed list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from terbit.press.pages.kinds import KINDS

__all__ = ["KINDS"]


def __getattr__(name: str) -> Any:
    """`KINDS`, brought in on first use: the kinds read models, and what they share is imported by the press itself."""
    if name != "KINDS":
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from terbit.press.pages.kinds import KINDS

    return KINDS
