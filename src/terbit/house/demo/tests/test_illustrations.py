"""The drawings: each its own, the same in every run, quick enough to be made at the first start."""

from __future__ import annotations

import io
import time
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from terbit.house.demo.illustrations import DRAWINGS, MARKS, draw, draw_mark

SMALL = (48, 36)


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    return {name: draw(name) for name in DRAWINGS}


def test_a_drawing_is_as_large_as_the_largest_cut_that_pages_show(drawn: dict[str, bytes]) -> None:
    sizes = {Image.open(io.BytesIO(file)).size for file in drawn.values()}
    assert sizes == {(1200, 675), (1050, 788)}


def test_no_two_drawings_are_alike(drawn: dict[str, bytes]) -> None:
    small = {name: Image.open(io.BytesIO(file)).resize(SMALL) for name, file in drawn.items()}
    for (one, first), (other, second) in combinations(small.items(), 2):
        difference = ImageStat.Stat(ImageChops.difference(first, second)).mean
        assert sum(difference) / 3 > 12, (one, other)


def test_no_drawing_is_mostly_one_ink(drawn: dict[str, bytes]) -> None:
    for name, file in drawn.items():
        inks = Image.open(io.BytesIO(file)).resize(SMALL).quantize(12).getcolors() or []
        assert max(count for count, _ in inks) / (SMALL[0] * SMALL[1]) < 0.6, name


def test_no_drawing_is_heavy_to_load(drawn: dict[str, bytes]) -> None:
    for name, file in drawn.items():
        cut = io.BytesIO()
        Image.open(io.BytesIO(file)).save(cut, "WEBP", quality=80)
        assert cut.tell() <= 160_000, name


@pytest.mark.parametrize("name", ["feri", "tenun", "garam"])
def test_the_same_name_gives_the_same_picture(name: str, drawn: dict[str, bytes]) -> None:
    assert draw(name) == drawn[name]


def test_the_houses_name_is_a_plate_and_the_partners_mark_a_square() -> None:
    marks = {name: Image.open(io.BytesIO(draw_mark(name))) for name in MARKS}
    assert {name: (mark.format, mark.size) for name, mark in marks.items()} == {
        "layar-pagi": ("PNG", (1200, 300)),
        "lotsenfunk": ("PNG", (480, 480)),
    }


def test_a_drawing_takes_a_fraction_of_a_second_of_one_core() -> None:
    began = time.process_time()
    draw("bakau")
    assert time.process_time() - began < 1.5


def test_a_name_that_stands_in_no_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw("potret")
