"""A saved page as lines: one paragraph, label or link each, whatever the browser did to spaces and line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from terbit.wire.text.wrapping import unwrapped

_BREAK: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACE: Final = re.compile(r"[^\S\t\n]|[\u200b-\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DROPPED: Final = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BULLET: Final = re.compile(r"^(?:[•‣▪◦●■·*+»–—-]|o(?= )|\(?\d{1,2}[.)](?=\s))\s+(?=\S)")
_NUMBER: Final = re.compile(r"^\(?(\d{1,2})[.)]\s")
LONGEST: Final = 20_000  # characters of one line that are looked at; no newspaper prints such a paragraph


@dataclass(frozen=True, slots=True)
class Line:
    """`text` has single spaces and no bullet. `cells` are its parts between tabs, where it has more than one."""

    text: str
    follows_blank: bool
    bullet: str = ""
    cells: tuple[str, ...] = ()

    @property
    def ordered(self) -> bool:
        return bool(_NUMBER.match(self.bullet))


def _space(found: re.Match[str]) -> str:
    return "" if found[0] in _DROPPED else " "


def raw_lines(text: str) -> list[str]:
    """Line by line as saved, every kind of space a space, tabs kept, nothing invisible."""
    return [_CONTROL.sub("", line).rstrip() for line in _SPACE.sub(_space, _BREAK.sub("\n", text)).split("\n")]


def lines_of(text: str) -> list[Line]:
    """The page's lines without the blank ones; hard-wrapped paragraphs are one line again."""
    lines: list[Line] = []
    follows_blank = True
    for raw in unwrapped(raw_lines(text)):
        if not raw.strip():
            follows_blank = True
            continue
        lines.append(_line(raw[:LONGEST], follows_blank))
        follows_blank = False
    return lines


def _line(raw: str, follows_blank: bool) -> Line:
    stripped = raw.strip()
    found = None if "«" in stripped else _BULLET.match(stripped)
    bullet = found[0] if found else ""
    rest = stripped[len(bullet) :]
    cells = tuple(" ".join(cell.split()) for cell in rest.split("\t") if cell.strip())
    return Line(" ".join(rest.split()), follows_blank, bullet, cells if len(cells) > 1 else ())
