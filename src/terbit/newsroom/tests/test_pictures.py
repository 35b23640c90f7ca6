from __future__ import annotations

import shutil
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import ExifTags, Image
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from terbit.newsroom import verbs
from terbit.newsroom.models import Picture
from terbit.newsroom.pictures import PictureRefused, picture_sources, read_upright
from terbit.newsroom.refusals import NotAllowed
from terbit.newsroom.tests.conftest import NOON

#: Broken and hostile pictures beside this repository, read in place where they are.
HOSTILE = Path(__file__).parents[5] / "shared" / "data" / "bad-input" / "images"


@pytest.fixture(autouse=True)
def own_media(settings):
    """The tests' media folder, empty."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    return settings.MEDIA_ROOT


def a_photo(width=1600, height=900, *, kind="JPEG", mode="RGB", orientation=1, place=False):
    """A photo as a telephone makes it: the left half red, the right half blue, turned by its EXIF block alone."""
    image = Image.new(mode, (width, height), "blue" if mode != "CMYK" else (255, 255, 0, 0))
    image.paste("red" if mode != "CMYK" else (0, 255, 255, 0), (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    if place:
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (6.0, 12.0, 30.0)
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def taken(desk, content, name="foto.jpg", **values):
    return verbs.take_picture(SimpleUploadedFile(name, content), title="Foto", by=desk.cast.rara, now=NOON, **values)


def test_the_cuts_are_made_at_upload_and_printing_reads_rows_only(desk, django_assert_num_queries):
    picture = taken(desk, a_photo(), caption="Pasar", credit="Foto: Rara", alt="Pasar pagi")
    with django_assert_num_queries(1):
        sources = picture_sources(picture)
    assert [(source.width, source.height) for source in sources.webp] == [(400, 225), (800, 450), (1200, 675)]
    assert (sources.jpeg.width, sources.caption, sources.credit, sources.alt) == (
        1200,
        "Pasar",
        "Foto: Rara",
        "Pasar pagi",
    )


@pytest.mark.parametrize(("width", "cuts"), [(300, [300]), (400, [400]), (640, [400, 640]), (1000, [400, 800, 1000])])
def test_a_small_picture_is_never_made_larger_nor_cut_twice(desk, width, cuts):
    assert [source.width for source in picture_sources(taken(desk, a_photo(width, 200))).webp] == cuts


def test_no_file_that_leaves_the_house_says_where_it_was_taken(desk, own_media):
    taken(desk, a_photo(place=True))
    cuts = list((own_media / "pictures").iterdir())
    assert len(cuts) == 7
    for cut in cuts:
        with Image.open(cut) as image:
            assert not dict(image.getexif()) and "exif" not in image.info and "xmp" not in image.info
        assert b"Exif" not in cut.read_bytes()


def test_a_telephones_picture_stands_upright(desk):
    sources = picture_sources(taken(desk, a_photo(1600, 900, orientation=6)))
    assert (sources.jpeg.width, sources.jpeg.height) == (900, 1600)


def test_names_are_long_and_say_nothing_and_the_original_is_not_served(desk, own_media):
    picture = taken(desk, a_photo(), name="Saksi Ibu W di Cipinang.jpg")
    names = {path.name for path in own_media.rglob("*.*")}
    assert all(len(name.split(".")[0]) == 32 and int(name.split(".")[0], 16) for name in names)
    assert len(names) == 8
    assert picture.file.name.startswith("originals/")
    assert not list((own_media / "pictures").glob("*" + Path(picture.file.name).stem + "*"))


def test_colours_of_print_become_colours_of_the_screen(desk, own_media):
    taken(desk, a_photo(500, 300, mode="CMYK"))
    for cut in (own_media / "pictures").iterdir():
        with Image.open(cut) as image:
            assert image.mode == "RGB"


def test_a_new_file_for_the_same_picture_gets_new_cuts(desk, own_media):
    picture = taken(desk, a_photo())
    before = {source.url for source in picture_sources(picture).webp}
    picture.file = SimpleUploadedFile("baru.jpg", a_photo(500, 500))
    picture.save()
    after = picture_sources(Picture.objects.get())
    assert [source.width for source in after.webp] == [400, 500]
    assert not before & {source.url for source in after.webp}


def test_a_changed_caption_makes_no_cuts(desk):
    picture = taken(desk, a_photo())
    before = picture_sources(picture).webp
    picture.caption = "Lain"
    picture.save()
    assert picture_sources(Picture.objects.get()).webp == before


def test_a_changed_caption_is_told(desk, told):
    picture = taken(desk, a_photo())
    told.heard.clear()
    picture.caption = "Lain"
    picture.save()
    assert told.things == {f"picture/{picture.pk}"}


def a_bomb():
    """A PNG of 60,000 by 60,000 points in a few kilobytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(60_001))), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


