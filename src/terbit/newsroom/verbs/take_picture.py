"""Take a picture into the house: checked, cut to size, its original kept where nobody is served."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files import File
from willow.image import UnrecognisedImageFormatError

from terbit.newsroom.models import Picture
from terbit.newsroom.models.journal import record
from terbit.newsroom.pictures import NoPicture, read_upright
from terbit.newsroom.roles import demand_staff


def take_picture(file: File, *, title: str, by: Any, now: datetime, **values: Any) -> Picture:
    """`values` are caption, credit, alt. Raises NotAllowed, or PictureRefused for what is no picture or a bomb.

    Not one transaction: the cuts are made outside, so that a large photo keeps nobody waiting.
    """
    demand_staff(by)
    read_upright(file.file)
    file.seek(0)
    try:
        picture = Picture(title=title, file=file, uploaded_by_user=by, **values)
    except UnrecognisedImageFormatError as problem:  # a kind that Wagtail's library has no reader for
        raise NoPicture from problem
    picture.save()
    record("picture.taken", picture, by=by, at=now)
    return picture
