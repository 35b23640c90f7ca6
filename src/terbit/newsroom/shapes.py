"""Pictures in three shapes (1:1, 4:3, 16:9), as search engines ask for them (field.md G5, G7): made at upload, from the
middle of the picture or around its focal point, and never larger than the picture itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image

from terbit.newsroom.pictures import Cut, encoded

Box = tuple[int, int, int, int]

SIZES: Final = {
    "fill-1200x1200|format-jpeg": (1200, 1200),
    "fill-1200x900|format-jpeg": (1200, 900),
    "fill-1200x675|format-jpeg": (1200, 675),
}
"""Wagtail's name of each cut → its width and height in pixels where the picture is large enough. JPEG, since whoever
shows a link's picture may not read WebP."""
SHAPED_SPECS: Final = tuple(SIZES)
LEAST_PIXELS: Final = 50_000
"""Width times height; search engines take no smaller picture, so no smaller shape is cut."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The middle of what a picture is about, in parts of its width and height (0 to 1)."""

    x: float
    y: float


MIDDLE: Final = Focus(0.5, 0.5)


def shapes(image: Image.Image, focus: Focus = MIDDLE) -> Iterator[Cut]:
    """The shapes that the upright picture is large enough for, each as large as it can be, up to its size in SIZES."""
    for spec in shapes_of(*image.size):
        width, height = SIZES[spec]
        cut = image.crop(crop_box(image.size, width / height, focus))
        if cut.width > width:
            cut = cut.resize((width, height), Image.Resampling.LANCZOS)
        yield Cut(spec, ".jpg", encoded(cut, "jpeg"))


def shapes_of(width: int, height: int) -> list[str]:
    """The shapes that a picture of so many pixels is large enough for."""
    return [spec for spec, (wide, high) in SIZES.items() if _pixels((width, height), wide / high) >= LEAST_PIXELS]


def crop_box(size: tuple[int, int], ratio: float, focus: Focus = MIDDLE) -> Box:
    """Left, top, right, bottom of the largest part with that ratio of width to height, as near to the focus as may be."""
    width, height = _largest(size, ratio)
    left = _within(focus.x * size[0] - width / 2, size[0] - width)
    top = _within(focus.y * size[1] - height / 2, size[1] - height)
    return left, top, left + width, top + height


def _largest(size: tuple[int, int], ratio: float) -> tuple[int, int]:
    return min(size[0], round(size[1] * ratio)), min(size[1], round(size[0] / ratio))


def _pixels(size: tuple[int, int], ratio: float) -> int:
    width, height = _largest(size, ratio)
    return width * height


def _within(start: float, most: int) -> int:
    return max(0, min(round(start), most))
