"""The invented sites: what each prints around and between the parts of a story.

A site is a text file: a head of `name: value` lines, `---`, and the page from top to bottom. `{kicker}`, `{reporter}`…
stand for parts of the story, `{other}` for another story's headline, `{reader}` for the address of whoever saved the
page, `{n}` for a number. `give credit: a;;b` in the head gives the site's pages a credit line in turn (nothing: the
story's own, "-": none). A line made of nothing but parts that the story lacks is left out; where a label stands in it,
the label stays. `%body` is the body; `%after N … %end` comes after its Nth piece, `%if part … %end` only with that part,
`%if page2 … %end` on the site's second page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent / "sites"
_BLOCK: Final = re.compile(r"^%(after|if) (\w+)\n(.*?)^%end\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    head: dict[str, str]
    page: str
    after: dict[int, list[str]]
    """Lines that stand after the Nth piece of the body."""

    @property
    def language(self) -> str:
        return self.head["language"]

    @property
    def prints_own(self) -> bool:
        """Whether it prints the demo house's stories alone, with what its head gives them."""
        return self.head.get("stories") == "own"

    @property
    def pages(self) -> int:
        return int(self.head["pages"])


def read(path: Path) -> Site:
    head, page = path.read_text(encoding="utf-8").split("---\n", 1)
    after = {int(at): lines.splitlines() for what, at, lines in _BLOCK.findall(page) if what == "after"}
    kept = _BLOCK.sub(lambda found: "" if found[1] == "after" else found[0], page)
    fields = dict(line.split(":", 1) for line in head.splitlines())
    values = {name: value.removeprefix(" ") for name, value in fields.items()}
    return Site(values["name"], values, kept, after)


def with_parts(page: str, parts: frozenset[str]) -> list[str]:
    """The page's lines, `%if` blocks kept or dropped."""
    return _BLOCK.sub(lambda found: found[3] if found[2] in parts else "", page).splitlines()


def development() -> list[Site]:
    return [read(path) for path in sorted((_HERE / "development").glob("*.txt"))]


def held_out() -> list[Site]:
    """A third of the sites, set aside before the importer was written: for measuring, never for making rules."""
    return [read(path) for path in sorted((_HERE / "held_out").glob("*.txt"))]
