"""What happens after dark: a turtle, a game of chess, a horn in the fog."""

from __future__ import annotations

import math

from terbit.house.demo.illustrations.canvas import Canvas, Point
from terbit.house.demo.illustrations.palette import (
    BRICK,
    CLAY,
    CORAL,
    CREAM,
    FOAM,
    INK,
    MIST,
    MOSS,
    NIGHT,
    PLUM,
    ROSE,
    SAND,
    SEA,
    SUN,
    TEAL,
)
from terbit.house.demo.illustrations.shapes import circle, gull


def turtle(c: Canvas) -> None:
    """The beach from above: the sea along the upper right, her track down to the nest."""
    c.poly([(0, 0), (0, 900), (1600, 900), (1600, 620), (900, 330), (520, 0)], CLAY)
    c.shade([(0, 0), (0, 900), (1600, 900), (1600, 620), (900, 330), (520, 0)], INK, much=0.5)
    shore = [(520 + step * 54, 330 * (step / 20) ** 0.9 * 2 + 26 * math.sin(step * 1.1)) for step in range(21)]
    c.poly([*shore, (1600, 0)], NIGHT)
    c.line(shore, FOAM, 26)
    c.line([(x - 14, y + 40) for x, y in shore], ROSE, 7)
    for step in range(5):
        x = 1120 + step * 84
        c.line([(x, 70 + step * 22), (x + 190 - step * 24, 70 + step * 22)], CREAM, 9)
    c.disc((1440, 70), 50, CREAM)
    for step in range(15):
        x, y = 520 + step * 34, 560 - step * 16
        c.line([(x - 34, y - 76), (x + 4, y - 44)], INK, 15)
        c.line([(x + 44, y + 54), (x + 70, y + 92)], INK, 15)
    _shelled(c, (400, 620), 190, TEAL, MOSS)
    for x, y in ((760, 790), (900, 700), (1060, 640), (1010, 800), (1220, 700), (1180, 560), (1350, 640)):
        _shelled(c, (x, y), 30, PLUM, INK)


def _shelled(c: Canvas, at: Point, size: float, shell: str, skin: str) -> None:
    """Seen from above, its head to the upper right."""
    x, y = at
    for turn, far in ((-100, 1.25), (35, 1.25), (150, 1.05), (225, 1.05)):
        angle = math.radians(turn)
        tip = (x + size * far * math.cos(angle), y + size * far * math.sin(angle))
        c.line(
            [(x + size * 0.4 * math.cos(angle + 0.4), y + size * 0.4 * math.sin(angle + 0.4)), tip], skin, size * 0.34
        )
        c.disc(tip, size * 0.17, skin)
    c.disc((x + size * 0.86, y - size * 0.54), size * 0.28, skin)
    c.oval(at, size * 0.88, size * 0.76, INK)
    c.oval(at, size * 0.8, size * 0.68, shell)
    c.shade(circle(at, size * 0.8, down=size * 0.68), INK, much=0.6)
    for turn in range(0, 360, 60):
        angle = math.radians(turn)
        spot = (x + size * 0.46 * math.cos(angle), y + size * 0.4 * math.sin(angle))
        c.disc(spot, size * 0.15, SUN)
    c.disc(at, size * 0.19, SUN)


def chess(c: Canvas) -> None:
    """A board under one lamp, seen from a corner of the bench."""
    c.poly([(800, 40), (1640, 900), (-40, 900)], PLUM)
    c.shade([(800, 40), (1640, 900), (-40, 900)], SUN, much=0.3)
    for row in range(6):
        for column in range(8):
            c.poly(
                [
                    _square(column, row),
                    _square(column + 1, row),
                    _square(column + 1, row + 1),
                    _square(column, row + 1),
                ],
                CREAM if (row + column) % 2 else BRICK,
            )
    c.poly([_square(0, 6), _square(8, 6), (1430, 890), (170, 890)], INK)
    c.line([(800, -10), (800, 70)], INK, 10)
    c.pie((800, 130), 130, 180, 360, CORAL)
    c.disc((800, 140), 44, SUN)
    placed = (
        (1, 0, INK, 1), (3, 0, INK, 3), (6, 0, INK, 2), (4, 1, INK, 1), (7, 1, INK, 1), (2, 2, SAND, 2),
        (5, 2, INK, 1), (0, 3, SAND, 1), (6, 3, SAND, 3), (3, 4, SAND, 1), (1, 5, SAND, 1), (7, 5, SAND, 2),
    )  # fmt: skip
    for column, row, ink, kind in placed:
        x, y = _square(column + 0.5, row + 0.7)
        _piece(c, x, y, 70 + row * 13, ink, kind)
    for x in (90, 1510):
        c.rect((x - 60, 690, x + 60, 850), MIST, radius=14)
        c.oval((x, 694), 60, 20, CREAM)
        c.oval((x, 696), 48, 14, INK)


