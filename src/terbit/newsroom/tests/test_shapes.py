"""Pictures in three shapes (field.md G5, G7): as large as the rule asks, never larger than the picture itself."""

from __future__ import annotations

from argparse import Namespace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.images.rect import Rect

from terbit.cli.commands import cut_pictures
from terbit.config import settings
from terbit.house import bootstrap
from terbit.newsroom import verbs
from terbit.newsroom.cutting import cut_shapes_of, without_shapes
from terbit.newsroom.models import Picture
from terbit.newsroom.shapes import SHAPED_SPECS, Focus, crop_box, shapes_of
from terbit.newsroom.tests.conftest import NOON


def a_photo(width, height, *, red=None):
    """Blue, with a red band from `red` to its right (in pixels)."""
    image = Image.new("RGB", (width, height), "blue")
    if red is not None:
        image.paste("red", (red, 0, width, height))
    out = BytesIO()
    image.save(out, "JPEG", quality=95)
    return SimpleUploadedFile("foto.jpg", out.getvalue())


def taken(desk, file):
    return verbs.take_picture(file, title="Foto", by=desk.cast.rara, now=NOON)


def cuts_of(picture):
    return [picture.renditions.filter(filter_spec=spec).first() for spec in SHAPED_SPECS]


def sizes_of(picture):
    return [(cut.width, cut.height) for cut in cuts_of(picture) if cut]


@pytest.mark.parametrize(
    ("size", "shapes"),
    [
        ((4000, 3000), [(1200, 1200), (1200, 900), (1200, 675)]),
        ((1200, 800), [(800, 800), (1067, 800), (1200, 675)]),
        ((900, 1600), [(900, 900), (900, 675), (900, 506)]),
        ((640, 360), [(360, 360), (480, 360), (640, 360)]),
        ((300, 200), [(267, 200), (300, 169)]),  # 200 by 200 pixels: no search engine takes so few
        ((200, 200), []),
        ((2000, 20), []),
    ],
)
def test_a_picture_has_each_shape_that_it_is_large_enough_for_and_none_is_made_larger(desk, size, shapes):
    picture = taken(desk, a_photo(*size))
    assert sizes_of(picture) == shapes
    assert len(shapes_of(*size)) == len(shapes)
    for cut in filter(None, cuts_of(picture)):
        name, _dot, extension = cut.file.name.rpartition(".")
        assert (len(name), int(name, 16) > 0, extension) == (32, True, "jpg")


@pytest.mark.parametrize(
    ("focus", "box"),
    [
        (Focus(0.5, 0.5), (500, 0, 1500, 1000)),
        (Focus(0.9, 0.5), (1000, 0, 2000, 1000)),
        (Focus(0.3, 0.2), (100, 0, 1100, 1000)),
        (Focus(0.0, 1.0), (0, 0, 1000, 1000)),
    ],
)
def test_a_shape_stands_as_near_to_the_focal_point_as_the_picture_lets_it(focus, box):
    assert crop_box((2000, 1000), 1.0, focus) == box


def redness(cut):
    with cut.file.open() as file, Image.open(file) as image:
        red, _green, blue = image.resize((1, 1)).getpixel((0, 0))
    return red / (red + blue)


def test_a_new_focal_point_cuts_the_shapes_anew_and_nothing_else(desk, told):
    picture = taken(desk, a_photo(2000, 1000, red=1500))
    before = {cut.filter_spec: cut.url for cut in picture.renditions.all()}
    assert redness(cuts_of(picture)[0]) < 0.1
    told.heard.clear()
    picture = Picture.objects.get()
    picture.set_focal_point(Rect(1600, 300, 1800, 500))
    picture.save()
    assert redness(cuts_of(picture)[0]) > 0.4
    after = {cut.filter_spec: cut.url for cut in picture.renditions.all()}
    assert {spec for spec in after if after[spec] != before[spec]} == set(SHAPED_SPECS)
    assert told.things == {f"picture/{picture.pk}"}


def test_a_new_file_forgets_the_focal_point_of_the_old_one(desk):
    picture = taken(desk, a_photo(2000, 1000))
    picture.set_focal_point(Rect(1600, 300, 1800, 500))
    picture.save()
    picture.file = a_photo(1000, 1000)
    picture.save()
    assert not Picture.objects.get().has_focal_point()
    assert sizes_of(picture) == [(1000, 1000), (1000, 750), (1000, 562)]


def test_pictures_of_a_former_version_get_their_shapes_once_and_small_ones_are_left(desk):
    picture, small = taken(desk, a_photo(1600, 900)), taken(desk, a_photo(100, 100))
    for spec in SHAPED_SPECS:
        picture.renditions.filter(filter_spec=spec).delete()
    kept = {cut.url for cut in picture.renditions.all()}
    assert without_shapes() == [picture.pk]
    assert cut_shapes_of(picture.pk)
    assert sizes_of(picture) == [(900, 900), (1200, 900), (1200, 675)]
    assert kept < {cut.url for cut in picture.renditions.all()}
    assert without_shapes() == [] and sizes_of(small) == []


@pytest.mark.parametrize(("most", "cut", "words"), [(1, True, "Cutting 1 pictures"), (0, False, "terbit cut-pictures")])
def test_the_start_cuts_a_few_pictures_and_names_the_command_for_many(desk, monkeypatch, capsys, most, cut, words):
    picture = taken(desk, a_photo(1600, 900))
    picture.renditions.filter(filter_spec__in=SHAPED_SPECS).delete()
    monkeypatch.setattr(bootstrap, "MOST_PICTURES_AT_THE_START", most)
    bootstrap._cut_pictures()
    assert bool(sizes_of(picture)) is cut
    assert words in capsys.readouterr().out


def test_the_command_cuts_whatever_has_no_shapes(desk, monkeypatch):
    picture = taken(desk, a_photo(1600, 900))
    picture.renditions.filter(filter_spec__in=SHAPED_SPECS).delete()
    monkeypatch.setattr("terbit.cli.django.start_django", lambda settings: None)
    monkeypatch.setattr("os.nice", lambda step: 0)
    assert cut_pictures.run(Namespace(), settings) == 0
    assert len(sizes_of(picture)) == 3


def test_what_cannot_be_read_any_more_keeps_the_cuts_that_it_has(desk, caplog):
    picture = taken(desk, a_photo(1600, 900))
    picture.renditions.filter(filter_spec__in=SHAPED_SPECS).delete()
    with picture.file.storage.open(picture.file.name, "wb") as file:
        file.write(b"broken")
    assert not cut_shapes_of(picture.pk) and not cut_shapes_of(0)
    assert picture.renditions.count() == 4 and f"Picture {picture.pk}" in caplog.text


def test_a_file_that_is_replaced_meanwhile_keeps_its_own_shapes(desk):
    picture = taken(desk, a_photo(1600, 900))
    stale = Picture.objects.get()
    picture.file = a_photo(640, 640)
    picture.save()
    assert not stale.cut_shapes()
    assert sizes_of(picture) == [(640, 640), (640, 480), (640, 360)]


def test_the_desks_form_takes_a_focal_point(desk):
    assert set(Picture.FOCAL_POINT) <= set(get_image_form(Picture).base_fields)
