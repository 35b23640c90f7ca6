"""The check of structured data itself: it lets through what schema.org knows, and nothing that it does not."""

from __future__ import annotations

from typing import Any

import pytest
from tools.testing.schema_org import problems

STORY: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Beras mahal",
    "url": "https://layarpagi.example/artikel/beras-mahal",
    "datePublished": "2026-11-20T10:00:00+07:00",
    "author": [{"@type": "Person", "name": "Budi"}, {"@type": "Organization", "name": "Antara"}],
    "publisher": {"@type": "NewsMediaOrganization", "name": "Layar Pagi"},
    "keywords": ["Pangan", "Pasar"],
    "isAccessibleForFree": False,
    "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"},
    "image": [{"@type": "ImageObject", "url": "https://layarpagi.example/a.jpg", "width": "1200 px"}],
    "correction": [{"@type": "CorrectionComment", "text": "Per liter.", "datePublished": "2026-11-20"}],
}

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a property that no schema knows": ({"headlnie": "x"}, "headlnie"),
    "a property that another type has": ({"cssSelector": ".paid"}, "cssSelector"),
    "an unknown property further in": ({"hasPart": STORY["hasPart"] | {"selector": "x"}}, "$.hasPart"),
    "words for a flag": ({"isAccessibleForFree": "false"}, "$.isAccessibleForFree"),
    "a number for a measure": ({"image": [STORY["image"][0] | {"width": 1200}]}, "$.image[0].width"),
    "a time without a zone": ({"datePublished": "2026-11-20T10:00:00"}, "$.datePublished"),
    "no date": ({"datePublished": "20 November 2026"}, "$.datePublished"),
    "half an address": ({"url": "/artikel/beras-mahal"}, "$.url"),
    "a name where a person stands": ({"author": "Budi"}, "$.author"),
    "a picture where a publisher stands": ({"publisher": STORY["image"][0]}, "$.publisher"),
    "an object without a type": ({"publisher": {"name": "Layar Pagi"}}, "$.publisher"),
    "an empty list": ({"keywords": []}, "$.keywords"),
    "a type that no schema knows": ({"@type": "NewsStory"}, "NewsStory"),
}


def test_a_story_that_follows_the_schemas_has_no_problems() -> None:
    assert problems(STORY) == []


@pytest.mark.parametrize("what", WRONG)
def test_what_the_schemas_do_not_know_is_found_where_it_stands(what: str) -> None:
    change, place = WRONG[what]
    found = problems(STORY | change)
    assert found and any(place in problem for problem in found), found
