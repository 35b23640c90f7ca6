"""A classroom, a painted wall, a pitch: where people gather."""

from __future__ import annotations

import math

from terbit.house.demo.illustrations.canvas import Canvas
from terbit.house.demo.illustrations.palette import (
    BRICK,
    BRIGHT,
    CLAY,
    CORAL,
    CREAM,
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
from terbit.house.demo.illustrations.shapes import sun


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
