"""Which files of pictures readers may have: those that a page shows, and no others; a row of dispatch for each.

The row goes in with the page that shows the picture, in its transaction, and leaves with the last page that does. So
nobody outside the desk gets a file of a draft, of a story under embargo or of a withdrawn one, whoever has its name
(docs/decisions/0008; field.md L7, N7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from terbit.dispatch import keys, write
from terbit.dispatch.models import Row
from terbit.newsroom import things as names
from terbit.newsroom.models import HouseSettings, Partner, Picture, PictureRendition
from terbit.newsroom.models.picture import PRINTED_SPECS
from terbit.newsroom.shapes import SHAPED_SPECS
from terbit.press.models import Printed, ServedFile, Use

STORY: Final = "article"
"""The page kind whose subject is a story, and whose terms are the story's."""
_A_PICTURE: Final = names.picture(0).removesuffix("0")


def shown_pictures() -> QuerySet[Picture]:
    """The pictures that readers may have. This is the rule.

    A story's page that shows a picture keeps it. Lists and feeds show nothing but stories' pictures and keep none: one
    that still shows a withdrawn story's is about to be printed again, and a withdrawal waits for nothing. The signs of
    the house and its partners stand by themselves.
    """
    thing = Concat(Value(_A_PICTURE), Cast(OuterRef("pk"), CharField()))
    uses = Use.objects.filter(thing=thing)
    of_stories = uses.filter(Exists(Printed.objects.filter(key=OuterRef("page"), kind=STORY)))
    signs = [Exists(owner.objects.filter(logo=OuterRef("pk"))) for owner in (HouseSettings, Partner)]
    shown: QuerySet[Picture] = Picture.objects.filter(Exists(of_stories) | (Exists(uses) & (signs[0] | signs[1])))
    return shown


def lay_files_of(things: Iterable[str]) -> None:
    """Bring dispatch in step for the pictures among these things; in the caller's transaction."""
    pictures = {int(thing.removeprefix(_A_PICTURE)) for thing in things if thing.startswith(_A_PICTURE)}
    if pictures:
        wanted = _wanted(PictureRendition.objects.filter(image__in=pictures))
        known = set(ServedFile.objects.filter(picture__in=pictures).values_list("name", flat=True))
        _lay(wanted, gone=known - wanted.keys(), new=wanted.keys() - known)


def lay_all_files() -> None:
    """The same for every picture, by what stands in dispatch: for a worker that starts after another version."""
    with transaction.atomic():
        wanted, standing = _wanted(PictureRendition.objects.all()), _standing()
        known = set(ServedFile.objects.values_list("name", flat=True))
        _lay(wanted, gone=(known | standing) - wanted.keys(), new=wanted.keys() - (known & standing))


def files_that_differ() -> Iterator[tuple[str, str]]:
    """(key, "missing" or "superfluous") of each file that dispatch says otherwise than the rule; for `press verify`."""
    wanted, standing = _wanted(PictureRendition.objects.all()).keys(), _standing()
    yield from ((keys.file_key(name), "missing") for name in sorted(wanted - standing))
    yield from ((keys.file_key(name), "superfluous") for name in sorted(standing - wanted))


def _standing() -> set[str]:
    rows = Row.objects.exclude(value=None).filter(key__startswith=keys.FILE)
    return {key.removeprefix(keys.FILE) for key in rows.values_list("key", flat=True)}


def _lay(wanted: Mapping[str, int], *, gone: Iterable[str], new: Iterable[str]) -> None:
    for name in sorted(gone):
        write.drop(keys.file_key(name))
        ServedFile.objects.filter(name=name).delete()
    for name in sorted(new):
        write.put_file(name)
        ServedFile.objects.update_or_create(name=name, defaults={"picture": wanted[name]})


def _wanted(cuts: QuerySet[PictureRendition]) -> dict[str, int]:
    """Name → picture, for those of the cuts that pages may name."""
    specs = (*PRINTED_SPECS, *SHAPED_SPECS)
    printed = cuts.filter(filter_spec__in=specs, focal_point_key="", image__in=shown_pictures())
    return dict(printed.values_list("file", "image_id"))
