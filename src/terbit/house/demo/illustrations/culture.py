"""Books, films, cloth, bronze and umbrellas."""

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
    NIGHT,
    PLUM,
    ROSE,
    SAND,
    SEA,
    SUN,
    TEAL,
    WHITE,
)
from terbit.house.demo.illustrations.shapes import circle, person, ripples, sky, sun


def library_boat(c: Canvas) -> None:
    sky(c, ROSE, until=560, much=0.7)
    sun(c, (1310, 220), 120)
    c.wave(640, 12, 520, SEA)
    hull = [(120, 420), (1480, 420), (1300, 720), (300, 720)]
    c.poly(hull, CLAY)
    c.shade(hull, INK, much=0.6)
    for row, (left, right, low) in enumerate(((200, 1410, 540), (290, 1330, 690))):
        c.rect((left, low - 112, right, low), INK)
        x = float(left + 12)
        while x < right - 40:
            width, high = c.chance.uniform(18, 40), c.chance.uniform(64, 104)
            c.rect((x, low - high, x + width, low), c.chance.choice((*BRIGHT, CREAM, PLUM)))
            c.line([(x + 5, low - high + 16), (x + width - 5, low - high + 16)], INK, 3)
            x += width + c.chance.choice((2, 2, 3, 12)) + row
    c.rect((420, 250, 1010, 424), CREAM)
    c.poly([(380, 256), (470, 170), (960, 170), (1050, 256)], BRICK)
    for x in range(470, 960, 120):
        c.rect((x, 296, x + 76, 380), SUN)
    person(c, (1150, 422), 170, NIGHT)
    person(c, (1240, 422), 110, CORAL)
    c.wave(700, 14, 420, TEAL, phase=0.4)
    c.shade([(0, 700), (1600, 700), (1600, 900), (0, 900)], NIGHT)
    ripples(c, 730, 890, FOAM, count=20)


def open_air_cinema(c: Canvas) -> None:
    sky(c, INK, until=900, much=0.9)
    for _ in range(60):
        c.disc((c.chance.uniform(0, 1600), c.chance.uniform(0, 300)), c.chance.uniform(1, 4), CREAM)
    beam = [(1500, 640), (420, 130), (420, 560)]
    c.poly(beam, PLUM)
    c.shade(beam, SUN, much=0.45)
    c.rect((150, 100, 178, 780), CLAY)
    c.rect((922, 100, 950, 780), CLAY)
    c.rect((186, 120, 914, 560), WHITE)
    c.shade([(186, 120), (914, 120), (914, 560), (186, 560)], MIST, much=0.7)
    c.line([(250, 470), (430, 400), (650, 400), (850, 470)], INK, 12)
    for x in range(440, 650, 42):
        c.line([(x, 400), (x, 470)], INK, 5)
    person(c, (340, 436), 90, INK, INK)
    c.disc((760, 220), 44, SAND)
    c.rect((1470, 600, 1590, 690), BRICK, radius=10)
    for x in (1490, 1566):
        c.ring((x, 580), 34, INK, 10)
    for row in range(3):
        for place in range(17 + row):
            x = -20 + place * (98 - row * 3) + row * 34 + c.chance.uniform(-12, 12)
            y = 690 + row * 86
            ink = c.chance.choice((INK, NIGHT, PLUM, BRICK, INK))
            c.disc((x, y), 34 + row * 4, ink)
            c.oval((x, y + 88), 62 + row * 6, 62, ink)


def umbrellas(c: Canvas) -> None:
    c.shade([(0, 0), (1400, 0), (1400, 1050), (0, 1050)], NIGHT, much=0.6)
    places = (
        (260, 250, 210, 0),
        (690, 210, 180, 1),
        (1120, 270, 220, 2),
        (430, 620, 200, 3),
        (880, 640, 230, 4),
        (180, 900, 170, 5),
        (1260, 820, 170, 0),
        (600, 960, 150, 2),
    )
    for x, y, radius, kind in places:
        c.oval((x + 26, y + 34), radius, radius * 0.96, INK)
        umbrella(c, x, y, radius, kind)


def umbrella(c: Canvas, x: float, y: float, radius: float, kind: int) -> None:
    """From above, eight panels; the fifth kind lacks one of its ribs."""
    ink, other = BRIGHT[kind], (CREAM, ROSE, SUN)[kind % 3]
    for step in range(8):
        start = step * 45 + kind * 9
        if kind == 4 and step == 6:
            continue
        c.pie((x, y), radius, start, start + 45, ink if step % 2 else other)
    c.shade(circle((x, y), radius), INK, much=0.35)
    for step in range(8):
        turn = math.radians(step * 45 + kind * 9)
        c.line([(x, y), (x + radius * math.cos(turn), y + radius * math.sin(turn))], INK, 4)
    c.disc((x, y), 13, INK)


def weaving(c: Canvas) -> None:
    band = 150
    for row in range(6):
        top = row * band
        c.rect((0, top, 1600, top + band), (BRICK, NIGHT, CREAM, CORAL, NIGHT, SAND)[row])
        for place in range(-1, 17):
            x = place * 110 + (55 if row % 2 else 0)
            _motif(c, x, top, band, row)
        c.rect((0, top - 7, 1600, top + 7), SUN)
    c.poly([(812, 330), (834, 352), (812, 374), (790, 352)], SUN)


