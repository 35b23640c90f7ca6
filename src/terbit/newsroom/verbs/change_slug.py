"""Give a story another address; an old one that was ever public leads to it for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from terbit.newsroom.models import Article
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import NotASlug, SlugTaken, Withdrawn
from terbit.newsroom.roles import demand_editor
from terbit.newsroom.slugs import is_taken
from terbit.newsroom.verbs.rewrite import rewrite


def change_slug(article: Article, slug: str, *, by: Any, now: datetime) -> Article:
    """Raises NotAllowed, NotASlug, SlugTaken or Withdrawn. A pending draft takes the new address over."""
    demand_editor(by)
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        _check(stored, slug)
        before, stored.slug = stored.path, slug
        if stored.first_published_at is None:
            rewrite(stored, by=by, now=now, slug=slug)
        else:
            stored.save()
        record("article.address_changed", stored, by=by, at=now, before=before, after=stored.path)
        return stored


def _check(stored: Article, slug: str) -> None:
    if stored.withdrawn_at is not None:
        raise Withdrawn
    try:
        stored._meta.get_field("slug").clean(slug, stored)
    except ValidationError as error:
        raise NotASlug(slug=slug) from error
    if not slug:
        raise NotASlug(slug=slug)
    if is_taken(slug, stored.language, by_other_than=stored.pk):
        raise SlugTaken(slug=slug)
