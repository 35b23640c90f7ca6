"""Pages that stand for others: not found, out of reach, and the plain walls. One of each a language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from terbit.gate import FREE_PAGE, OPEN_KINDS, TEASER_KINDS, Access
from terbit.newsroom.languages import LANGUAGES
from terbit.press.contexts import Head, Link, NoticePage, Step, WallPage
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.steps import plain_steps


class _SpecialKind:
    name: ClassVar[str]
    prefix: ClassVar[str]

    def every(self) -> Iterable[Target]:
        return [Target(self.name, self.prefix + language, 0) for language, _name in LANGUAGES]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        return self.every() if "house" in things else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        language = target.key.removeprefix(self.prefix)
        known = language in dict(LANGUAGES) and target.key.startswith(self.prefix)
        return self.draft(target.key, Sheet(language, uses)) if known else None

    def draft(self, key: str, sheet: Sheet) -> Draft:
        raise NotImplementedError


class NotFoundKind(_SpecialKind):
    name = "not-found"
    prefix = "!404/"

    def draft(self, key: str, sheet: Sheet) -> Draft:
        _ = sheet.words.gettext
        words = (
            _("No page of ours has this address. It may have been mistyped, or cut off on its way to you."),
            _("Stories that we withdraw keep their place and say why; so this is no story that has been taken away."),
        )
        return _notice(
            key, sheet, 404, _("There is nothing here"), words, (Link(_("Go to the front"), sheet.house.home),)
        )


class UnavailableKind(_SpecialKind):
    name = "unavailable"
    prefix = "!503/"

    def draft(self, key: str, sheet: Sheet) -> Draft:
        """Printed in place of what the newsroom answers itself: accounts, subscriptions, its own desk."""
        _ = sheet.words.gettext
        words = (
            _("This part of the house does not answer right now. Please try again in half a minute; nothing was lost."),
            _("Stories can be read meanwhile."),
        )
        links = (Link(_("Go to the front"), sheet.house.home),)
        return _notice(key, sheet, 503, _("One moment, please"), words, links)


class WallKind(_SpecialKind):
    """For a story whose own page has no body yet for what its reader met: the next step, without a word of the story.

    Whoever may read the story, while its page is shut for the moment, is asked to try again.
    """

    name = "wall"
    prefix = "!wall/"

    def draft(self, key: str, sheet: Sheet) -> Draft:
        _ = sheet.words.gettext
        steps: dict[str, Step] = dict(plain_steps(sheet.policy, sheet.words))
        steps |= dict.fromkeys(OPEN_KINDS, steps["later"])
        page = WallPage(
            head=Head(
                f"{_('One step to the story')} – {sheet.house.name}", absolute(sheet.house.home), robots="noindex"
            ),
            here="",
            because=sheet.because(Access.METERED, TEASER_KINDS),
            steps=steps,
        )
        return Draft(key, sheet.language, FREE_PAGE, sheet.render("wall.html", page, steps))


def _notice(key: str, sheet: Sheet, status: int, title: str, words: tuple[str, ...], links: tuple[Link, ...]) -> Draft:
    page = NoticePage(
        head=Head(f"{title} – {sheet.house.name}", absolute(sheet.house.home), robots="noindex"),
        here="",
        title=title,
        words=words,
        links=links,
    )
    return Draft(key, sheet.language, FREE_PAGE, sheet.render("notice.html", page, OPEN_KINDS), status=status)
