"""The desk's preview is the page that readers will get, printed by the same hand from the article in the form."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone, translation

from terbit.newsroom.models import Article

#: The name of a picture's file behind it cannot stand there by chance.
_PUBLIC_FILE: Final = re.compile(re.escape(settings.MEDIA_URL) + r"(?=[0-9a-f]{32}\.)")


def printed_preview(article: Article, kind: str) -> str:
    """The whole page of an article that may never have been saved, as readers with body `kind` would get it.

    The journalist's own language and time zone play no part, as in every printing. Nothing is written. Pictures come
    from the desk's own address: readers have no file of a story that is not out.
    """
    from terbit.press.pages.article import preview

    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        return _PUBLIC_FILE.sub(storages["pictures"].url(""), preview(article, kind))
