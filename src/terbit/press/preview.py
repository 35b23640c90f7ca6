"""The desk's preview is the page that readers will get, printed by the same hand from the article in the form."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone, translation

from terbit.newsroom.models import Article


def printed_preview(article: Article, kind: str) -> str:
    """The whole page of an article that may never have been saved, as readers with body `kind` would get it.

    The journalist's own language and time zone play no part, as in every printing. Nothing is written.
    """
    from terbit.press.pages.article import preview

    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        return preview(article, kind)
