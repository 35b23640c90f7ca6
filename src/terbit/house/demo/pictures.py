"""The drawings as pictures of the newsroom, as if somebody had uploaded them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile

from terbit.house.demo.illustrations import draw, draw_mark
from terbit.newsroom.models import Picture


def picture_of(described: dict[str, str], by: Any) -> Picture:
    """A picture in archive format (path, caption, credit, alt), drawn and cut to size. Raises KeyError: no such drawing."""
    name = PurePosixPath(described["path"]).stem
    words = {key: described[key] for key in ("caption", "credit", "alt")}
    return _uploaded(name, ContentFile(draw(name), f"{name}.jpg"), by, **words)


def mark_of(name: str, title: str, by: Any) -> Picture:
    """The logo called `name`; `title` is the name that it stands for."""
    return _uploaded(f"Logo {title}", ContentFile(draw_mark(name), f"{name}.png"), by, alt=title)


def _uploaded(title: str, file: ContentFile[bytes], by: Any, **words: str) -> Picture:
    picture = Picture(title=title, file=file, uploaded_by_user=by, **words)
    picture.save()
    return picture
