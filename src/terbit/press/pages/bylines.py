"""Bylines as printed: those who share a role stand together, under the role's name."""

from __future__ import annotations

from gettext import NullTranslations

from terbit.newsroom import things
from terbit.newsroom.languages import prefix_of
from terbit.newsroom.models import Article, Contributor, Role
from terbit.press.contexts import BylineGroup, Link
from terbit.press.pages.sheet import Sheet


def groups_of(article: Article, sheet: Sheet) -> tuple[BylineGroup, ...]:
    """The groups in the order of their first name; a name without a word in it is not printed, nor is an empty group."""
    names: dict[str, list[Link]] = {}
    for byline in article.bylines.all():
        sheet.use(things.contributor(byline.contributor_id))
        if name := " ".join(byline.contributor.name.split()):
            names.setdefault(byline.role, []).append(Link(name, page_of(byline.contributor, article.language)))
    return tuple(BylineGroup(role_label(role, len(who), sheet.words), tuple(who)) for role, who in names.items())


def page_of(contributor: Contributor, language: str) -> str:
    """Where the contributor's stories in that language are listed."""
    return f"{prefix_of(language)}/penulis/{contributor.slug}"


def role_label(role: str, count: int, words: NullTranslations) -> str:
    """The label above `count` names in this role; an unknown role is an author's."""
    ngettext = words.ngettext
    match role:
        case Role.REPORTER:
            return ngettext("Reporter", "Reporters", count)
        case Role.EDITOR:
            return ngettext("Editor", "Editors", count)
        case Role.PHOTOGRAPHER:
            return ngettext("Photographer", "Photographers", count)
        case Role.CONTRIBUTOR:
            return ngettext("Contributor", "Contributors", count)
        case Role.TRANSLATOR:
            return ngettext("Translator", "Translators", count)
        case _author:
            return ngettext("Author", "Authors", count)
