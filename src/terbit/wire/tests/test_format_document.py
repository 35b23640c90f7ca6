"""docs/archive-format.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from terbit.wire.archive.bodies import _KINDS
from terbit.wire.archive.fields import FIELDS

DOCUMENT = (Path(__file__).parents[4] / "docs" / "archive-format.md").read_text(encoding="utf-8")
CODES = re.compile(r"""(?:BadField|Refusal|Declined)\((?:Place\([^)]*\), |items\[0\]\.place, |place, )?\s*"(\w+)",""")


def table(heading: str) -> list[str]:
    section = DOCUMENT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` ", section, re.MULTILINE)


def test_every_field_is_listed_in_the_order_in_which_it_is_written() -> None:
    assert tuple(table("Fields")) == FIELDS


def test_every_reason_for_a_refusal_is_listed() -> None:
    wire = Path(__file__).parents[1]
    sources = [file.read_text() for part in ("archive", "intake") for file in (wire / part).glob("*.py")]
    assert set(table("Reasons")) == {code for source in sources for code in CODES.findall(source)}


def test_every_kind_of_block_is_told() -> None:
    told = DOCUMENT.split("\n## Text\n")[1].split("\n## ")[0]
    assert [kind for kind in _KINDS if f'{{"{kind}": ' not in told] == []
