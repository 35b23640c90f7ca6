"""Printing one page in a test, without worker or dispatch, and reading what came out as a reader would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import PIL.Image
from django.core.files.images import ImageFile
from lxml import html as parser

from terbit.newsroom.models import Article, Picture
from terbit.press.pages import KINDS
from terbit.press.pages.article import ArticleKind
from terbit.press.pages.registry import Draft, Target


def draft_of(article: Article, uses: set[str] | None = None) -> Draft:
    """The printed story as its row stands now."""
    stored = Article.objects.get(pk=article.pk)
    found = ArticleKind().print(Target("article", stored.path, stored.pk), set() if uses is None else uses)
    assert found is not None, f"{stored.path} is not to be printed"
    return found


def draft_at(key: str, uses: set[str] | None = None) -> Draft:
    """The page with this key, of whichever kind."""
    for kind in KINDS:
        for target in kind.every():
            if target.key == key and (found := kind.print(target, set() if uses is None else uses)):
                return found
    raise AssertionError(f"No page {key}")


def tree(document: str) -> Any:
    return parser.document_fromstring(document)


def words(document: str, path: str = "//body") -> str:
    """The visible words of the first element at `path`, white space single; "" where there is none."""
    found = tree(document).xpath(path)
    return " ".join(found[0].text_content().split()) if found else ""


def json_ld(document: str) -> Mapping[str, Any]:
    scripts = tree(document).xpath('//script[@type="application/ld+json"]')
    assert len(scripts) == 1
    said: dict[str, Any] = json.loads(scripts[0].text)
    return said


def a_picture(width: int = 60, height: int = 40, **values: Any) -> Picture:
    """A picture with all the cuts that its upload makes."""
    data = BytesIO()
    PIL.Image.new("RGB", (width, height), "#808080").save(data, "JPEG")
    picture = Picture(title="Antrean", file=ImageFile(data, "antrean.jpg"), width=width, height=height, **values)
    picture.save()
    return picture
