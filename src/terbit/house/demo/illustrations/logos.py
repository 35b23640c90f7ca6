"""The marks of the house and of its partner. Letters, too, are drawn, with a round pen: no font is needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from terbit.house.demo.illustrations.canvas import Canvas, Point
from terbit.house.demo.illustrations.palette import CORAL, CREAM, INK, MIST, NIGHT, SEA, SUN, WHITE

Stroke = Sequence[Point]


def _turn(centre: Point, radius: float, start: int, end: int) -> list[Point]:
    """An arc in degrees from three o'clock on, clockwise where `end` is the larger."""
    step = 6 if end > start else -6
    angles = [math.radians(degree) for degree in range(start, end + step, step)]
    return [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles]


def _bent(start: Point, by: Point, end: Point) -> list[Point]:
    """From `start` to `end`, drawn towards `by`."""
    parts = [step / 24 for step in range(25)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * (1 - t) * t * by[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * (1 - t) * t * by[1] + t * t * end[1],
        )
        for t in parts
    ]


_PEN: Final = 21
_GAP: Final = 38
_SPACE: Final = 66
_BOWL: Final = _turn((44, 37), 37, -90, 90)
#: A letter's width and its strokes, 134 high, y downwards.
_LETTERS: Final[dict[str, tuple[float, Sequence[Stroke]]]] = {
    "L": (62, [[(0, 0), (0, 134), (62, 134)]]),
    "A": (106, [[(0, 134), (53, 0), (106, 134)], [(19, 88), (87, 88)]]),
    "Y": (98, [[(0, 0), (49, 68), (98, 0)], [(49, 68), (49, 134)]]),
    "R": (84, [[(0, 134), (0, 0), (44, 0), *_BOWL, (0, 74)], [(42, 74), (84, 134)]]),
    "P": (81, [[(0, 134), (0, 0), (44, 0), *_BOWL, (0, 74)]]),
    "G": (132, [[*_turn((66, 67), 67, -42, -354), (132, 74), (76, 74)]]),
    "I": (0, [[(0, 0), (0, 134)]]),
}
_CLOSER: Final = {"LA": 6.0, "AY": 34.0, "YA": 34.0, "PA": 18.0}


def house_mark(c: Canvas) -> None:
    """Layar Pagi: a boat under sail in the disc of the morning sun, and the name beside it."""
    c.disc((200, 200), 188, SUN)
    c.pie((200, 200), 188, 18, 162, CORAL)
    c.poly([(180, 262), *_bent((180, 44), (150, 190), (58, 262))], WHITE)
    c.poly([(208, 262), *_bent((208, 70), (332, 150), (328, 262))], CREAM)
    c.rect((188, 30, 200, 284), INK)
    c.poly(
        [(50, 282), (350, 282), *_bent((350, 282), (318, 364), (236, 364)), *_bent((164, 364), (82, 364), (50, 282))],
        INK,
    )
    c.line([(118, 318), (282, 318)], CREAM, 10)
    _spell(c, "LAYAR PAGI", (462, 134), INK)


def _spell(c: Canvas, words: str, at: Point, ink: str) -> None:
    x, y = at
    for letter, following in zip(words, f"{words[1:]} ", strict=True):
        if letter == " ":
            x += _SPACE
            continue
        wide, strokes = _LETTERS[letter]
        for stroke in strokes:
            _write(c, [(x + dx, y + dy) for dx, dy in stroke], ink)
        x += wide + _GAP - _CLOSER.get(letter + following, 0)


def _write(c: Canvas, stroke: Stroke, ink: str) -> None:
    """One stroke of a round pen."""
    c.line(stroke, ink, _PEN)
    for point in stroke:
        c.disc(point, _PEN / 2, ink)


def partner_mark(c: Canvas) -> None:
    """Lotsenfunk: a pilot's lantern that sends waves."""
    for radius, ink in ((260, MIST), (190, SEA), (120, NIGHT)):
        c.arc((320, 330), radius, 205, 335, ink, 44)
    c.disc((320, 330), 50, CORAL)
    c.poly([(286, 370), (354, 370), (400, 590), (240, 590)], NIGHT)
    c.rect((200, 580, 440, 614), NIGHT, radius=10)
    c.rect((296, 420, 344, 452), CREAM)
