"""Streets, houses, and the people in them."""

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
from terbit.house.demo.illustrations.shapes import boat, circle, house, palm, person, ripples, sky, sun, tree


def dawn_market(c: Canvas) -> None:
    sky(c, INK, until=560, much=0.95)
    c.disc((1340, 150), 64, CREAM)
    for left, ink in ((40, CORAL), (430, TEAL), (820, SUN), (1210, ROSE)):
        stall(c, left, ink)
    c.rect((0, 800, 1600, 900), INK)
    for x in (400, 770, 1190):
        person(c, (x, 850), 250, c.chance.choice(BRIGHT))
    ripples(c, 815, 890, PLUM, count=14)


def stall(c: Canvas, left: float, ink: str) -> None:
    top, right = 360, left + 350
    c.rect((left + 20, top, left + 34, 800), INK)
    c.rect((right - 34, top, right - 20, 800), INK)
    for step in range(7):
        x = left + step * 50
        c.poly(
            [(x + 12, top - 70), (x + 48, top - 70), (x + 50, top + 46), (x, top + 46)], ink if step % 2 == 0 else CREAM
        )
        c.pie((x + 25, top + 46), 25, 0, 180, ink if step % 2 == 0 else CREAM)
    lamp = (left + 175, 500)
    c.line([(left + 175, top), lamp], INK, 4)
    c.shade(circle(lamp, 120), SUN, much=0.5)
    c.disc(lamp, 34, SUN)
    c.rect((left, 650, right, 800), PLUM)
    for x in range(int(left) + 34, int(right) - 10, 46):
        c.disc((x, 640 + c.chance.uniform(-6, 6)), 30, c.chance.choice((LEAF, CORAL, SUN, ROSE, MOSS)))
    c.rect((left, 664, right, 690), CLAY)


def rain(c: Canvas) -> None:
    sky(c, NIGHT, until=620, much=0.9)
    for left, high, wall in ((60, 230, ROSE), (330, 300, CREAM), (640, 250, SAND), (960, 320, MIST), (1290, 240, ROSE)):
        house(c, left, 690, 220, high, wall)
    c.wave(600, 6, 300, SEA)
    c.shade([(0, 600), (1600, 600), (1600, 900), (0, 900)], INK)
    for _ in range(130):
        x, y = c.chance.uniform(-100, 1600), c.chance.uniform(-60, 900)
        long = c.chance.uniform(50, 120)
        c.line([(x, y), (x - long * 0.3, y + long)], FOAM, 4)
    boat(c, 590, 760, 420, INK, SUN)
    person(c, (800, 710), 190, NIGHT)
    c.pie((800, 540), 150, 180, 360, CORAL)
    c.shade([(650, 540), (800, 390), (950, 540)], BRICK)
    c.line([(800, 390), (800, 640)], INK, 7)
    ripples(c, 640, 890, MIST, count=24)


def city_bus(c: Canvas) -> None:
    sky(c, MIST, until=620, much=0.7)
    for left in range(0, 1600, 150):
        high = c.chance.uniform(140, 380)
        c.rect((left, 640 - high, left + 130, 660), c.chance.choice((ROSE, MIST, SAND)))
    for x in (90, 600, 1190, 1510):
        tree(c, (x, 680), 270, MOSS)
    c.rect((0, 660, 1600, 900), NIGHT)
    for x in range(-40, 1600, 220):
        c.rect((x, 822, x + 120, 836), CREAM)
    c.rect((270, 300, 1330, 730), CORAL, radius=50)
    c.rect((270, 600, 1330, 730), BRICK, radius=30)
    c.rect((270, 590, 1330, 650), CORAL)
    for step in range(5):
        x = 400 + step * 160
        c.rect((x, 360, x + 138, 530), CREAM, radius=12)
        c.shade([(x, 360), (x + 138, 360), (x + 138, 530), (x, 530)], SEA, much=0.7)
    c.rect((1216, 360, 1310, 560), MIST, radius=12)
    c.rect((300, 360, 380, 700), INK, radius=10)
    c.disc((740, 450), 30, PLUM)
    c.rect((704, 476, 776, 530), PLUM, radius=18)
    for x in (520, 1090):
        c.disc((x, 730), 82, INK)
        c.disc((x, 730), 36, SAND)


def sand_trucks(c: Canvas) -> None:
    sky(c, INK, until=440, much=0.95)
    c.disc((1360, 130), 60, CREAM)
    c.wave(430, 60, 1500, PLUM, phase=0.1)
    c.poly([(0, 560), (520, 600), (440, 900), (0, 900)], CLAY)
    c.poly([(1600, 540), (1080, 600), (1180, 900), (1600, 900)], CLAY)
    c.shade([(0, 560), (520, 600), (440, 900), (0, 900)], INK)
    c.shade([(1600, 540), (1080, 600), (1180, 900), (1600, 900)], INK)
    c.poly([(520, 600), (1080, 600), (1180, 900), (440, 900)], SEA)
    ripples(c, 640, 890, MIST, count=12, longest=90)
    c.rect((0, 470, 1600, 520), INK)
    for x in (540, 1030):
        c.poly([(x, 520), (x + 60, 520), (x + 76, 740), (x - 16, 740)], INK)
    for left in (-60, 340, 740, 1140):
        truck(c, left, 470)


