"""What stands in a JSON object, as the types that a story wants, with sentences for what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from terbit.wire.cleaning import lines, one_line
from terbit.wire.story import Doubt

T = TypeVar("T")


class BadField(ValueError):
    """`code` is stable (docs/archive-format.md lists them), `why` is a sentence that names the field and what was met."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why


class Values:
    """The fields of one object, and the doubts that reading them raised."""

    def __init__(self, found: dict[str, Any], within: str = "") -> None:
        self.found = found
        self.within = f"{within}." if within else ""
        self.doubts: list[Doubt] = []

    @classmethod
    def of(cls, given: Any, within: str) -> Values:
        if not isinstance(given, dict):
            raise BadField("bad_value", f"{within}: {_met(given)} where an object should stand.")
        return cls(given, within)

    def doubt(self, field: str, why: str) -> None:
        self.doubts.append(Doubt(field, why))

    def raw(self, name: str) -> Any:
        return self.found.get(name)

    def id(self) -> str:
        given = self.raw("id")
        if isinstance(given, int) and not isinstance(given, bool):
            return str(given)[:255]
        return self.needed_line("id", 255)

    def text(self, name: str) -> str:
        """Several lines."""
        return lines(self._string(name))

    def line(self, name: str, longest: int) -> str:
        """One line. Raises BadField where it is longer than `longest` characters."""
        words = one_line(self._string(name))
        if len(words) > longest:
            raise BadField("too_long", f"{self.within}{name} has {len(words)} characters; at most {longest} are kept.")
        return words

    def needed_line(self, name: str, longest: int) -> str:
        words = self.line(name, longest)
        if not words:
            raise BadField("missing", f"There is no {self.within}{name}.")
        return words

    def one_of(self, name: str, codes: Collection[str]) -> str:
        code = self.line(name, 40).lower()
        if code and code not in codes:
            raise BadField("bad_value", f"{self.within}{name}: “{code}” is none of {', '.join(codes)}.")
        return code

    def flag(self, name: str) -> bool:
        given = self.raw(name)
        if given is None or isinstance(given, bool):
            return bool(given)
        raise BadField("bad_value", f"{self.within}{name}: {_met(given)} where true or false should stand.")

    def count(self, name: str) -> int | None:
        given = self.raw(name)
        if given is None or (isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 1_000_000):
            return given
        raise BadField("bad_value", f"{self.within}{name}: {_met(given)} where a small number should stand.")

    def each(self, name: str, read: Callable[[Any, Values], T | None]) -> list[T]:
        """A list's entries, each through `read`; one that is alone need not stand in a list."""
        given = self.raw(name)
        if given is None or given == "":
            return []
        wanted = given if isinstance(given, list) else [given]
        return [found for one in wanted if one is not None and (found := read(one, self)) is not None]

    def _string(self, name: str) -> str:
        given = self.raw(name)
        if given is None:
            return ""
        if not isinstance(given, str):
            raise BadField("bad_value", f"{self.within}{name}: {_met(given)} where text should stand.")
        return given


def _met(given: Any) -> str:
    words = repr(given)
    return words if len(words) <= 40 else f"{words[:40]}…"
