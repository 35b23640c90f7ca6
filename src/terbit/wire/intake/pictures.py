"""Pictures that came with stories, taken into the house: checked and cut as an upload is, each file once.

Cutting takes its time, so this stands outside the batch's transaction. A stopped import leaves pictures behind that no story
shows yet; the next run finds them by their content and uses them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote_to_bytes

from django.core.files.base import ContentFile
from wagtail.utils.file import hash_filelike
from willow.image import UnrecognisedImageFormatError

from terbit.newsroom.models import Picture as Row
from terbit.newsroom.pictures import MOST_BYTES, PictureRefused, read_upright
from terbit.wire.format import Delivered
from terbit.wire.story import Picture, Shown

_KINDS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/avif": ".avif",
}


class NotTaken(Exception):
    """`str()` says why a picture is left out."""


@dataclass
class Taken:
    """The rows of pictures by what the story says of them and where it stands, and why others were left out."""

    rows: dict[tuple[Path, Picture], int] = field(default_factory=dict)
    problems: dict[tuple[Path, Picture], str] = field(default_factory=dict)

    def row(self, folder: Path, picture: Picture) -> int | None:
        return self.rows.get((folder, picture))


def pictures_of(item: Delivered) -> Iterable[Picture]:
    yield from item.story.pictures
    for block in item.story.body:
        if isinstance(block, Shown):
            yield block.picture


def take_pictures(items: Iterable[Delivered]) -> Taken:
    """Every picture of these stories that can be read, as a row of the newsroom."""
    taken = Taken()
    for item in items:
        folder = item.place.file.parent
        for picture in pictures_of(item):
            key = folder, picture
            if key in taken.rows or key in taken.problems:
                continue
            try:
                taken.rows[key] = _take(picture, folder)
            except NotTaken as problem:
                taken.problems[key] = str(problem)
    return taken


def _take(picture: Picture, folder: Path) -> int:
    content, name = _content(picture, folder)
    same = Row.objects.filter(
        file_hash=hash_filelike(BytesIO(content)), caption=picture.caption, credit=picture.credit, alt=picture.alt
    ).first()
    if same is not None and same.renditions.exists():
        return int(same.pk)
    if same is not None:
        same.delete()  # its cuts were never made
    return _made(picture, content, name)


def _made(picture: Picture, content: bytes, name: str) -> int:
    words = {"caption": picture.caption, "credit": picture.credit, "alt": picture.alt}
    try:
        read_upright(BytesIO(content))
        row = Row(title=(picture.alt or PurePosixPath(name).stem)[:255], file=ContentFile(content, name), **words)
    except PictureRefused as problem:
        raise NotTaken(str(problem)) from problem
    except UnrecognisedImageFormatError as problem:
        raise NotTaken("no picture") from problem
    row._set_image_file_metadata()
    row.save()
    return int(row.pk)


def _content(picture: Picture, folder: Path) -> tuple[bytes, str]:
    if picture.path:
        return _of_file(folder, picture.path)
    if picture.url.startswith("data:"):
        return _of_data(picture.url)
    if not picture.url:
        raise NotTaken("it names no file")
    raise NotTaken("pictures are not fetched from the web; put the file beside the archive and give its path")


def _of_file(folder: Path, path: str) -> tuple[bytes, str]:
    try:
        file = folder / path
        if not file.is_file():
            raise NotTaken("there is no such file")
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        raise NotTaken("the file cannot be read") from problem
    return content, file.name


def _of_data(url: str) -> tuple[bytes, str]:
    head, comma, body = url.partition(",")
    kind, *parameters = head.removeprefix("data:").split(";")
    try:
        raw = unquote_to_bytes(body)
        content = base64.b64decode(raw, validate=True) if "base64" in parameters else raw
    except (binascii.Error, ValueError) as problem:
        raise NotTaken("its data: address is broken") from problem
    if not comma or not content:
        raise NotTaken("its data: address is empty")
    return content, "picture" + _KINDS.get(kind.strip().lower(), "")
