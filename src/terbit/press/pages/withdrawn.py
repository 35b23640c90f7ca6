"""What stands where a story was: its headline, when it was withdrawn, on which ground and why. Free to read; status 410."""

from __future__ import annotations

from django.utils import translation

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.languages import prefix_of
from terbit.newsroom.models import Article, Ground
from terbit.press import dates
from terbit.press.contexts import Head, Moment, WithdrawnPage
from terbit.press.house import house_settings
from terbit.press.pages.registry import Draft
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.render import catalogue, environment

#: Here the headline itself may name whom the withdrawal protects (field.md L13).
_NAMELESS = {Ground.CHILD, Ground.VICTIM}


def last_resort(article: Article) -> Draft:
    """The notice without one word that anybody typed, for when the whole one cannot go out: that the story was
    withdrawn, when, and the ground in the words of the closed list. Nothing but the story's own row is read.
    """
    words, zone = catalogue(article.language), house_settings().zone
    spoken = dates.long_date(article.withdrawn_at, "minute", article.language, zone)
    found = environment(article.language).get_template("press/withdrawn_last_resort.html")
    html = found.render(
        language=article.language,
        title=words.gettext("This story was withdrawn"),
        when=Moment(dates.machine_date(article.withdrawn_at, "minute", zone), spoken),
        ground=_ground(article.withdrawn_ground, article.language),
        home=prefix_of(article.language) + "/",
        guidelines=f"{prefix_of(article.language)}/pedoman-media-siber",
    )
    return Draft(article.path, article.language, FREE_PAGE, dict.fromkeys(OPEN_KINDS, html), status=410)


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
