"""Salt pans, roofs, wells, dykes and the sky above them."""

from __future__ import annotations

import math

from terbit.house.demo.illustrations.canvas import Canvas, Point
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
from terbit.house.demo.illustrations.shapes import house, palm, person, sky, sun, tree


def salt_pans(c: Canvas) -> None:
    inks = (ROSE, MIST, FOAM, WHITE, TEAL, ROSE, SAND)
    for row in range(5):
        for place in range(8):
            x, y = -100 + place * 240 - row * 30, 220 + row * 140
            field: list[Point] = [(x, y), (x + 220, y), (x + 205, y + 122), (x - 25, y + 122)]
            c.poly(field, inks[(row * 3 + place * 2) % 7])
            c.shade(field, CLAY if (row + place) % 3 else SEA, much=0.45)
    for x, y, size in ((260, 420, 90), (640, 560, 130), (1130, 420, 100), (1340, 720, 150), (300, 800, 150)):
        heap = [(x - size, y), (x, y - size * 1.1), (x + size, y)]
        c.poly(heap, WHITE)
        c.shade([(x, y - size * 1.1), (x + size, y), (x, y)], SEA, much=0.8)
        c.oval((x, y), size, size * 0.14, WHITE)
    c.rect((0, 0, 1600, 215), SUN)
    c.shade([(0, 0), (1600, 0), (1600, 215), (0, 215)], CORAL, down=False, much=0.9)
    c.rect((0, 190, 1600, 216), MOSS)
    for x, ink in ((820, CORAL), (930, NIGHT)):
        person(c, (x, 700), 230, ink)
        c.poly([(x - 54, 524), (x, 476), (x + 54, 524)], CLAY)
        c.line([(x + 60, 700), (x + 26, 560)], INK, 8)


def solar_roof(c: Canvas) -> None:
    centre = (1180, 220)
    for step in range(0, 24, 2):
        start, end = (math.tau * (step + part) / 24 for part in (0, 1))
        ray = [
            centre,
            *((centre[0] + 1800 * math.cos(turn), centre[1] + 1800 * math.sin(turn)) for turn in (start, end)),
        ]
        c.poly(ray, SAND)
    sun(c, centre, 170, SUN, CORAL)
    roof = [(80, 820), (420, 360), (1330, 360), (1560, 820)]
    c.rect((150, 800, 1500, 900), CREAM)
    c.poly(roof, BRICK)
    c.shade(roof, INK, much=0.4)
    for row in range(3):
        for place in range(6):
            panel = [
                _on_roof(roof, (place + u) / 6.4 + 0.03, (row + v) / 3.5 + 0.06)
                for u, v in ((0.06, 0.06), (0.94, 0.06), (0.94, 0.94), (0.06, 0.94))
            ]
            c.poly(panel, NIGHT)
            c.shade(panel, TEAL, down=False, much=0.8)
            for part in (0.35, 0.65):
                c.line([_between(panel[0], panel[1], part), _between(panel[3], panel[2], part)], MIST, 2)
            c.line([_between(panel[0], panel[3], 0.5), _between(panel[1], panel[2], 0.5)], MIST, 2)
    for x in (430, 500):
        c.oval((x, 330), 30, 18, PLUM)
        c.disc((x + 24, 312), 12, PLUM)


