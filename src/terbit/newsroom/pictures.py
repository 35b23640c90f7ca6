"""Uploaded pictures: what is accepted, and the cuts that pages show, made once, upright and without anybody's data.

A photo's EXIF block can hold the place where a witness lives. What leaves the house is drawn anew from the pixels, so
no metadata can go with it; the original stays in a folder that is not served.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from terbit.newsroom.refusals import Refused

if TYPE_CHECKING:
    from terbit.newsroom.models import Picture

ACCEPTED: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_BYTES: Final = 25 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LARGEST_CUT: Final = 1200

_QUALITY: Final = {"webp": 80, "jpeg": 82}
_EXTENSION: Final = {"webp": ".webp", "jpeg": ".jpg"}


class PictureRefused(Refused):
    code = "picture_refused"
    field = "file"


class NoPicture(PictureRefused):
    code = "no_picture"
    message = _("This file is not a picture, or it is broken. Upload a JPEG, PNG, WebP, GIF or AVIF file.")


class PictureTooLarge(PictureRefused):
    code = "picture_too_large"
    message = _("The picture is too large: %(what)s. At most 25 MB and 50 million pixels are taken.")


@dataclass(frozen=True, slots=True)
class Cut:
    """One finished file: `spec` is Wagtail's name of the cut, `extension` begins with a dot."""

    spec: str
    extension: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Source:
    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureSources:
    """What a page needs of a picture: `webp` by growing width, `jpeg` for those who read no WebP; None: no cuts yet."""

    webp: tuple[Source, ...]
    jpeg: Source | None
    caption: str
    credit: str
    alt: str


def picture_sources(picture: Picture) -> PictureSources:
    """From rows alone (one query, none where renditions are prefetched): nothing is cut while printing."""
    from terbit.newsroom.models.picture import PRINTED_SPECS

    rows = [row for row in picture.renditions.all() if row.filter_spec in PRINTED_SPECS]
    by_width = {row.width: Source(row.url, row.width, row.height) for row in rows if "webp" in row.filter_spec}
    jpeg = next((Source(row.url, row.width, row.height) for row in rows if "jpeg" in row.filter_spec), None)
    webp = tuple(by_width[width] for width in sorted(by_width))
    return PictureSources(webp, jpeg, picture.caption, picture.credit, picture.alt)


def read_upright(file: IO[bytes]) -> Image.Image:
    """The picture in `file`, turned as the camera was held, in sRGB, without any metadata.

    Raises NoPicture or PictureTooLarge. An animation gives its first frame.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # broken EXIF: it is thrown away in any case
            return _bare(_opened(file))
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge(what=_("it unpacks to a huge picture")) from bomb
    except Exception as problem:  # Pillow's readers raise almost anything on a broken file
        raise NoPicture from problem


def _opened(file: IO[bytes]) -> Image.Image:
    file.seek(0, 2)
    if file.tell() > MOST_BYTES:
        raise PictureTooLarge(what=f"{file.tell() / 1024 / 1024:.0f} MB")
    file.seek(0)
    image = Image.open(file, formats=ACCEPTED)
    if image.width * image.height > MOST_PIXELS:
        raise PictureTooLarge(what=f"{image.width} × {image.height}")
    image.draft("RGB", (2 * LARGEST_CUT, 2 * LARGEST_CUT))  # a large JPEG is unpacked no larger than we need it
    image.load()
    return image


def _bare(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    mode = "RGBA" if has_alpha else "RGB"
    bare = _in_srgb(upright, profile, mode) if profile else upright.convert(mode)
    bare.info = {}
    return bare


def _in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Colours as they were meant. A profile that cannot be used is passed over: wrong colours beat no picture."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
            image = image.convert(mode)
        done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        return done or image.convert(mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert(mode)


def cuts(image: Image.Image, specs: tuple[str, ...]) -> Iterator[Cut]:
    """The cuts of `specs` ("width-800|format-webp") that make sense: none is larger than the picture, none doubled."""
    seen: set[tuple[int, str]] = set()
    for spec in specs:
        width, kind = _parsed(spec)
        width = min(width, image.width)
        if (width, kind) not in seen:
            seen.add((width, kind))
            yield Cut(spec, _EXTENSION[kind], _encoded(image, width, kind))


def _parsed(spec: str) -> tuple[int, str]:
    size, form = spec.split("|")
    return int(size.removeprefix("width-")), form.removeprefix("format-")


def _encoded(image: Image.Image, width: int, kind: str) -> bytes:
    height = max(1, round(image.height * width / image.width))
    return encoded(image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS), kind)


def encoded(cut: Image.Image, kind: str) -> bytes:
    """The pixels as a file of that kind ("webp", "jpeg"); JPEG knows nothing transparent, so there it becomes white."""
    if kind == "jpeg" and cut.mode == "RGBA":
        white = Image.new("RGB", cut.size, "white")
        white.paste(cut, mask=cut.getchannel("A"))
        cut = white
    out = BytesIO()
    cut.save(out, kind, quality=_QUALITY[kind], **({"optimize": True, "progressive": True} if kind == "jpeg" else {}))
    return out.getvalue()
