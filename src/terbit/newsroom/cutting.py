"""Shapes for pictures that were uploaded before there were any: one by one, beside the running house."""

from __future__ import annotations

import logging
from typing import Final

from terbit.newsroom.models import Picture
from terbit.newsroom.pictures import PictureRefused
from terbit.newsroom.shapes import SHAPED_SPECS, shapes_of

log: Final = logging.getLogger("terbit.newsroom")


def without_shapes() -> list[int]:
    """Ids of the pictures that are large enough for a shape and have none, the newest first."""
    rows = Picture.objects.exclude(renditions__filter_spec__in=SHAPED_SPECS).order_by("-pk")
    return [pk for pk, width, height in rows.values_list("pk", "width", "height") if shapes_of(width, height)]


def cut_shapes_of(pk: int) -> bool:
    """Make the picture's shapes; its pages are marked. False where it is gone or its original cannot be read."""
    picture = Picture.objects.filter(pk=pk).first()
    try:
        return picture is not None and picture.cut_shapes()
    except (PictureRefused, OSError) as problem:
        log.warning("Picture %d keeps the cuts that it has: %s", pk, problem)
        return False
