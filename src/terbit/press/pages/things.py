"""Reading the names of things (terbit.newsroom.things spells them)."""

from __future__ import annotations

from collections.abc import Iterable


def ids_in(names: Iterable[str], kind: str) -> set[int]:
    """The ids of all things of one kind: ids_in({"article/3", "house"}, "article") == {3}."""
    start = kind + "/"
    return {int(name.removeprefix(start)) for name in names if name.startswith(start)}
