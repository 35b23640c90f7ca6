"""What every account page's template is given besides its own words (a context processor of the Jinja2 backend)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from terbit.press.pages.sheet import OWN_NAMES, Sheet


def account_page(request: HttpRequest) -> dict[str, Any]:
    """`house` as on printed pages, in the request's language; `here`, the path to come back to; `url(name, *arguments)`."""
    return {
        "house": SimpleLazyObject(lambda: Sheet(get_language() or settings.LANGUAGE_CODE, set()).house),
        "signed_in": SimpleLazyObject(lambda: request.user.is_authenticated),
        "here": request.get_full_path(),
        "demo": settings.TERBIT_DEMO,
        "languages": settings.LANGUAGES,
        "own_names": OWN_NAMES,
        "url": _url,
    }


def _url(name: str, *arguments: Any) -> str:
    return reverse(name, args=arguments)