def _between(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _on_roof(roof: list[Point], across: float, down: float) -> Point:
    """A place on a slope whose corners are lower left, upper left, upper right, lower right."""
    return _between(_between(roof[1], roof[2], across), _between(roof[0], roof[3], across), down)


def well(c: Canvas) -> None:
    c.rect((0, 0, 1400, 330), MIST)
    c.shade([(0, 0), (1400, 0), (1400, 330), (0, 330)], TEAL, down=False, much=0.5)
    c.rect((0, 330, 1400, 1050), CLAY)
    c.shade([(0, 330), (1400, 330), (1400, 1050), (0, 1050)], BRICK, much=0.8)
    c.poly([(0, 560), (820, 600), (1400, 820), (1400, 1050), (0, 1050)], TEAL)
    wedge = [(1400, 520), (1130, 620), (800, 830), (420, 960), (0, 1010), (0, 1050), (1400, 1050)]
    c.poly(wedge, NIGHT)
    c.shade(wedge, INK)
    c.poly([(1100, 330), (1400, 330), (1400, 540), (1230, 560)], SEA)
    c.rect((560, 330, 720, 800), INK)
    c.rect((584, 330, 696, 800), TEAL)
    c.rect((584, 330, 696, 610), SAND)
    c.shade([(584, 330), (696, 330), (696, 610), (584, 610)], INK, much=0.7)
    c.rect((540, 230, 740, 340), BRICK)
    for x in (540, 724):
        c.rect((x, 90, x + 16, 240), INK)
    c.poly([(500, 100), (640, 20), (780, 100)], CORAL)
    c.line([(640, 90), (640, 500)], INK, 5)
    c.poly([(606, 490), (674, 490), (664, 556), (616, 556)], SUN)
    house(c, 140, 332, 250, 180, CREAM)
    palm(c, (930, 334), 260)
    for _ in range(60):
        c.disc((c.chance.uniform(0, 1400), c.chance.uniform(350, 560)), c.chance.uniform(3, 9), BRICK)


def dyke(c: Canvas) -> None:
    sky(c, MIST, until=420, much=0.9)
    c.wave(440, 10, 260, NIGHT)
    c.shade([(0, 430), (800, 430), (800, 900), (0, 900)], INK)
    for step in range(6):
        c.line([(30 + step * 96, 500 + step * 22), (130 + step * 96, 500 + step * 22)], MIST, 6)
    slope = [
        (420, 900),
        (760, 420),
        (860, 420),
        (930, 500),
        (1010, 500),
        (1080, 590),
        (1160, 590),
        (1240, 690),
        (1600, 690),
        (1600, 900),
    ]
    c.poly(slope, LEAF)
    c.shade(slope, MOSS, much=0.9)
    for x, y in ((770, 420), (935, 500), (1085, 590)):
        for step in range(6):
            c.line([(x + step * 14, y), (x + step * 14, y - 26)], MOSS, 4)
            c.disc((x + step * 14, y - 30), 10, (CORAL, SUN, ROSE)[step % 3])
    person(c, (900, 470), 110, CORAL)
    person(c, (1120, 590), 120, ROSE)
    for left, wall in ((1250, CREAM), (1370, ROSE), (1490, SAND)):
        house(c, left, 692, 104, 130, wall, CORAL)
    tree(c, (1200, 690), 170, MOSS)
    for x, y in ((520, 800), (600, 760), (660, 840)):
        c.oval((x, y), 34, 22, WHITE)
        c.disc((x + 34, y - 8), 13, INK)


def kites(c: Canvas) -> None:
    sky(c, MIST, until=700, much=0.9)
    foot = (800, 830)
    for step in range(15):
        x = 90 + (step * 397) % 1430
        y = 90 + (step * 173) % 430
        c.line([foot, ((foot[0] + x) / 2 + 30, (foot[1] + y) / 2 + 40), (x, y)], INK, 2)
        kite(c, (x, y), 46 + (step * 29) % 50, step)
    c.wave(730, 16, 1100, SAND)
    c.shade([(0, 730), (1600, 730), (1600, 900), (0, 900)], CLAY, much=0.7)
    c.wave(846, 10, 300, TEAL)
    for x in range(560, 1080, 74):
        person(c, (x, 850 + (x % 3) * 12), 120, BRIGHT[x % 6])


def kite(c: Canvas, centre: Point, size: float, kind: int) -> None:
    x, y = centre
    ink, other = BRIGHT[kind % 6], BRIGHT[(kind + 2) % 6]
    if kind == 6:  # the pan that won
        c.rect((x - size * 1.3, y - size * 0.6, x + size * 1.3, y + size * 0.8), NIGHT, radius=20)
        c.rect((x - size * 1.5, y - size * 0.8, x + size * 1.5, y - size * 0.5), BRICK, radius=10)
        c.disc((x, y - size), size * 0.2, BRICK)
        c.rect((x + size * 1.2, y - size * 0.2, x + size * 2.3, y + size * 0.05), INK)
        return
    c.poly([(x, y - size), (x + size * 0.75, y), (x, y + size * 1.3), (x - size * 0.75, y)], ink)
    c.poly([(x, y - size), (x + size * 0.75, y), (x, y)], other)
    c.poly([(x - size * 0.75, y), (x, y), (x, y + size * 1.3)], other)
    tail = [(x + 16 * math.sin(step), y + size * 1.3 + step * 13) for step in range(9)]
    c.line(tail, INK, 3)
    for at in tail[2::3]:
        c.poly(
            [(at[0] - 14, at[1] - 9), (at[0] + 14, at[1] + 9), (at[0] + 14, at[1] - 9), (at[0] - 14, at[1] + 9)], ink
        )
