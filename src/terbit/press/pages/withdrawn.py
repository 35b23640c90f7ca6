"""What stands where a story was: its headline, when it was withdrawn, on which ground and why. Free to read; status 410."""

from __future__ import annotations

from django.utils import translation

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.models import Article, Ground
from terbit.press.contexts import Head, WithdrawnPage
from terbit.press.pages.registry import Draft
from terbit.press.pages.sheet import Sheet, absolute

#: Here the headline itself may name whom the withdrawal protects (field.md L13).
_NAMELESS = {Ground.CHILD, Ground.VICTIM}


def draft(article: Article, uses: set[str]) -> Draft:
    sheet = Sheet(article.language, uses)
    sheet.use(things.article(article.pk))
    _ = sheet.words.gettext
    shown = sheet.settings.withdrawn_shows_headline and article.withdrawn_ground not in _NAMELESS
    headline = article.headline if shown else ""
    page = WithdrawnPage(
        head=Head(title=headline or _("This story was withdrawn"), canonical=absolute(article.path), robots="noindex"),
        here=article.path,
        because=sheet.because(Access.FREE, OPEN_KINDS),
        headline=headline,
        withdrawn=sheet.moment(article.withdrawn_at),
        ground=_ground(article.withdrawn_ground, article.language),
        reason=article.withdrawn_reason.strip(),
    )
    html = sheet.render("withdrawn.html", page, OPEN_KINDS)
    return Draft(article.path, article.language, FREE_PAGE, html, status=410)


def _ground(code: str, language: str) -> str:
    """The ground in the page's language; its words stand with the closed list, in the newsroom."""
    with translation.override(language):
        return str(Ground(code).label) if code in Ground.values else ""
