"""The last part of a story's address: made from its headline, unique in its language, never taken from another story."""

from __future__ import annotations

from anyascii import anyascii
from django.utils.text import slugify

from terbit.newsroom.languages import prefix_of

LONGEST = 90


def slug_from(words: str) -> str:
    """`words` in lower-case ASCII with hyphens, ended at a word; "" where nothing is left."""
    slug = slugify(anyascii(words))
    if len(slug) <= LONGEST:
        return slug
    head, _, _ = slug[: LONGEST + 1].rpartition("-")
    return head or slug[:LONGEST]


def article_path(language: str, slug: str) -> str:
    return f"{prefix_of(language)}/artikel/{slug}"


def is_taken(slug: str, language: str, *, by_other_than: int | None) -> bool:
    """Whether another story has this slug, or once was public under it (its old address leads there for ever)."""
    from terbit.newsroom.models import Article, Redirect

    path = article_path(language, slug)
    return (
        Article.objects.filter(language=language, slug=slug).exclude(pk=by_other_than).exists()
        or Redirect.objects.filter(old_path=path).exclude(article=by_other_than).exists()
    )


def free_slug(words: str, language: str, *, for_article: int | None) -> str:
    """The slug of `words`, with a number where it is taken: harga-beras, harga-beras-2, harga-beras-3 …"""
    base = slug_from(words) or "artikel"
    slug, number = base, 1
    while is_taken(slug, language, by_other_than=for_article):
        number += 1
        slug = f"{base}-{number}"
    return slug
