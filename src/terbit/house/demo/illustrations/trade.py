"""Work that is paid by the piece: sacks, ice, groceries, a mortar."""

from __future__ import annotations

import math

from terbit.house.demo.illustrations.canvas import Canvas
from terbit.house.demo.illustrations.palette import (
    BRICK,
    BRIGHT,
    CLAY,
    CORAL,
    CREAM,
    FOAM,
    INK,
    LEAF,
    MIST,
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
from terbit.house.demo.illustrations.shapes import circle, gull, ripples, sky


def porters(c: Canvas) -> None:
    """Four of them on the plank, from the ship's side at the upper left down to the quay."""
    sky(c, CORAL, until=560, much=0.5)
    c.disc((1230, 250), 150, CORAL)
    c.wave(600, 7, 420, SEA)
    c.shade([(0, 600), (1600, 600), (1600, 900), (0, 900)], INK, much=0.5)
    ripples(c, 620, 740, MIST, count=14, longest=120)
    hull = [(0, 280), (560, 330), (470, 700), (0, 740)]
    c.poly(hull, TEAL)
    c.shade(hull, INK, much=0.5)
    c.line([(0, 330), (545, 380)], CREAM, 18)
    c.line([(150, 290), (150, -20)], INK, 22)
    c.poly([(160, 10), (160, 260), (430, 280)], CREAM)
    c.rect((980, 740, 1600, 900), CLAY)
    c.shade([(980, 740), (1600, 740), (1600, 900), (980, 900)], INK, much=0.5)
    c.line([(440, 372), (1180, 762)], INK, 30)
    for step, coat in enumerate((NIGHT, BRICK, PLUM, MOSS)):
        x = 520 + step * 185
        _porter(c, x, 372 + (x - 440) * 0.527, coat)
    for x, y in ((1330, 740), (1450, 740), (1390, 660)):
        _sack(c, x, y)
    gull(c, (820, 120), 110)
    gull(c, (960, 190), 70)


def _porter(c: Canvas, x: float, y: float, coat: str) -> None:
    c.line([(x - 10, y - 100), (x - 42, y - 10)], INK, 26)
    c.line([(x + 10, y - 100), (x + 44, y + 14)], INK, 26)
    c.poly([(x - 34, y - 90), (x + 34, y - 84), (x + 56, y - 210), (x - 16, y - 216)], coat)
    c.disc((x + 62, y - 236), 32, BRICK)
    c.rect((x - 66, y - 300, x + 56, y - 214), SAND, radius=38)
    c.line([(x - 20, y - 298), (x - 20, y - 218)], CLAY, 6)
    c.line([(x + 40, y - 190), (x + 30, y - 262)], BRICK, 18)


def _sack(c: Canvas, x: float, ground: float) -> None:
    c.rect((x - 62, ground - 84, x + 62, ground), SAND, radius=36)
    c.shade(circle((x, ground - 42), 62, down=42), CLAY, much=0.7)
    c.line([(x - 44, ground - 58), (x + 44, ground - 58)], CLAY, 6)


def ice_blocks(c: Canvas) -> None:
    """A slide of planks runs down from the factory's hatch; the blocks stand on it at an angle."""
    c.rect((0, 0, 1600, 900), NIGHT)
    c.rect((0, 0, 470, 900), BRICK)
    for y in range(0, 900, 64):
        c.line([(0, y), (470, y)], PLUM, 5)
        for x in range(40 if y % 128 else 100, 470, 120):
            c.line([(x, y), (x, y + 64)], PLUM, 5)
    c.rect((90, 130, 410, 470), INK)
    c.rect((120, 160, 380, 470), SUN)
    c.shade([(120, 160), (380, 160), (380, 470), (120, 470)], CORAL, much=0.6)
    c.disc((1330, 170), 84, CREAM)
    c.wave(680, 9, 380, SEA)
    c.poly([(150, 470), (350, 470), (1480, 830), (1420, 900), (1000, 900)], CLAY)
    c.line([(250, 470), (1240, 870)], BRICK, 8)
    for step in range(5):
        _block_of_ice(c, 300 + step * 205, 472 + step * 74, 1 + step * 0.14)
    ripples(c, 700, 860, TEAL, count=10)
    c.poly([(1490, 330), (1530, 340), (1420, 760), (1380, 750)], MIST)
    for step in range(11):
        x, y = 1490 - step * 10, 350 + step * 37
        c.poly([(x, y), (x - 22, y + 14), (x - 8, y + 32)], MIST)
    c.rect((1478, 240, 1552, 344), CORAL, radius=24)


def _block_of_ice(c: Canvas, x: float, ground: float, size: float) -> None:
    wide, high, deep = 120 * size, 170 * size, 44 * size
    front = [(x, ground - high), (x + wide, ground - high), (x + wide, ground), (x, ground)]
    c.poly(front, FOAM)
    c.shade(front, TEAL, much=0.6)
    top = ground - high
    c.poly([(x, top), (x + deep, top - deep), (x + wide + deep, top - deep), (x + wide, top)], WHITE)
    side = [(x + wide, top), (x + wide + deep, top - deep), (x + wide + deep, ground - deep), (x + wide, ground)]
    c.poly(side, MIST)
    c.line([(x + wide * 0.25, top + high * 0.2), (x + wide * 0.55, top + high * 0.62)], WHITE, 6 * size)


def corner_shop(c: Canvas) -> None:
    c.rect((0, 0, 1600, 900), TEAL)
    c.shade([(0, 0), (1600, 0), (1600, 900), (0, 900)], SEA, much=0.6)
    c.rect((180, 200, 1420, 760), INK)
    c.rect((210, 230, 1390, 620), PLUM)
    for step in range(14):
        x = 120 + step * 98
        c.poly([(x + 30, 90), (x + 120, 90), (x + 98, 250), (x, 250)], CREAM if step % 2 else CORAL)
        c.pie((x + 49, 250), 49, 0, 180, CREAM if step % 2 else CORAL)
    for place in range(9):
        x = 260 + place * 132
        long = 3 + (place * 2) % 4
        c.line([(x, 290), (x, 310 + long * 44)], CREAM, 3)
        for piece in range(long):
            c.rect((x - 30, 318 + piece * 44, x + 30, 356 + piece * 44), BRIGHT[(place + piece) % 6], radius=6)
    for place in range(5):
        x = 250 + place * 128
        c.rect((x, 520, x + 100, 640), MIST, radius=16)
        c.rect((x + 8, 560, x + 92, 634), (SUN, ROSE, CLAY, LEAF, CORAL)[place], radius=12)
        c.rect((x + 14, 500, x + 86, 526), BRICK, radius=8)
    c.rect((140, 640, 1460, 700), SAND)
    c.rect((180, 700, 1420, 900), BRICK)
    for x in range(240, 1420, 118):
        c.line([(x, 700), (x, 900)], PLUM, 5)
    _open_book(c, 960, 640)
    c.rect((0, 860, 1600, 900), INK)


def _open_book(c: Canvas, x: float, low: float) -> None:
    c.poly([(x, low - 16), (x + 190, low - 60), (x + 190, low + 20), (x, low + 40)], WHITE)
    c.poly([(x + 190, low - 60), (x + 390, low - 20), (x + 380, low + 40), (x + 190, low + 20)], CREAM)
    for row in range(3):
        y = low - 8 + row * 15
        c.line([(x + 22, y), (x + 166, y - 26)], SEA, 4)
        c.line([(x + 214, y - 26), (x + 356, y)], CORAL if row == 1 else SEA, 4)
    c.line([(x + 400, low + 18), (x + 470, low - 90)], SUN, 12)


def mortar(c: Canvas) -> None:
    """From above: the stone bowl, and around it what three houses gave."""
    c.shade([(0, 0), (1400, 0), (1400, 1050), (0, 1050)], BRICK, much=0.35)
    for x in range(0, 1400, 175):
        c.line([(x, 0), (x, 1050)], CLAY, 5)
    c.oval((720, 560), 400, 390, CLAY)
    c.disc((690, 525), 380, INK)
    c.disc((690, 525), 336, NIGHT)
    c.disc((690, 540), 300, BRICK)
    c.disc((690, 540), 286, CORAL)
    c.shade(circle((690, 540), 286), BRICK, much=0.6)
    for _ in range(70):
        turn, far = c.chance.uniform(0, math.tau), c.chance.uniform(10, 262)
        x, y = 690 + far * math.cos(turn), 540 + far * math.sin(turn)
        c.disc((x, y), c.chance.uniform(5, 13), c.chance.choice((SUN, CREAM, ROSE, LEAF)))
    c.line([(800, 440), (1180, 130)], INK, 110)
    c.line([(820, 410), (1170, 120)], NIGHT, 76)
    c.disc((1184, 116), 62, NIGHT)
    for place in range(6):
        _chilli(c, 60 + place * 62, 120 + (place % 3) * 54, 30 + place * 21)
    for x, y in ((130, 820), (230, 900), (110, 950), (250, 780), (330, 970)):
        c.disc((x, y), 54, CORAL)
        c.shade(circle((x, y), 54), BRICK, much=0.7)
        c.poly([(x - 22, y - 40), (x, y - 62), (x + 24, y - 40), (x, y - 28)], MOSS)
    for x, y in ((1180, 860), (1290, 770)):
        c.disc((x, y), 82, LEAF)
        c.shade(circle((x, y), 82), MOSS, much=0.9)
        c.disc((x - 20, y - 20), 14, CREAM)
    for x, y, turn in ((1060, 985, 0.2), (1270, 560, 1.2)):
        _leaf(c, x, y, turn)


def _chilli(c: Canvas, x: float, y: float, lean: float) -> None:
    c.poly([(x, y), (x + 30, y - 12), (x + 60 + lean * 0.3, y + 110 + lean), (x + 14, y + 70)], CORAL)
    c.line([(x + 14, y - 4), (x - 4, y - 42)], MOSS, 12)


def _leaf(c: Canvas, x: float, y: float, turn: float) -> None:
    across, along = math.cos(turn), math.sin(turn)
    tip, side = (x + 150 * across, y + 150 * along), 46
    c.poly([(x, y), (x + 75 * across - side * along, y + 75 * along + side * across), tip,
            (x + 75 * across + side * along, y + 75 * along - side * across)], MOSS)  # fmt: skip
    c.line([(x, y), tip], LEAF, 6)
