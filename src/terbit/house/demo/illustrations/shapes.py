"""Things that stand in more than one drawing."""

from __future__ import annotations

import math

from terbit.house.demo.illustrations.canvas import Canvas, Point
from terbit.house.demo.illustrations.palette import BRICK, CORAL, CREAM, INK, MOSS, NIGHT, SUN, WHITE


def sky(c: Canvas, ink: str, *, until: float, much: float = 0.6, down: bool = False) -> None:
    """Speckles over the sky, densest at its top."""
    c.shade([(0, 0), (c.width, 0), (c.width, until), (0, until)], ink, down=down, much=much)


def sun(c: Canvas, centre: Point, radius: float, ink: str = SUN, shadow: str = CORAL) -> None:
    c.disc(centre, radius, ink)
    c.shade(circle(centre, radius), shadow, much=0.8)


def circle(centre: Point, radius: float, *, down: float | None = None) -> list[Point]:
    """The outline of a disc, or of an oval, for shading."""
    low = radius if down is None else down
    turns = [math.tau * step / 48 for step in range(48)]
    return [(centre[0] + radius * math.cos(turn), centre[1] + low * math.sin(turn)) for turn in turns]


def house(c: Canvas, left: float, ground: float, width: float, height: float, wall: str, roof: str = BRICK) -> None:
    """A house with one door and one window; the roof is a third of its height more."""
    top = ground - height
    c.rect((left, top, left + width, ground), wall)
    c.shade([(left, top), (left + width, top), (left + width, ground), (left, ground)], INK, much=0.25)
    c.poly([(left - width * 0.12, top), (left + width / 2, top - height * 0.5), (left + width * 1.12, top)], roof)
    c.rect((left + width * 0.58, ground - height * 0.6, left + width * 0.82, ground), INK)
    c.rect((left + width * 0.16, top + height * 0.2, left + width * 0.42, top + height * 0.5), SUN)


def palm(c: Canvas, foot: Point, height: float, leaf: str = MOSS) -> None:
    x, y = foot
    top = (x + height * 0.12, y - height)
    c.line([foot, (x + height * 0.02, y - height * 0.5), top], INK, height * 0.05)
    for turn in range(0, 360, 45):
        angle = math.radians(turn)
        tip = (top[0] + math.cos(angle) * height * 0.42, top[1] + math.sin(angle) * height * 0.24 + height * 0.06)
        side = (
            top[0] + math.cos(angle + 0.5) * height * 0.22,
            top[1] + math.sin(angle + 0.5) * height * 0.16 - height * 0.04,
        )
        c.poly([top, side, tip], leaf)


def tree(c: Canvas, foot: Point, height: float, crown: str, trunk: str = INK) -> None:
    x, y = foot
    c.rect((x - height * 0.04, y - height * 0.5, x + height * 0.04, y), trunk)
    centre = (x, y - height * 0.68)
    c.oval(centre, height * 0.26, height * 0.34, crown)
    c.shade(circle(centre, height * 0.26, down=height * 0.34), INK, much=0.5)


def boat(c: Canvas, left: float, water: float, length: float, hull: str = CORAL, stripe: str = WHITE) -> None:
    """An open wooden boat seen from the side, its prow to the right."""
    high = length * 0.16
    c.poly(
        [
            (left, water - high),
            (left + length, water - high * 1.5),
            (left + length * 0.86, water),
            (left + length * 0.12, water),
        ],
        hull,
    )
    c.line(
        [(left + length * 0.03, water - high * 0.78), (left + length * 0.95, water - high * 1.15)],
        stripe,
        length * 0.02,
    )


def person(c: Canvas, foot: Point, height: float, coat: str, skin: str = BRICK) -> None:
    """Somebody standing: a coat and a head, no face."""
    x, y = foot
    c.poly(
        [
            (x - height * 0.17, y),
            (x - height * 0.12, y - height * 0.68),
            (x + height * 0.12, y - height * 0.68),
            (x + height * 0.17, y),
        ],
        coat,
    )
    c.disc((x, y - height * 0.82), height * 0.13, skin)


def gull(c: Canvas, centre: Point, span: float, ink: str = INK) -> None:
    x, y = centre
    c.arc((x - span / 4, y), span / 4, 190, 350, ink, span * 0.06)
    c.arc((x + span / 4, y), span / 4, 190, 350, ink, span * 0.06)


def fish(c: Canvas, centre: Point, length: float, ink: str, *, left: bool = False, fin: str = NIGHT) -> None:
    x, y = centre
    way = -1 if left else 1
    c.poly(
        [
            (x - way * length * 0.3, y),
            (x - way * length * 0.55, y - length * 0.2),
            (x - way * length * 0.55, y + length * 0.2),
        ],
        fin,
    )
    c.oval(centre, length * 0.4, length * 0.17, ink)
    c.shade(circle(centre, length * 0.4, down=length * 0.17), fin, much=0.8)
    c.disc((x + way * length * 0.25, y - length * 0.03), length * 0.035, INK)
    c.arc(
        (x + way * length * 0.08, y),
        length * 0.13,
        -70 if way > 0 else 110,
        70 if way > 0 else 250,
        CREAM,
        length * 0.015,
    )


def ripples(c: Canvas, top: float, bottom: float, ink: str, *, count: int = 26, longest: float = 190) -> None:
    """Short level strokes on water, longer towards the reader."""
    for _ in range(count):
        y = c.chance.uniform(top, bottom)
        near = (y - top) / max(1.0, bottom - top)
        length = longest * (0.3 + 0.7 * near) * c.chance.uniform(0.5, 1)
        x = c.chance.uniform(-50, c.width)
        c.line([(x, y), (x + length, y)], ink, 2 + 4 * near)
