"""The marks of the house and of its partner. Letters, too, are drawn: no font is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from terbit.house.demo.illustrations.canvas import Canvas, Point
from terbit.house.demo.illustrations.palette import CORAL, CREAM, INK, MIST, NIGHT, SEA, SUN, WHITE

_STROKE: Final = 30
#: Strokes on a field 100 wide and 160 high, y downwards.
_LETTERS: Final[dict[str, Sequence[Sequence[Point]]]] = {
    "L": [[(15, 0), (15, 145), (95, 145)]],
    "A": [[(0, 160), (50, 5), (100, 160)], [(24, 106), (76, 106)]],
    "Y": [[(2, 0), (50, 78), (98, 0)], [(50, 78), (50, 160)]],
    "R": [
        [(15, 160), (15, 15), (60, 15), (80, 24), (88, 47), (80, 70), (60, 80), (15, 80)],
        [(50, 80), (92, 160)],
    ],
    "P": [[(15, 160), (15, 15), (60, 15), (82, 25), (90, 51), (82, 78), (60, 88), (15, 88)]],
    "G": [
        [
            (92, 40),
            (78, 20),
            (54, 13),
            (30, 24),
            (16, 52),
            (15, 108),
            (30, 136),
            (54, 147),
            (78, 138),
            (90, 118),
            (90, 90),
            (58, 90),
        ]
    ],
    "I": [[(50, 0), (50, 160)]],
}
_NARROW: Final = {"I": 60.0}


def house_mark(c: Canvas) -> None:
    """Layar Pagi: a sail in front of the morning sun, and the name beside it."""
    c.disc((200, 200), 170, SUN)
    c.poly([(190, 60), (190, 292), (66, 292)], WHITE)
    c.poly([(208, 96), (208, 292), (318, 292)], CORAL)
    c.poly([(60, 310), (340, 310), (292, 360), (112, 360)], INK)
    _spell(c, "LAYAR PAGI", (440, 120), INK)


def _spell(c: Canvas, words: str, at: Point, ink: str) -> None:
    x, y = at
    for letter in words:
        if letter == " ":
            x += 70
            continue
        wide = _NARROW.get(letter, 100.0)
        for stroke in _LETTERS[letter]:
            c.line([(x + dx - (100 - wide) / 2, y + dy) for dx, dy in stroke], ink, _STROKE)
        x += wide + 26


def partner_mark(c: Canvas) -> None:
    """Lotsenfunk: a pilot's lantern that sends waves."""
    for radius, ink in ((260, MIST), (190, SEA), (120, NIGHT)):
        c.arc((320, 330), radius, 205, 335, ink, 44)
    c.disc((320, 330), 50, CORAL)
    c.poly([(286, 370), (354, 370), (400, 590), (240, 590)], NIGHT)
    c.rect((200, 580, 440, 614), NIGHT, radius=10)
    c.rect((296, 420, 344, 452), CREAM)
