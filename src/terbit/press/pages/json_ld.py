"""Structured data: a NewsArticle, as search engines ask for it (field.md G1, G5). Made from public words alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from terbit.newsroom.models import Article
from terbit.press.contexts import Image, Link, Moment, Remark, Shape
from terbit.press.pages.bylines import page_of
from terbit.press.pages.sheet import Sheet, absolute

#: The class of whatever is not for everybody; the templates set it, `hasPart` names it.
PAID_CLASS: Final = "paid"

_UNSAFE: Final = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")


def news_article(
    article: Article,
    sheet: Sheet,
    *,
    description: str,
    published: Moment | None,
    updated: Moment | None,
    image: Image | None,
    gated: bool,
    after: Sequence[Remark] = (),
    topics: Sequence[Link] = (),
) -> Markup:
    """The script element's content: what the page shows, and no more. What is unknown (a date, a picture) is not said."""
    dates = {"datePublished": published, "dateModified": updated}
    publisher = _publisher(sheet)
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": description,
        "url": absolute(article.path),
        "mainEntityOfPage": absolute(article.path),
        "inLanguage": article.language,
        "articleSection": article.section.name if article.section else "",
        **{name: moment.machine for name, moment in dates.items() if moment},
        "author": _authors(article) or [publisher],
        "publisher": publisher,
        "image": _images(image) if image else [],
        "keywords": [topic.text for topic in topics],
        "correction": [_correction(remark) for remark in after if not remark.by],
        "isAccessibleForFree": not gated,
    }
    if gated:
        part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": f".{PAID_CLASS}"}
        said["hasPart"] = part
    return for_script({name: value for name, value in said.items() if value not in ("", [])})


def for_script(said: Mapping[str, Any]) -> Markup:
    """JSON that cannot end the script element it stands in, whatever its strings say."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for sign, written in _UNSAFE:
        text = text.replace(sign, written)
    return Markup(text)


def news_organisation(sheet: Sheet, policies: Mapping[str, str]) -> Markup:
    """The house itself, on its front (field.md R1): each property leads to a page that exists."""
    house = sheet.house
    said = {"@context": "https://schema.org", **_publisher(sheet)}
    said["masthead"] = absolute(house.masthead)
    said["publishingPrinciples"] = absolute(house.guidelines)
    said |= {name: absolute(path) for name, path in policies.items()}
    if house.legal_name:
        said["legalName"] = house.legal_name
    if house.address:
        said["address"] = ", ".join(house.address)
    return for_script(said)


def _images(image: Image) -> list[dict[str, Any]]:
    """The picture in its shapes, each with its measure (a number with its unit, as schema.org's Distance is written):
    the search engine takes the one that it needs (G5, G7). One too small for any shape stands as it is.
    """
    return [
        {
            "@type": "ImageObject",
            "url": absolute(shape.source),
            "width": f"{shape.width} px",
            "height": f"{shape.height} px",
        }
        for shape in image.shapes or (Shape(image.source, image.width, image.height),)
    ]


def preview_source(image: Image) -> str:
    """The picture that a link to the story is shown with, absolute: its widest shape (G7)."""
    return absolute(image.shapes[-1].source if image.shapes else image.source)


def _correction(remark: Remark) -> dict[str, Any]:
    """A correction in the story's own data (field.md R2)."""
    said = {"@type": "CorrectionComment", "text": "\n".join(remark.paragraphs), "url": absolute(remark.path)}
    return said | ({"datePublished": remark.when.machine} if remark.when else {})


def _publisher(sheet: Sheet) -> dict[str, Any]:
    house = sheet.house
    said: dict[str, Any] = {"@type": "NewsMediaOrganization", "name": house.name, "url": absolute(house.home)}
    if house.logo:
        said["logo"] = {"@type": "ImageObject", "url": absolute(house.logo.source)}
    return said


def _authors(article: Article) -> list[dict[str, str]]:
    """Everybody named in the byline, each once; an organisation says that it is one."""
    people = {line.contributor_id: line.contributor for line in article.bylines.all()}
    return [
        {
            "@type": "Organization" if person.is_organisation else "Person",
            "name": person.name,
            "url": absolute(page_of(person, article.language)),
        }
        for person in people.values()
    ]
