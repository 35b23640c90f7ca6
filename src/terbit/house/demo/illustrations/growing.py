"""What grows, and the birds in it."""

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
from terbit.house.demo.illustrations.shapes import circle, person, ripples, sky, sun, tree


def mangrove(c: Canvas) -> None:
    sky(c, TEAL, until=520, much=0.7)
    c.disc((1260, 230), 120, SUN)
    c.rect((0, 520, 1600, 900), SEA)
    c.shade([(0, 520), (1600, 520), (1600, 900), (0, 900)], INK, much=0.9)
    for left in range(-40, 1640, 120):
        c.oval((left, 500), 110, 44, LEAF)
    for x, high in ((360, 470), (880, 560), (1330, 430)):
        mangrove_tree(c, x, high)
    for x in range(80, 1600, 150):
        c.line([(x, 700), (x + 6, 610)], CLAY, 8)
        for side in (-1, 1):
            c.oval((x + 6 + side * 20, 606), 24, 11, LEAF)
    ripples(c, 560, 890, MIST, count=26)


def mangrove_tree(c: Canvas, x: float, high: float) -> None:
    knee = 470
    for spread in (-170, -110, -55, 55, 110, 170):
        bow = [(x + spread * (step / 8) ** 0.55, knee + 170 * (step / 8) ** 2.2) for step in range(9)]
        c.line(bow, BRICK, 17)
        c.line([(px, 1290 - py) for px, py in bow if py > 560], NIGHT, 10)
    c.line([(x, knee + 20), (x - 8, knee - high * 0.3), (x + 10, knee - high * 0.6)], BRICK, 36)
    for dx, dy, radius in ((-110, 0.52, 92), (90, 0.5, 104), (0, 0.68, 120), (-40, 0.42, 76), (150, 0.38, 60)):
        centre = (x + dx, knee - high * dy)
        c.disc(centre, radius, MOSS)
        c.shade(circle(centre, radius), LEAF, down=False, much=0.8)


def egrets(c: Canvas) -> None:
    sky(c, CORAL, until=600, much=0.8)
    sun(c, (800, 520), 280, SUN, CORAL)
    c.rect((0, 620, 1600, 900), PLUM)
    c.shade([(0, 620), (1600, 620), (1600, 900), (0, 900)], INK)
    ripples(c, 640, 880, ROSE, count=24)
    for x in (40, 120, 560, 1130, 1480, 1570):
        pandan(c, x, 760 + c.chance.uniform(-40, 40))
    for x, y, size, left in (
        (300, 780, 1.25, False),
        (690, 840, 1.0, True),
        (1010, 750, 0.85, False),
        (1340, 800, 1.2, True),
    ):
        egret(c, x, y, size, left)


def pandan(c: Canvas, x: float, ground: float) -> None:
    for step in range(-5, 6):
        tip = (x + step * 34, ground - 330 + abs(step) * 42)
        c.poly([(x - 12, ground), (x + 12, ground), tip], (MOSS, INK)[step % 2])


def egret(c: Canvas, x: float, ground: float, size: float, left: bool) -> None:
    way = -1 if left else 1

    def at(dx: float, dy: float) -> Point:
        return x + way * dx * size, ground + dy * size

    for dx in (-14, 22):
        c.line([at(dx, -190), at(dx + 6, -90), at(dx - 4, 0)], INK, 7 * size)
    c.poly([at(-150, -170), at(-40, -290), at(70, -250), at(40, -170), at(-40, -140)], WHITE)
    c.shade([at(-150, -170), at(-40, -290), at(70, -250), at(40, -170), at(-40, -140)], MIST, much=0.8)
    c.line([at(45, -235), at(110, -290), at(70, -350), at(100, -410), at(122, -420)], WHITE, 24 * size)
    c.oval(at(124, -422), 26 * size, 19 * size, WHITE)
    c.poly([at(142, -432), at(230, -408), at(142, -410)], SUN)
    c.disc(at(130, -427), 4 * size, INK)