def _motif(c: Canvas, x: float, top: float, band: float, row: int) -> None:
    light, dark = ((CREAM, NIGHT), (ROSE, TEAL), (BRICK, NIGHT))[row % 3]
    if row % 3 == 0:  # the broken wave
        steps = [(0, 110), (20, 90), (20, 60), (40, 60), (40, 35), (70, 35), (70, 60), (90, 60), (90, 90), (110, 110)]
        c.line([(x + dx, top + dy) for dx, dy in steps], light, 12)
    elif row % 3 == 1:
        for size, ink in ((58, light), (38, dark), (18, light)):
            c.poly(
                [
                    (x + 55, top + 75 - size),
                    (x + 55 + size, top + 75),
                    (x + 55, top + 75 + size),
                    (x + 55 - size, top + 75),
                ],
                ink,
            )
    else:
        for step in range(3):
            y = top + 22 + step * 42
            c.line([(x, y + 26), (x + 55, y), (x + 110, y + 26)], (light, dark, light)[step], 11)
    c.line([(x, top + band - 18), (x + 60, top + band - 18)], light, 6)


def gongs(c: Canvas) -> None:
    c.shade([(0, 0), (1600, 0), (1600, 900), (0, 900)], PLUM, much=0.7)
    for radius in range(230, 1300, 90):
        c.ring((400, 520), radius, ROSE, 5)
    c.rect((60, 90, 1540, 126), BRICK)
    for x in (60, 1504):
        c.rect((x, 90, x + 36, 900), BRICK)
    hung = (
        (400, 520, 230),
        (760, 380, 150),
        (1010, 330, 115),
        (1210, 300, 90),
        (1370, 280, 70),
        (830, 690, 120),
        (1090, 620, 96),
        (1300, 590, 76),
    )
    for x, y, radius in hung:
        for side in (-0.5, 0.5):
            c.line([(x + side * radius, 120), (x + side * radius, y)], SAND, 5)
    for x, y, radius in hung:
        c.disc((x, y), radius, CLAY)
        c.disc((x, y), radius * 0.92, SUN)
        c.shade(circle((x, y), radius), BRICK, much=0.8)
        c.disc((x, y), radius * 0.34, SAND)
        c.shade(circle((x, y), radius * 0.34), BRICK, much=0.6)
    c.line([(1300, 666), (1286, 640), (1306, 624), (1296, 600)], INK, 6)
    c.line([(96, 860), (250, 640)], CREAM, 18)
    c.disc((256, 632), 46, CORAL)


def floor_tiles(c: Canvas) -> None:
    """A floor cut open: three generations of tiles, one on top of the other."""
    c.rect((0, 0, 1400, 330), MIST)
    c.shade([(0, 0), (1400, 0), (1400, 330), (0, 330)], SEA, much=0.4)
    c.rect((880, 60, 1110, 330), BRICK)
    c.rect((904, 84, 1086, 330), NIGHT)
    for top, low, tile, earth in ((330, 400, WHITE, SAND), (560, 620, ROSE, CLAY), (790, 860, SUN, BRICK)):
        c.rect((0, low, 1400, low + 200), earth)
        c.shade([(0, low), (1400, low), (1400, low + 200), (0, low + 200)], INK, much=0.6)
        c.rect((0, top, 1400, low), tile)
        for x in range(0, 1400, 140):
            c.line([(x, top), (x, low)], INK, 4)
            if tile == SUN:
                c.disc((x + 70, (top + low) / 2), 20, CORAL)
            if tile == ROSE:
                for _ in range(9):
                    c.disc(
                        (x + c.chance.uniform(8, 132), c.chance.uniform(top + 6, low - 6)),
                        5,
                        c.chance.choice((INK, CREAM, BRICK)),
                    )
    c.rect((150, 330, 176, 850), WHITE)
    for y in range(340, 850, 34):
        c.line([(150, y), (176 if (y // 34) % 3 else 196, y)], INK, 4)
    person(c, (480, 332), 250, CORAL)
    person(c, (610, 332), 150, TEAL)


def tally(c: Canvas) -> None:
    """An exercise book full of strokes, five and five: lorries counted through the night."""
    c.shade([(0, 0), (1400, 0), (1400, 1050), (0, 1050)], INK, much=0.7)
    for side, (left, right) in enumerate(((120, 690), (710, 1280))):
        page = [(left, 110), (right, 90 if side else 120), (right, 950), (left, 930 if side else 960)]
        c.poly(page, CREAM)
        c.shade(page, SAND, much=0.6)
        for row in range(9):
            y = 200 + row * 84
            c.line([(left + 30, y + 40), (right - 30, y + 40)], MIST, 3)
            for group in range(c.chance.randint(2, 4)):
                _five(c, left + 50 + group * 126, y)
    c.rect((690, 100, 712, 950), BRICK)
    c.line([(930, 880), (1330, 560)], SUN, 30)
    c.poly([(930, 880), (906, 904), (938, 858)], INK)
    c.poly([(1318, 556), (1346, 586), (1380, 530)], ROSE)


def _five(c: Canvas, x: float, y: float) -> None:
    for step in range(4):
        lean = c.chance.uniform(-4, 4)
        c.line([(x + step * 20 + lean, y - 22), (x + step * 20 - lean, y + 30)], NIGHT, 7)
    c.line([(x - 14, y + 24), (x + 76, y - 18)], CORAL, 7)
