"""What happens on the water and at its edge."""

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
from terbit.house.demo.illustrations.shapes import boat, circle, fish, gull, palm, ripples, sky, sun


def ferry(c: Canvas) -> None:
    sky(c, PLUM, until=560, much=0.9)
    sun(c, (1120, 520), 230)
    c.wave(560, 8, 700, SEA)
    c.shade([(0, 560), (1600, 560), (1600, 900), (0, 900)], INK)
    for step in range(9):
        y, half = 580 + step * 34, 150 - step * 9 + (step % 3) * 26
        c.line([(1120 - half, y), (1120 + half, y)], SUN if step % 2 else ROSE, 7)
    c.poly([(240, 570), (1010, 570), (930, 690), (330, 690)], WHITE)
    c.rect((240, 570, 1010, 596), BRICK)
    c.rect((380, 470, 860, 572), CREAM)
    c.rect((460, 400, 740, 472), WHITE)
    for x in range(410, 840, 62):
        c.rect((x, 500, x + 36, 536), SUN, radius=6)
    c.rect((620, 300, 690, 402), CORAL)
    c.rect((620, 300, 690, 326), INK)
    for step, radius in enumerate((26, 36, 48, 60)):
        c.disc((640 - step * 78, 276 - step * 34), radius, ROSE)
    c.wave(690, 10, 260, NIGHT, phase=0.1)
    ripples(c, 720, 890, TEAL, count=16)


def fishes(c: Canvas) -> None:
    c.shade([(0, 0), (1600, 0), (1600, 900), (0, 900)], NIGHT, much=0.9)
    for row in range(6):
        for place in range(7):
            left = row % 2 == 1
            x = 60 + place * 250 + (110 if left else 0) + c.chance.uniform(-20, 20)
            y = 100 + row * 142
            if 560 < x < 1040 and 300 < y < 640:
                continue
            fish(c, (x, y), 210, (CORAL, SUN)[row % 2] if row != 4 else ROSE, left=left)
    squid(c)


def squid(c: Canvas) -> None:
    c.poly([(800, 230), (900, 400), (870, 560), (730, 560), (700, 400)], WHITE)
    c.shade([(800, 230), (900, 400), (870, 560), (730, 560), (700, 400)], PLUM, much=0.7)
    c.poly([(800, 230), (690, 330), (745, 360)], ROSE)
    c.poly([(800, 230), (910, 330), (855, 360)], ROSE)
    for step in range(7):
        x = 742 + step * 19
        c.line([(x, 555), (x + (step - 3) * 12, 640), (x + (step - 3) * 7, 720 + (step % 2) * 40)], WHITE, 11)
    for x in (768, 832):
        c.disc((x, 510), 20, INK)
        c.disc((x + 5, 505), 6, WHITE)


def lighthouse(c: Canvas) -> None:
    sky(c, INK, until=620, much=0.95)
    for _ in range(70):
        c.disc((c.chance.uniform(0, 1600), c.chance.uniform(0, 480)), c.chance.uniform(1.5, 4), CREAM)
    c.poly([(520, 232), (1600, 20), (1600, 330)], SUN)
    c.shade([(520, 232), (1600, 20), (1600, 330)], NIGHT, much=0.55)
    c.poly([(480, 232), (0, 120), (0, 300)], SUN)
    c.wave(640, 14, 520, SEA)
    c.shade([(0, 640), (1600, 640), (1600, 900), (0, 900)], INK)
    ripples(c, 660, 880, MIST, count=22)
    c.poly([(180, 900), (300, 700), (420, 640), (620, 650), (760, 760), (860, 900)], INK)
    tower = [(420, 660), (455, 280), (545, 280), (580, 660)]
    c.poly(tower, WHITE)
    for step in range(0, 4, 2):
        top, low = 280 + step * 95, 375 + step * 95
        c.poly(
            [
                (455 - (top - 280) * 0.092, top),
                (545 + (top - 280) * 0.092, top),
                (545 + (low - 280) * 0.092, low),
                (455 - (low - 280) * 0.092, low),
            ],
            CORAL,
        )
    c.shade(tower, INK, much=0.35)
    c.rect((440, 264, 560, 284), INK)
    c.rect((468, 196, 532, 266), SUN)
    c.poly([(452, 200), (500, 146), (548, 200)], BRICK)


def sailing_freighter(c: Canvas) -> None:
    sky(c, MIST, until=560, much=0.9)
    c.disc((1330, 190), 90, ROSE)
    c.wave(560, 14, 640, TEAL)
    for step in range(4):
        x = 380 + step * 215
        sail = [(x, 520), (x + 8, 120 + (step % 2) * 24), (x + 120, 150 + (step % 2) * 24), (x + 150, 520)]
        c.poly(sail, CREAM)
        c.shade(sail, CLAY, much=0.6)
        for high in range(210, 500, 74):
            c.line([(x + 4, high), (x + 138, high + 8)], SAND, 4)
        c.line([(x, 110), (x, 560)], INK, 9)
    c.poly([(220, 510), (1370, 510), (1290, 670), (330, 670)], BRICK)
    c.shade([(220, 510), (1370, 510), (1290, 670), (330, 670)], INK, much=0.6)
    c.rect((236, 430, 352, 512), WHITE)
    c.rect((250, 448, 340, 472), NIGHT)
    c.line([(240, 545), (1350, 545)], WHITE, 8)
    for place, y in enumerate((640, 720, 810)):
        c.wave(y, 16, 380, (SEA, SEA, NIGHT)[place], phase=0.27 * place)
        c.shade([(0, y), (1600, y), (1600, y + 90), (0, y + 90)], INK, much=0.35)
    ripples(c, 690, 880, FOAM, count=18)
    for place in ((160, 240), (260, 180), (1450, 380)):
        gull(c, place, 70)