def coffee(c: Canvas) -> None:
    c.shade([(0, 0), (1400, 0), (1400, 1050), (0, 1050)], CORAL, much=0.35)
    hills = [(240, 560), (420, 250), (560, 400), (720, 150), (900, 380), (1010, 270), (1180, 560)]
    c.poly(hills, WHITE)
    c.shade(hills, MOSS, down=False, much=0.8)
    c.poly([(480, 560), (720, 300), (960, 560)], MOSS)
    for x in (560, 660, 760, 860):
        tree(c, (x, 560), 130, LEAF)
    c.oval((700, 930), 520, 84, CLAY)
    c.ring((1090, 700), 120, WHITE, 40)
    cup = [(330, 560), (1070, 560), (960, 900), (440, 900)]
    c.poly(cup, WHITE)
    c.shade(cup, CLAY, much=0.8)
    c.oval((700, 560), 370, 62, CREAM)
    c.oval((700, 566), 330, 48, BRICK)
    for x, y in ((150, 820), (230, 950), (1220, 880), (1290, 760), (110, 640), (1180, 990)):
        c.oval((x, y), 52, 36, BRICK)
        c.line([(x - 40, y + 6), (x, y - 4), (x + 40, y + 4)], INK, 6)
    for x, y, way in ((90, 300, 1), (1310, 330, -1)):
        for step in range(4):
            c.oval((x + way * step * 44, y + step * 40), 56, 24, MOSS)
        c.disc((x + way * 66, y + 20), 24, CORAL)
        c.disc((x + way * 110, y + 66), 22, CORAL)


def planting_rows(c: Canvas) -> None:
    """Three rows of mangrove on a slope: which tree at which height of the tide."""
    c.shade([(0, 0), (1400, 0), (1400, 1050), (0, 1050)], SUN, much=0.25)
    c.rect((0, 470, 1400, 1050), TEAL)
    c.shade([(0, 470), (1400, 470), (1400, 1050), (0, 1050)], NIGHT, much=0.8)
    ground = [(0, 980), (300, 860), (650, 720), (1000, 580), (1400, 470), (1400, 1050), (0, 1050)]
    c.poly(ground, CLAY)
    c.shade(ground, INK, much=0.6)
    for x, y, high, ink in (
        (260, 876, 300, TEAL),
        (400, 820, 280, TEAL),
        (640, 724, 380, LEAF),
        (800, 660, 360, LEAF),
        (1080, 556, 420, MOSS),
        (1260, 506, 440, MOSS),
    ):
        for side in (-60, -30, 30, 60):
            c.line([(x, y - 70), (x + side * 0.8, y - 30), (x + side, y + 10)], BRICK, 9)
        tree(c, (x, y - 30), high, ink, BRICK)
    for step in range(9):
        c.line([(40 + step * 22, 980 - step * 8), (46 + step * 22, 860 - step * 8)], SAND, 9)
    c.line([(30, 900), (240, 820)], SAND, 7)
    ripples(c, 490, 560, FOAM, count=14, longest=90)


def rain_tree(c: Canvas) -> None:
    """Broader than high; the road gives way."""
    sky(c, SUN, until=420, much=0.5)
    c.wave(640, 10, 900, LEAF, phase=0.2)
    c.shade([(0, 640), (1600, 640), (1600, 900), (0, 900)], MOSS, much=0.6)
    c.oval((760, 760), 560, 70, MOSS)
    road = [(x, 770 + 92 * math.exp(-(((x - 700) / 260) ** 2))) for x in range(-40, 1660, 20)]
    c.line(road, NIGHT, 92)
    for start in range(0, len(road) - 2, 4):
        c.line(road[start : start + 2], CREAM, 8)
    c.poly([(640, 740), (690, 480), (790, 480), (850, 740)], BRICK)
    c.shade([(640, 740), (690, 480), (790, 480), (850, 740)], INK, much=0.7)
    for tip in ((330, 330), (520, 250), (960, 240), (1170, 330)):
        c.line([(740, 540), (740 + (tip[0] - 740) * 0.4, 420), tip], BRICK, 36)
    for x, y, across, down in (
        (260, 330, 240, 100), (1230, 330, 250, 104), (470, 230, 270, 122), (1010, 220, 280, 124), (740, 170, 330, 130),
    ):  # fmt: skip
        c.oval((x, y), across, down, MOSS)
        c.shade(circle((x, y), across, down=down), INK, much=0.45)
    for _ in range(46):
        turn, far = c.chance.uniform(math.pi, math.tau), c.chance.uniform(0.2, 0.95)
        spot = (740 + 600 * far * math.cos(turn), 330 + 230 * far * math.sin(turn))
        c.disc(spot, c.chance.uniform(8, 18), c.chance.choice((LEAF, LEAF, ROSE)))
    for x, coat in ((480, CORAL), (560, SUN), (980, PLUM)):
        person(c, (x, 736), 110, coat)
    c.rect((1080, 640, 1220, 706), CORAL, radius=8)
    c.poly([(1060, 600), (1240, 600), (1220, 566), (1080, 566)], CREAM)
    for x in (1092, 1208):
        c.line([(x, 600), (x, 706)], INK, 6)
        c.disc((x, 718), 24, INK)
    c.rect((700, 600, 780, 650), MIST)
    c.line([(650, 612), (830, 612)], BRIGHT[1], 6)
