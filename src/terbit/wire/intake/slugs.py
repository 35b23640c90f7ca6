"""Addresses for many stories at once: the slug that came with the story, or one made from its headline, with a number where it
is or ever was another story's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug

from terbit.newsroom.models import Article, Redirect
from terbit.newsroom.slugs import article_path, slug_from

_ENDING: Final = re.compile(r"\.(html?|php|aspx?)\Z", re.IGNORECASE)


def base_slug(delivered: str, headline: str) -> str:
    """The slug as it came, where it can be one; else made from it, or from the headline."""
    if is_slug(delivered):
        return delivered
    last = delivered.rstrip("/").rpartition("/")[2]  # some archives give the old address: "2019/09/10/beras.html"
    return slug_from(_ENDING.sub("", last)) or slug_from(headline) or "artikel"


def is_slug(words: str) -> bool:
    try:
        validate_unicode_slug(words)
    except ValidationError:
        return False
    return len(words) <= 200


class Slugs:
    """The addresses that are taken, as far as the stories of one batch ask. `wanted` are (language, slug)."""

    def __init__(self, wanted: Iterable[tuple[str, str]]) -> None:
        pairs = set(wanted)
        slugs = {slug for _, slug in pairs}
        self.taken = set(Article.objects.filter(slug__in=slugs).values_list("language", "slug"))
        paths = {article_path(*pair): pair for pair in pairs}
        self.taken |= {
            paths[old] for old in Redirect.objects.filter(old_path__in=paths).values_list("old_path", flat=True)
        }
        self.numbers: dict[tuple[str, str], int] = {}

    def take(self, language: str, slug: str) -> str:
        """`slug`, or with the first number that is free; it is taken from then on."""
        if (language, slug) in self.taken:
            slug = self._numbered(language, slug)
        self.taken.add((language, slug))
        return slug

    def _numbered(self, language: str, slug: str) -> str:
        self._look_up_numbers(language, slug)
        number = self.numbers[language, slug]
        while (language, f"{slug}-{number}") in self.taken:
            number += 1
        self.numbers[language, slug] = number + 1
        return f"{slug}-{number}"

    def _look_up_numbers(self, language: str, slug: str) -> None:
        if (language, slug) in self.numbers:
            return
        self.numbers[language, slug] = 2
        first, last = f"{slug}-", f"{slug}."  # the full stop is what follows the hyphen
        rows = Article.objects.filter(language=language, slug__gte=first, slug__lt=last)
        self.taken |= {(language, one) for one in rows.values_list("slug", flat=True)}
        path = article_path(language, "")
        old = Redirect.objects.filter(old_path__gte=path + first, old_path__lt=path + last)
        self.taken |= {(language, one.removeprefix(path)) for one in old.values_list("old_path", flat=True)}
