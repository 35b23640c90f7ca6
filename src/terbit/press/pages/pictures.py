"""Pictures as pages show them, from the cuts that were made at upload. Nothing is cut while printing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from terbit.newsroom import things
from terbit.newsroom.models import Picture, PictureRendition
from terbit.newsroom.models.picture import PRINTED_SPECS
from terbit.press.batch import rows
from terbit.press.contexts import Figure, Image

_JPEG = "format-jpeg"


def figures(ids: Iterable[int | None], uses: set[str]) -> Mapping[int, Figure]:
    """The pictures with these ids, and a note that they are used."""
    wanted = {pk for pk in ids if pk}
    uses |= {things.picture(pk) for pk in wanted}
    return rows("press.figures", wanted, read_figures)


def read_figures(ids: set[int]) -> Mapping[int, Figure]:
    """In two queries however many; a picture that has no cuts is left out."""
    if not ids:
        return {}
    cuts: dict[int, list[PictureRendition]] = {pk: [] for pk in ids}
    for cut in PictureRendition.objects.filter(image_id__in=ids, filter_spec__in=PRINTED_SPECS, focal_point_key=""):
        cuts[cut.image_id].append(cut)
    rows = Picture.objects.filter(pk__in=ids).only("alt", "caption", "credit")
    return {row.pk: Figure(image, row.caption, row.credit) for row in rows if (image := _image(row, cuts[row.pk]))}


def _image(picture: Picture, cuts: list[PictureRendition]) -> Image | None:
    """`source` is the JPEG, or the greatest cut where there is none; each width stands once in the srcset."""
    if not cuts:
        return None
    by_width = sorted(cuts, key=lambda cut: cut.width)
    source = next((cut for cut in by_width if _JPEG in cut.filter_spec), by_width[-1])
    webp = {cut.width: cut.url for cut in by_width if _JPEG not in cut.filter_spec}
    srcset = ", ".join(f"{url} {width}w" for width, url in webp.items())
    return Image(source.url, srcset, source.width, source.height, picture.alt)
