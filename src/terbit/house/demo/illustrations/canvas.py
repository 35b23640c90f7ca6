"""A sheet of paper for bold flat shapes: drawn twice as large as printed, shaded with speckles, printed with grain.

All lengths are in points from the upper left corner, a wide sheet being 1600 by 900; a seed makes every run the same.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from functools import cache
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
Box = tuple[float, float, float, float]

WIDE: Final = (1600, 900)
TALL: Final = (1400, 1050)
SCALE = 1.5
"""Drawn pixels a point; printed are half as many, so that a wide sheet is as large as the largest cut that pages show."""
_SMALLER: Final = 2
_TILE: Final = 1024
_QUALITY: Final = 86
_EVEN: Final = 0.25
_SPECKLE: Final = 64
_GRAIN: Final = 4
"""How strong shades and grain are, of 255; every speckle costs bytes in the files that readers load."""


class Canvas:
    """`width` and `height` in points; `chance` is the drawing's own dice, the same in every run."""

    def __init__(self, size: tuple[int, int], paper: str, seed: str) -> None:
        self.width, self.height = size
        self.chance = Random(seed)
        self.image = Image.new("RGB", (round(self.width * SCALE), round(self.height * SCALE)), paper)
        self._pen = ImageDraw.Draw(self.image)

    def rect(self, box: Box, ink: str, *, radius: float = 0) -> None:
        self._pen.rounded_rectangle(_scaled_box(box), radius * SCALE, fill=ink)

    def poly(self, points: Iterable[Point], ink: str) -> None:
        self._pen.polygon([_scaled(point) for point in points], fill=ink)

    def disc(self, centre: Point, radius: float, ink: str) -> None:
        self.oval(centre, radius, radius, ink)

    def oval(self, centre: Point, across: float, down: float, ink: str) -> None:
        x, y = centre
        self._pen.ellipse(_scaled_box((x - across, y - down, x + across, y + down)), fill=ink)

    def ring(self, centre: Point, radius: float, ink: str, thick: float, *, down: float | None = None) -> None:
        x, y = centre
        low = radius if down is None else down
        box = _scaled_box((x - radius, y - low, x + radius, y + low))
        self._pen.ellipse(box, outline=ink, width=round(thick * SCALE))

    def pie(self, centre: Point, radius: float, start: float, end: float, ink: str) -> None:
        """A slice from `start` to `end` degrees, clockwise from three o'clock."""
        x, y = centre
        self._pen.pieslice(_scaled_box((x - radius, y - radius, x + radius, y + radius)), start, end, fill=ink)

    def arc(self, centre: Point, radius: float, start: float, end: float, ink: str, thick: float) -> None:
        x, y = centre
        box = _scaled_box((x - radius, y - radius, x + radius, y + radius))
        self._pen.arc(box, start, end, fill=ink, width=round(thick * SCALE))

    def line(self, points: Sequence[Point], ink: str, thick: float) -> None:
        self._pen.line(
            [_scaled(point) for point in points], fill=ink, width=max(1, round(thick * SCALE)), joint="curve"
        )

    def wave(self, y: float, height: float, length: float, ink: str, *, phase: float = 0) -> None:
        """Everything below a wavy line: water, hills, lawn."""
        steps = range(0, self.width + 20, 10)
        crest = [(x, y + height * math.sin(2 * math.pi * (x / length + phase))) for x in steps]
        self.poly([(0, self.height), *crest, (self.width, self.height)], ink)

    def shade(self, shape: Sequence[Point], ink: str, *, down: bool = True, much: float = 0.7) -> None:
        """An even tone with speckles over a polygon, from none at its upper (or, with `down` false, lower) edge to
        `much` at the other."""
        left, top = (max(0, math.floor(min(axis) * SCALE)) for axis in zip(*shape, strict=True))
        right = min(self.image.width, math.ceil(max(x for x, _ in shape) * SCALE))
        bottom = min(self.image.height, math.ceil(max(y for _, y in shape) * SCALE))
        if right <= left or bottom <= top:
            return
        size = (right - left, bottom - top)
        fade = Image.linear_gradient("L").resize(size)
        fade = (fade if down else ImageChops.invert(fade)).point([round(level * much) for level in range(256)])
        speckles = ImageChops.subtract(fade, _noise(size)).point([0] + [_SPECKLE] * 255)
        even = fade.point([round(level * _EVEN) for level in range(256)])
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x * SCALE - left, y * SCALE - top) for x, y in shape], fill=255)
        self.image.paste(ink, (left, top), ImageChops.darker(mask, ImageChops.add(even, speckles)))

    def flat(self) -> Image.Image:
        """The picture without grain."""
        return self.image.reduce(_SMALLER)

    def finished(self) -> Image.Image:
        """The picture with the grain of cheap paper."""
        small = self.flat()
        grain = _noise(small.size).point([128 - _GRAIN // 2 + level * _GRAIN // 255 for level in range(256)])
        return ImageChops.overlay(small, Image.merge("RGB", (grain,) * 3))


def jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@cache
def _tile() -> Image.Image:
    return Image.frombytes("L", (_TILE, _TILE), Random("paper").randbytes(_TILE * _TILE))


@cache
def _sheet(across: int, down: int) -> Image.Image:
    sheet = Image.new("L", (across * _TILE, down * _TILE))
    for column in range(across):
        for row in range(down):
            sheet.paste(_tile(), (column * _TILE, row * _TILE))
    return sheet


def _noise(size: tuple[int, int]) -> Image.Image:
    sheet = _sheet(-(-size[0] // _TILE), -(-size[1] // _TILE))
    return sheet.crop((0, 0, *size))


def _scaled(point: Point) -> Point:
    return point[0] * SCALE, point[1] * SCALE


def _scaled_box(box: Box) -> Box:
    left, top, right, bottom = (edge * SCALE for edge in box)
    return left, top, max(left, right - 1), max(top, bottom - 1)