def container_port(c: Canvas) -> None:
    sky(c, CORAL, until=640, much=0.6)
    sun(c, (800, 420), 250, SUN, CORAL)
    c.rect((0, 640, 1600, 900), NIGHT)
    for left in (230, 930):
        crane(c, left)
    stack(c, 660)
    c.rect((0, 812, 1600, 900), INK)
    ripples(c, 824, 892, TEAL, count=20, longest=120)


def crane(c: Canvas, left: float) -> None:
    for x in (left, left + 220):
        c.rect((x, 200, x + 26, 700), INK)
    c.line([(left + 13, 560), (left + 233, 380)], INK, 12)
    c.line([(left + 13, 380), (left + 233, 560)], INK, 12)
    c.rect((left - 200, 190, left + 440, 222), INK)
    c.line([(left + 110, 70), (left - 190, 194)], INK, 9)
    c.line([(left + 110, 70), (left + 430, 194)], INK, 9)
    c.rect((left + 98, 66, left + 122, 200), INK)
    c.line([(left - 110, 222), (left - 110, 380)], INK, 5)
    c.rect((left - 170, 380, left - 50, 434), CORAL)


def stack(c: Canvas, top: float) -> None:
    for row in range(3):
        for place in range(12):
            if row == 0 and c.chance.random() < 0.45:
                continue
            x, y = 20 + place * 131, top + row * 52
            box = (x, y, x + 124, y + 46)
            c.rect(box, c.chance.choice(BRIGHT))
            for groove in range(12, 120, 16):
                c.line([(x + groove, y + 6), (x + groove, y + 40)], INK, 2)


def rowing(c: Canvas) -> None:
    c.shade([(0, 0), (1600, 0), (1600, 900), (0, 900)], INK, much=0.55)
    for place, (x, y, hull) in enumerate(((820, 200, SUN), (980, 460, CORAL), (640, 720, WHITE))):
        for step in range(5):
            back = x - 420 - step * 110
            c.line([(back - 60, y - 34 - step * 20), (back, y), (back - 60, y + 34 + step * 20)], MIST, 7 - step)
        for seat in range(6):
            at = x - 250 + seat * 92
            swing = 40 if place != 1 else -10
            for side in (-1, 1):
                c.line([(at, y), (at - swing, y + side * 118)], CREAM, 7)
                c.oval((at - swing, y + side * 122), 13, 24, CREAM)
        c.poly(
            [(x - 420, y), (x - 300, y - 32), (x + 290, y - 32), (x + 440, y), (x + 290, y + 32), (x - 300, y + 32)],
            hull,
        )
        for seat in range(6):
            c.oval((x - 250 + seat * 92, y), 25, 22, (BRICK, PLUM)[seat % 2])
            c.disc((x - 246 + seat * 92, y), 12, INK)
    ripples(c, 20, 890, SEA, count=34, longest=110)


def deep_sea(c: Canvas) -> None:
    c.rect((0, 0, 1600, 170), CREAM)
    for place, (y, ink) in enumerate(((170, TEAL), (360, SEA), (570, NIGHT), (770, INK))):
        c.wave(y, 12, 520, ink, phase=0.2 * place)
        c.shade([(0, y), (1600, y), (1600, y + 200), (0, y + 200)], (SEA, NIGHT, INK, INK)[place], much=0.9)
    boat(c, 620, 190, 360, CORAL)
    c.rect((740, 70, 830, 132), WHITE)
    c.line([(800, 180), (800, 600)], CREAM, 5)
    for radius in (90, 150, 215, 285, 360):
        c.ring((800, 640), radius, MIST, 5 - radius / 100)
    c.rect((776, 590, 824, 690), SUN, radius=24)
    for at, left, ink in (
        ((420, 420), False, ROSE),
        ((1180, 480), True, SUN),
        ((330, 700), False, CORAL),
        ((1300, 730), True, TEAL),
    ):
        fish(c, at, 190, ink, left=left, fin=INK)
    for x in range(40, 1600, 130):
        c.oval((x, 886), 90, 44, PLUM)
    c.poly([(1130, 118), (1560, 118), (1530, 176), (1170, 176)], INK)
    c.rect((1420, 60, 1500, 118), BRICK)


def tide_lines(c: Canvas) -> None:
    c.shade([(0, 0), (1400, 0), (1400, 1050), (0, 1050)], CLAY, much=0.5)
    for step in range(7):
        centre, radius = (1500, -160), 1290 - step * 150
        c.disc(centre, radius, (FOAM, MIST, FOAM, TEAL, MIST, SEA, NIGHT)[step])
        c.shade(circle(centre, radius), (TEAL, TEAL, SEA, SEA, SEA, INK, INK)[step], down=False, much=0.35)
    for step in range(11):
        x, y = 150 + step * 62, 930 - step * 34 - 20 * math.sin(step)
        c.oval((x, y + (18 if step % 2 else -18)), 20, 11, CLAY)
    boat(c, 830, 400, 270, CORAL)
    c.line([(940, 370), (940, 210)], INK, 8)
    c.poly([(948, 214), (948, 350), (1060, 350)], WHITE)
    palm(c, (110, 700), 260, MOSS)
