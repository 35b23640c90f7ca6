"""Templates: one Jinja2 environment for printed pages in each language, and one for Django's account pages.

Both have the same filters and `static`; they differ in where the words' language comes from. A printed page speaks its
address's language, fixed with its environment; an account page follows its request.
"""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from terbit.press import dates

Printed = Callable[[datetime | date | None, str, str, str], str]


@cache
def environment(language: str) -> Environment:
    """The environment of pages printed in `language` ("id", "en"). Its words come from the theme's catalogue alone.

    `_("…")` and `{% trans %}` take English msgids; values go in by name: `_("%(n)s left", n=2)`. An undefined name in a
    template is an error, and the page is not printed.
    """
    made = _environment(FileSystemLoader(settings.TERBIT_THEME_DIR / "templates"))
    made.globals["language"] = language
    words = catalogue(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext, npgettext=words.npgettext
    )
    made.globals["_"] = made.globals["gettext"] = _said_once(words.gettext)
    return made


def django_environment(**options: Any) -> Environment:
    """For Django's Jinja2 backend, which gives loader and options; the language is the request's."""
    made = _environment(**options)
    made.globals["language"] = _ActiveLanguage()
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    return made


def _said_once(gettext: Callable[[str], str]) -> Callable[..., Markup]:
    """Jinja's own `_`, quicker: a sentence without values is looked up and marked as safe once, not on every page."""

    @cache
    def plain(msgid: str) -> Markup:
        return Markup(gettext(msgid)) % {}

    def say(msgid: str, **values: object) -> Markup:
        return Markup(gettext(msgid)) % values if values else plain(msgid)

    return say


@cache
def catalogue(language: str) -> catalogues.NullTranslations:
    """The theme's words in one language; English, in which msgids are written, needs none."""
    folder = settings.TERBIT_THEME_DIR / "locale"
    return catalogues.translation("django", str(folder), languages=[language], fallback=True)


def forget() -> None:
    """Drop environments and catalogues: the theme on disk, or the static files, have changed."""
    environment.cache_clear()
    catalogue.cache_clear()
    static.cache_clear()


@cache
def static(name: str) -> str:
    """The address of a file of the theme, with the hash of its content in it."""
    return staticfiles_storage.url(name)


class _ActiveLanguage:
    """Prints as the language that Django has activated for this request."""

    def __str__(self) -> str:
        return translation.get_language() or settings.LANGUAGE_CODE

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


def _environment(loader: Any, **options: Any) -> Environment:
    fixed: dict[str, Any] = {
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "auto_reload": settings.DEBUG,
        "extensions": ["jinja2.ext.i18n"],
    }
    made = Environment(loader=loader, **(options | fixed))
    made.policies["ext.i18n.trimmed"] = True
    made.globals["static"] = static
    made.filters["long_date"] = _filter(dates.long_date)
    made.filters["short_date"] = _filter(dates.short_date)
    made.filters["machine_date"] = _machine_date
    return made


def _filter(printed: Printed) -> Callable[..., str]:
    """`{{ page.published_at | long_date(page.published_precision) }}`: language and zone come from the context."""

    @pass_context
    def in_context(context: Context, at: datetime | date | None, precision: str = "minute") -> str:
        return printed(at, precision, _language(context), _zone(context))

    return in_context


@pass_context
def _machine_date(context: Context, at: datetime | date | None, precision: str = "minute") -> str:
    return dates.machine_date(at, precision, _zone(context))


def _language(context: Context) -> str:
    return str(context.get("language") or settings.LANGUAGE_CODE)


def _zone(context: Context) -> str:
    """The house's zone where the template knows the house (`house.zone`), else the settings'."""
    zone = getattr(context.get("house"), "zone", None)
    return zone if isinstance(zone, str) else str(settings.TIME_ZONE)