NO_PICTURES = {
    "text": (b"Ini bukan gambar.", "no_picture"),
    "nothing": (b"", "no_picture"),
    "page": (b"<html><script>x()</script></html>", "no_picture"),
    "drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>', "no_picture"),
    "half a photo": (a_photo()[:3000], "no_picture"),
    "a head without a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "no_picture"),
    "a bomb": (a_bomb(), "picture_too_large"),
}


@pytest.mark.parametrize("what", NO_PICTURES)
def test_what_is_no_picture_is_refused_in_a_sentence_and_nothing_is_kept(desk, own_media, what):
    content, code = NO_PICTURES[what]
    with pytest.raises(PictureRefused) as refused:
        taken(desk, content)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")
    assert not Picture.objects.exists() and not list(own_media.rglob("*.*"))


@pytest.mark.parametrize("what", [what for what in NO_PICTURES if what != "nothing"])
def test_the_desks_form_says_the_same(desk, what):
    content, _ = NO_PICTURES[what]
    form = _form(content, "foto.jpg")
    assert not form.is_valid()
    assert len(form.errors["file"]) == 1
    assert "picture" in form.errors["file"][0]


def test_a_photo_goes_through_the_desks_form(desk):
    form = _form(a_photo(), "foto.jpg")
    assert form.is_valid(), form.errors
    assert len(picture_sources(form.save()).webp) == 3


def test_a_reader_brings_no_pictures(desk, django_user_model):
    reader = django_user_model.objects.create_user("citra@contoh.example", None)
    with pytest.raises(NotAllowed):
        verbs.take_picture(SimpleUploadedFile("f.jpg", a_photo()), title="F", by=reader, now=NOON)


@pytest.mark.skipif(not HOSTILE.exists(), reason="the folder of hostile pictures is not beside the repository")
def test_every_hostile_picture_is_either_taken_or_refused_in_a_sentence(desk):
    verdicts = {file.name: _verdict(desk, file) for file in sorted(HOSTILE.iterdir())}
    assert verdicts["decompression_bomb.gif"] == "picture_too_large"
    assert {verdicts[name] for name in verdicts if name.startswith("broken") and name.endswith(".png")} == {
        "no_picture"
    }
    assert {verdicts[name] for name in verdicts if name.startswith("hopper")} == {"taken"}
    assert set(verdicts.values()) == {"taken", "no_picture", "picture_too_large"}


def _verdict(desk, file):
    try:
        picture = taken(desk, file.read_bytes(), name=file.name)
    except PictureRefused as refused:
        assert not _form(file.read_bytes(), file.name).is_valid()
        return refused.code
    for cut in picture.renditions.all():
        with cut.file.open() as opened, Image.open(opened) as image:
            assert not dict(image.getexif())
    return "taken"


def _form(content, name):
    data = {"title": "Foto", "collection": Collection.get_first_root_node().pk}
    return get_image_form(Picture)(data, {"file": SimpleUploadedFile(name, content)})


def test_transparency_survives_in_webp_and_becomes_white_in_jpeg(desk, own_media):
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    sources = picture_sources(taken(desk, out.getvalue(), name="logo.png"))
    files = {kind: own_media / "pictures" / source.url.rpartition("/")[2] for kind, source in
             (("webp", sources.webp[0]), ("jpeg", sources.jpeg))}  # fmt: skip
    with Image.open(files["webp"]) as webp, Image.open(files["jpeg"]) as jpeg:
        assert webp.mode == "RGBA"
        assert min(jpeg.getpixel((25, 25))) > 250


def test_reading_gives_the_pixels_and_nothing_else():
    image = read_upright(BytesIO(a_photo(place=True)))
    assert image.info == {} and image.mode == "RGB"


def test_the_desk_and_nobody_else_gets_every_file_at_the_desks_address(desk, signed_in):
    cut = taken(desk, a_photo()).renditions.first()
    assert cut.url == f"/redaksi/berkas/{cut.file.name}"
    answer = signed_in(desk.cast.rara).get(cut.url)
    assert (answer.status_code, answer["Cache-Control"].split(",")[0]) == (200, "private")
    assert answer.getvalue() == Path(cut.file.path).read_bytes()
    for stranger in (Client(), signed_in(get_user_model().objects.create_user("dewi@pembaca.example"))):
        assert stranger.get(cut.url).status_code == 302
    assert signed_in(desk.cast.rara).get(f"/redaksi/berkas/{'0' * 32}.webp").status_code == 404