def truck(c: Canvas, left: float, road: float) -> None:
    c.poly([(left + 330, road - 60), (left + 560, road - 96), (left + 560, road - 20)], SUN)
    c.shade([(left + 330, road - 60), (left + 560, road - 96), (left + 560, road - 20)], NIGHT, much=0.8)
    c.poly([(left + 20, road - 150), (left + 235, road - 150), (left + 220, road - 40), (left + 40, road - 40)], BRICK)
    c.poly([(left + 24, road - 150), (left + 128, road - 204), (left + 232, road - 150)], SAND)
    c.rect((left + 240, road - 150, left + 330, road - 40), CORAL, radius=14)
    c.rect((left + 270, road - 134, left + 322, road - 90), MIST)
    c.disc((left + 326, road - 58), 12, SUN)
    for x in (left + 80, left + 180, left + 282):
        c.disc((x, road - 34), 34, INK)
        c.disc((x, road - 34), 13, SAND)


def sinking_town(c: Canvas) -> None:
    sky(c, ROSE, until=460, much=0.7)
    c.disc((1300, 180), 110, CORAL)
    for step, (wall, roof) in enumerate(((CREAM, BRICK), (ROSE, NIGHT), (SAND, BRICK), (MIST, NIGHT), (CREAM, CORAL))):
        leaning_house(c, 110 + step * 290, 430 + step * 48, step * 0.05, wall, roof)
    c.wave(560, 8, 480, TEAL)
    for place, (y, ink) in enumerate(((640, CLAY), (710, BRICK), (780, PLUM), (850, INK))):
        c.wave(y, 16, 900 + place * 120, ink, phase=0.3 * place)
        c.shade([(0, y), (1600, y), (1600, y + 80), (0, y + 80)], INK, much=0.4)
    ripples(c, 572, 620, FOAM, count=18)
    for x in range(60, 1600, 200):
        c.line([(x, 664), (x, 836)], CREAM, 5)
        c.poly([(x - 20, 832), (x + 20, 832), (x, 866)], CREAM)


def leaning_house(c: Canvas, left: float, top: float, lean: float, wall: str, roof: str) -> None:
    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * math.cos(lean) - y * math.sin(lean), top + x * math.sin(lean) + y * math.cos(lean)

    c.poly([at(0, 0), at(210, 0), at(210, 330), at(0, 330)], wall)
    c.shade([at(0, 0), at(210, 0), at(210, 330), at(0, 330)], INK, much=0.3)
    c.poly([at(-24, 4), at(105, -110), at(234, 4)], roof)
    c.poly([at(30, 46), at(84, 46), at(84, 116), at(30, 116)], SUN)
    c.poly([at(126, 46), at(180, 46), at(180, 116), at(126, 116)], SEA)


def footbridge(c: Canvas) -> None:
    sky(c, MIST, until=420, much=0.8)
    sun(c, (300, 210), 110, SUN, CORAL)
    c.wave(400, 46, 1300, LEAF, phase=0.4)
    c.poly([(560, 430), (1040, 430), (1400, 900), (200, 900)], SEA)
    c.shade([(560, 430), (1040, 430), (1400, 900), (200, 900)], NIGHT)
    c.poly([(0, 470), (420, 520), (280, 900), (0, 900)], MOSS)
    c.poly([(1600, 470), (1180, 520), (1320, 900), (1600, 900)], MOSS)
    deck = [(x, 560 + 46 * math.sin(math.pi * (x - 200) / 1200)) for x in range(200, 1401, 40)]
    cable = [(x, 250 + 250 * (1 - ((x - 800) / 600) ** 2)) for x in range(200, 1401, 40)]
    c.line(cable, INK, 9)
    for (x, low), (_, high) in zip(deck, cable, strict=True):
        c.line([(x, high), (x, low)], INK, 3)
    c.line(deck, BRICK, 26)
    for x in (190, 1380):
        c.rect((x, 200, x + 34, 690), INK)
    for x, ink in ((560, CORAL), (760, SUN), (980, ROSE)):
        person(c, (x, 560 + 46 * math.sin(math.pi * (x - 200) / 1200) - 6), 120, ink)
    boat(c, 560, 790, 240, CORAL)
    boat(c, 900, 700, 150, WHITE, CORAL)
    ripples(c, 640, 880, MIST, count=16, longest=100)
    palm(c, (90, 560), 300)
