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


def blackboard(c: Canvas) -> None:
    c.shade([(0, 0), (1400, 0), (1400, 1050), (0, 1050)], SAND, much=0.6)
    c.rect((130, 90, 1270, 690), CLAY)
    c.rect((160, 120, 1240, 660), MOSS)
    c.shade([(160, 120), (1240, 120), (1240, 660), (160, 660)], INK, much=0.5)
    way = [(300 + step * 20, 540 - step * 9 + 70 * math.sin(step / 3.2)) for step in range(38)]
    for start in range(0, 37, 2):
        c.line(way[start : start + 2], CREAM, 9)
    c.poly([(230, 545), (290, 490), (350, 545)], ROSE)
    c.rect((246, 545, 334, 605), CREAM)
    c.rect((980, 200, 1180, 300), CREAM)
    c.poly([(960, 204), (1080, 150), (1200, 204)], CORAL)
    c.line([(1080, 150), (1080, 90)], INK, 6)
    c.poly([(1084, 92), (1150, 110), (1084, 128)], SUN)
    for x in range(1000, 1170, 46):
        c.rect((x, 232, x + 26, 300), SEA)
    for left in (170, 570, 970):
        c.rect((left, 810, left + 270, 846), BRICK)
        c.rect((left + 20, 846, left + 46, 1050), INK)
        c.rect((left + 224, 846, left + 250, 1050), INK)
        c.rect((left + 60, 786, left + 150, 812), c.chance.choice(BRIGHT))
    c.rect((140, 676, 1260, 706), SAND)


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


def mural(c: Canvas) -> None:
    c.rect((0, 120, 1600, 740), CREAM)
    c.poly([(0, 740), (260, 300), (430, 520), (610, 240), (900, 740)], SEA)
    c.poly([(530, 360), (610, 240), (690, 376), (640, 350), (600, 400)], WHITE)
    c.shade([(0, 740), (260, 300), (430, 520), (610, 240), (900, 740)], NIGHT)
    sun(c, (1290, 350), 170)
    for step in range(14):
        turn = math.tau * step / 14
        c.line(
            [
                (1290 + 200 * math.cos(turn), 350 + 200 * math.sin(turn)),
                (1290 + 250 * math.cos(turn), 350 + 250 * math.sin(turn)),
            ],
            CORAL,
            14,
        )
    tiger(c)
    c.rect((0, 740, 1600, 900), INK)
    c.rect((0, 0, 1600, 120), BRICK)
    for x in range(0, 1600, 80):
        c.rect((x, 96, x + 40, 120), CREAM)
    for x in (1480, 1560):
        c.line([(x, 330), (x - 60, 860)], SAND, 12)
    for step in range(8):
        c.line([(1474 - step * 7, 380 + step * 60), (1554 - step * 7, 380 + step * 60)], SAND, 10)
    for x, ink in ((300, CORAL), (390, SUN), (480, TEAL)):
        c.rect((x, 800, x + 66, 872), MIST)
        c.oval((x + 33, 800), 33, 12, ink)


def tiger(c: Canvas) -> None:
    c.oval((840, 600), 190, 90, SUN)
    c.disc((1020, 540), 92, SUN)
    for x in (960, 1080):
        c.disc((x, 462), 30, CORAL)
    for step in range(6):
        x = 700 + step * 48
        c.poly([(x, 520), (x + 22, 520), (x + 6, 610)], INK)
    for x in (990, 1050):
        c.disc((x, 530), 12, INK)
    c.oval((1020, 574), 40, 28, WHITE)
    c.poly([(1004, 560), (1036, 560), (1020, 580)], BRICK)
    for x in (720, 800, 900, 960):
        c.rect((x, 640, x + 44, 740), SUN, radius=14)
    c.line([(660, 590), (590, 540), (600, 460)], SUN, 30)


def football(c: Canvas) -> None:
    for step in range(8):
        c.rect((step * 200, 0, step * 200 + 200, 900), LEAF if step % 2 else MOSS)
    c.shade([(0, 0), (1600, 0), (1600, 900), (0, 900)], INK, much=0.35)
    c.ring((340, 450), 190, CREAM, 8)
    c.line([(340, -10), (340, 910)], CREAM, 8)
    for box in ((1130, 130, 1620, 770), (1350, 270, 1620, 630)):
        left, top, right, bottom = box
        c.line([(right, top), (left, top), (left, bottom), (right, bottom)], CREAM, 8)
    c.rect((1560, 350, 1600, 550), WHITE)
    for y in range(360, 550, 24):
        c.line([(1560, y), (1600, y)], INK, 2)
    way = [(620 + step * 44, 760 - 16 * step - 130 * math.sin(math.pi * step / 20)) for step in range(21)]
    for place in range(0, 20, 2):
        c.line(way[place : place + 2], SUN, 10)
    for _ in range(16):
        x, y = c.chance.uniform(480, 1480), c.chance.uniform(90, 820)
        shirt = c.chance.choice((CORAL, CORAL, NIGHT, NIGHT, CREAM))
        c.oval((x + 18, y + 22), 34, 15, INK)
        c.oval((x, y), 34, 20, shirt)
        c.disc((x, y - 4), 14, BRICK)
    c.disc(way[-1], 30, WHITE)
    c.disc(way[-1], 10, INK)


def waste_bins(c: Canvas) -> None:
    c.shade([(0, 0), (1600, 0), (1600, 900), (0, 900)], SAND, much=0.7)
    for left, ink, things in (
        (150, LEAF, (MOSS, LEAF, SUN)),
        (610, SUN, (SEA, TEAL, MIST)),
        (1070, SEA, (PLUM, INK, CLAY)),
    ):
        tub = [(left + 20, 420), (left + 360, 420), (left + 320, 840), (left + 60, 840)]
        for step in range(5):
            x, y = left + 70 + step * 62, 330 - (step * 97) % 230
            ink_of = things[step % 3]
            if step % 2:
                c.disc((x, y), 34, ink_of)
            else:
                c.rect((x - 26, y - 46, x + 26, y + 36), ink_of, radius=14)
        c.poly(tub, ink)
        c.shade(tub, INK, much=0.6)
        c.rect((left, 396, left + 380, 446), ink, radius=20)
        c.disc((left + 190, 620), 74, CREAM)
        c.arc((left + 190, 620), 46, 20, 310, INK, 14)
        c.poly([(left + 214, 560), (left + 262, 590), (left + 206, 612)], INK)
    c.rect((0, 836, 1600, 900), INK)
