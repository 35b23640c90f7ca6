"""Every way round the gate that field.md's list knows is tried, or named with the reason why it cannot be yet."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent
LIST = FOLDER / "not_built.txt"
LAST = 41


def tried() -> set[int]:
    """The numbers in the names of tests: test_x07_…"""
    texts = (file.read_text() for file in FOLDER.glob("test_x*.py"))
    return {int(number) for text in texts for number in re.findall(r"^def test_x(\d\d)_", text, re.MULTILINE)}


def listed() -> dict[int, str]:
    """Lines `X25: reason`; `#` begins a comment. Raises ValueError for any other line."""
    found = {}
    for line in LIST.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            number = re.fullmatch(r"X(\d+): (\S.{15,})", line)
            if number is None or int(number[1]) in found:
                raise ValueError(f'{LIST.name}: "{line}" must be "X<number>: reason", each number once.')
            found[int(number[1])] = number[2]
    return found


def test_every_number_is_tried_or_listed_with_a_reason_and_none_is_both() -> None:
    everything = set(range(1, LAST + 1))
    assert tried() | set(listed()) == everything, "neither tried nor listed, or no number of the list"
    assert not tried() & set(listed()), "tried, and still listed"


def test_no_more_is_listed_than_is_known_today() -> None:
    """What is built leaves the list; nothing comes back to it."""
    assert set(listed()) <= {14, 24, 25, 26, 32, 34, 35, 37, 39, 40, 41}
