"""The languages that a house prints, and how an address tells them apart."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]


def first_language() -> str:
    """The language that stands at "/"; every other one stands under its code."""
    return settings.LANGUAGE_CODE


def prefix_of(language: str) -> str:
    return "" if language == first_language() else f"/{language}"