def _square(column: float, row: float) -> Point:
    """A corner of the board's squares; nearer rows are wider and lower."""
    near = row / 6
    half = 390 + 240 * near
    return 800 + (column - 4) / 4 * half, 330 + 500 * near**1.15


def _piece(c: Canvas, x: float, y: float, size: float, ink: str, kind: int) -> None:
    """Kind 1 a pawn, 2 a rook, 3 a king."""
    high = size * (0.9, 1.15, 1.6)[kind - 1]
    c.oval((x, y), size * 0.42, size * 0.16, NIGHT)
    c.poly([(x - size * 0.34, y), (x - size * 0.14, y - high), (x + size * 0.14, y - high), (x + size * 0.34, y)], ink)
    if kind == 1:
        c.disc((x, y - high), size * 0.25, ink)
    elif kind == 2:
        c.rect((x - size * 0.28, y - high - size * 0.18, x + size * 0.28, y - high + size * 0.08), ink)
    else:
        c.oval((x, y - high), size * 0.26, size * 0.14, ink)
        c.line([(x, y - high - size * 0.44), (x, y - high)], ink, size * 0.11)
        c.line([(x - size * 0.17, y - high - size * 0.28), (x + size * 0.17, y - high - size * 0.28)], ink, size * 0.11)


def fog_horn(c: Canvas) -> None:
    for place, (y, ink) in enumerate(((180, FOAM), (340, MIST), (500, FOAM), (640, MIST))):
        c.wave(y, 26, 1100 + place * 160, ink, phase=0.27 * place)
    c.shade([(0, 0), (1600, 0), (1600, 500), (0, 500)], TEAL, down=False, much=0.35)
    for step, radius in enumerate((240, 380, 520, 660, 800)):
        c.arc((560, 330), radius, -34, 28, (CORAL, ROSE, ROSE, SAND, SAND)[step], 24 - step * 3)
    c.poly([(1180, 560), (1500, 560), (1440, 620), (1230, 620)], SEA)
    c.rect((1290, 490, 1400, 562), SEA)
    c.rect((1330, 420, 1364, 492), SEA)
    c.wave(620, 12, 640, SEA, phase=0.2)
    c.wave(740, 12, 480, NIGHT, phase=0.6)
    quay = [(0, 560), (420, 560), (520, 900), (0, 900)]
    c.poly(quay, PLUM)
    c.shade(quay, INK, much=0.5)
    for row in range(4):
        y = 620 + row * 74
        c.line([(0, y), (440 + row * 22, y)], INK, 5)
        for x in range(60 + row % 2 * 70, 430, 140):
            c.line([(x, y), (x + 8, y + 74)], INK, 5)
    c.rect((60, 300, 260, 562), BRICK)
    c.poly([(30, 304), (160, 190), (290, 304)], INK)
    c.rect((130, 380, 190, 460), SUN)
    c.poly([(250, 290), (420, 270), (560, 170), (560, 490), (420, 390), (250, 370)], CORAL)
    c.shade([(250, 290), (420, 270), (560, 170), (560, 490), (420, 390), (250, 370)], BRICK, much=0.7)
    c.oval((560, 330), 56, 160, INK)
    c.oval((552, 330), 34, 126, SUN)
    c.rect((300, 380, 330, 562), INK)
    gull(c, (940, 120), 90)
    gull(c, (1060, 170), 60, CREAM)
