"""Folders, and the cards of a dictionary."""

from __future__ import annotations

import math

from terbit.house.demo.illustrations.canvas import Canvas
from terbit.house.demo.illustrations.palette import (
    BRICK,
    CLAY,
    CORAL,
    CREAM,
    INK,
    MOSS,
    NIGHT,
    PLUM,
    ROSE,
    SAND,
    SEA,
    SUN,
    TEAL,
    WHITE,
)
from terbit.house.demo.illustrations.shapes import gull


def folders(c: Canvas) -> None:
    """Three piles on a counter; somewhere in the middle the one we follow."""
    c.rect((0, 0, 1600, 640), SEA)
    c.shade([(0, 0), (1600, 0), (1600, 640), (0, 640)], NIGHT, much=0.8)
    c.disc((1330, 190), 124, INK)
    c.disc((1330, 190), 106, CREAM)
    for hour in range(12):
        turn = math.radians(hour * 30)
        c.disc((1330 + 84 * math.cos(turn), 190 + 84 * math.sin(turn)), 7, INK)
    c.line([(1330, 190), (1330, 118)], INK, 10)
    c.line([(1330, 190), (1382, 218)], CORAL, 10)
    c.rect((0, 760, 1600, 900), BRICK)
    c.rect((0, 740, 1600, 790), CLAY)
    for left, count in ((110, 15), (580, 21), (1060, 11)):
        for place in range(count):
            _folder(c, left + c.chance.uniform(-26, 26), 740 - place * 32, place == 12 and count == 21)
    c.line([(1480, 740), (1480, 650)], BRICK, 34)
    c.disc((1480, 630), 36, BRICK)
    c.rect((1430, 706, 1530, 742), INK, radius=8)


def _folder(c: Canvas, left: float, low: float, followed: bool) -> None:
    ink = CORAL if followed else c.chance.choice((SUN, SUN, SAND))
    out = 46 if followed else 0
    c.rect((left + 14, low - 24, left + 392, low - 4), WHITE)
    c.rect((left + out, low - 30, left + 380 + out, low - 14), ink, radius=6)
    c.rect((left + out, low - 14, left + 380 + out, low), ink, radius=4)
    c.rect((left + out + 40, low - 30, left + out + 120, low - 20), CREAM)
    c.line([(left + out, low), (left + 380 + out, low)], INK, 4)


def card_drawers(c: Canvas) -> None:
    """The cabinet of a dictionary; what is spoken flies off."""
    c.shade([(0, 0), (1600, 0), (1600, 900), (0, 900)], ROSE, much=0.5)
    c.rect((90, 190, 1010, 830), BRICK)
    c.rect((70, 160, 1030, 206), CLAY)
    for x in (120, 940):
        c.rect((x, 830, x + 40, 900), INK)
    opened = {(1, 1), (3, 3), (4, 0)}
    for row in range(5):
        for column in range(6):
            x, y = 116 + column * 148, 222 + row * 120
            ink = CORAL if (column, row) == (3, 3) else (TEAL, SEA, MOSS, PLUM, NIGHT)[(row * 2 + column) % 5]
            if (column, row) in opened:
                c.rect((x, y, x + 136, y + 108), INK)
                for card in range(6):
                    c.rect(
                        (x + 12 + card * 4, y + 4 + card * 9, x + 118 + card * 2, y + 70), CREAM if card % 2 else SAND
                    )
                y += 44
            c.rect((x, y, x + 136, y + 108), ink, radius=6)
            c.rect((x + 36, y + 18, x + 100, y + 48), CREAM)
            c.disc((x + 68, y + 76), 12, SUN)
    for x, y, size, lean in (
        (1120, 640, 120, 0.3), (1220, 470, 110, -0.2), (1080, 350, 90, 0.5), (1350, 560, 84, 0.1),
        (1330, 320, 96, -0.4), (1180, 180, 80, 0.3), (1460, 220, 74, -0.1),
    ):  # fmt: skip
        _flying_card(c, x, y, size, lean)
    gull(c, (1340, 110), 96)
    gull(c, (1500, 80), 66)


def _flying_card(c: Canvas, x: float, y: float, size: float, lean: float) -> None:
    """Folded along its middle, like wings."""
    rise = size * 0.5
    c.poly([(x, y), (x - size, y - rise * (0.6 + lean)), (x - size, y - rise * (1.5 + lean)), (x, y - rise)], WHITE)
    c.poly([(x, y), (x + size, y - rise * (0.6 - lean)), (x + size, y - rise * (1.5 - lean)), (x, y - rise)], SAND)
    for part in (0.35, 0.6):
        c.line([(x - size * 0.85, y - rise * (0.75 + lean + part)), (x - size * 0.15, y - rise * (part + 0.1))], SEA, 5)
