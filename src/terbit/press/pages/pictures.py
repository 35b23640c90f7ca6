"""Pictures as pages show them, from the cuts that were made at upload. Nothing is cut while printing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db.models import Q

from terbit.newsroom import things
from terbit.newsroom.models import Picture, PictureRendition
from terbit.newsroom.models.picture import PRINTED_SPECS
from terbit.newsroom.shapes import SHAPED_SPECS
from terbit.press.batch import rows
from terbit.press.contexts import Figure, Image, Shape

_JPEG = "format-jpeg"


def figures(ids: Iterable[int | None], uses: set[str]) -> Mapping[int, Figure]:
    """The pictures with these ids, and a note that they are used."""
    wanted = {pk for pk in ids if pk}
    uses |= {things.picture(pk) for pk in wanted}
    return rows("press.figures", wanted, read_figures)


def read_figures(ids: set[int], shaped: Collection[int] = ()) -> Mapping[int, Figure]:
    """In two queries however many, those in `shaped` with their shapes; a picture that has no cuts is left out."""
    if not ids:
        return {}
    cuts: dict[int, list[PictureRendition]] = {pk: [] for pk in ids}
    wanted = Q(image_id__in=ids, filter_spec__in=PRINTED_SPECS)
    if shaped:
        wanted |= Q(image_id__in=shaped, filter_spec__in=SHAPED_SPECS)
    for cut in PictureRendition.objects.filter(wanted, focal_point_key=""):
        cuts[cut.image_id].append(cut)
    rows = Picture.objects.filter(pk__in=ids).only("alt", "caption", "credit")
    return {row.pk: Figure(image, row.caption, row.credit) for row in rows if (image := _image(row, cuts[row.pk]))}


def _image(picture: Picture, made: list[PictureRendition]) -> Image | None:
    """`source` is the JPEG, or the greatest cut where there is none; each width stands once in the srcset."""
    cuts = [cut for cut in made if cut.filter_spec in PRINTED_SPECS]
    if not cuts:
        return None
    by_width = sorted(cuts, key=lambda cut: cut.width)
    source = next((cut for cut in by_width if _JPEG in cut.filter_spec), by_width[-1])
    webp = {cut.width: _address(cut) for cut in by_width if _JPEG not in cut.filter_spec}
    srcset = ", ".join(f"{address} {width}w" for width, address in webp.items())
    return Image(_address(source), srcset, source.width, source.height, picture.alt, _shapes(made))


def _shapes(cuts: list[PictureRendition]) -> tuple[Shape, ...]:
    by_spec = {cut.filter_spec: cut for cut in cuts}
    chosen = (by_spec[spec] for spec in SHAPED_SPECS if spec in by_spec)
    return tuple(Shape(_address(cut), cut.width, cut.height) for cut in chosen)


def _address(cut: PictureRendition) -> str:
    """Where readers get the file, once a page shows it; the desk has an address of its own (`cut.url`)."""
    return f"{settings.MEDIA_URL}{cut.file.name}"
