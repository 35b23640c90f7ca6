"""Pages of the house's own words that the law asks for: the masthead (field.md L1) and the press guidelines (L3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, first_language, prefix_of
from terbit.newsroom.models import PolicyPage
from terbit.press.body import print_prose
from terbit.press.contexts import Fact, Head, ProsePage
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute, alternate
from terbit.press.pages.things import ids_in

MASTHEAD_PATH = "/tentang/redaksi"
GUIDELINES_PATH = "/pedoman-media-siber"


class _ProseKind:
    """One page a language, at the same path under each language's prefix."""

    name: ClassVar[str]
    path: ClassVar[str]

    def every(self) -> Iterable[Target]:
        return [Target(self.name, prefix_of(language) + self.path, 0) for language, _name in LANGUAGES]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        return self.every() if "house" in things else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        language = next((code for code, _name in LANGUAGES if target.key == prefix_of(code) + self.path), None)
        if language is None:
            return None
        sheet = Sheet(language, uses)
        return Draft(
            target.key, language, FREE_PAGE, sheet.render("prose.html", self.page(target.key, sheet), OPEN_KINDS)
        )

    def page(self, path: str, sheet: Sheet) -> ProsePage:
        raise NotImplementedError

    def head(self, title: str, path: str, sheet: Sheet) -> Head:
        others = tuple(alternate(other.language, prefix_of(other.language) + self.path) for other in sheet.house.others)
        return Head(f"{title} – {sheet.house.name}", absolute(path), alternates=others)


class MastheadKind(_ProseKind):
    name = "masthead"
    path = MASTHEAD_PATH

    def page(self, path: str, sheet: Sheet) -> ProsePage:
        """Legal name, address and responsible person stand here on every house's first day."""
        _, house = sheet.words.gettext, sheet.house
        facts = (
            Fact(_("Published by"), (house.legal_name,)),
            Fact(_("Postal address"), house.address),
            Fact(_("Responsible for the content"), (house.responsible_person,)),
            Fact(_("Contact"), (house.contact_email,), f"mailto:{house.contact_email}"),
        )
        return ProsePage(
            head=self.head(_("Masthead"), path, sheet),
            here=path,
            because=sheet.because(Access.FREE, OPEN_KINDS),
            title=_("Masthead"),
            text=print_prose(sheet.settings.masthead_text),
            facts=tuple(fact for fact in facts if any(fact.lines)),
            logo=house.logo,
        )


class GuidelinesKind(_ProseKind):
    name = "guidelines"
    path = GUIDELINES_PATH

    def page(self, path: str, sheet: Sheet) -> ProsePage:
        _, settings = sheet.words.gettext, sheet.settings
        own = settings.press_guidelines if sheet.language == first_language() else settings.press_guidelines_en
        title = _("Guidelines for online news")
        return ProsePage(
            head=self.head(title, path, sheet),
            here=path,
            because=sheet.because(Access.FREE, OPEN_KINDS),
            title=title,
            text=print_prose(own or settings.press_guidelines),
        )


class PolicyPageKind:
    """What the house promises its readers: one page for each of its policies."""

    name = "policy-page"

    def every(self) -> Iterable[Target]:
        return [Target(self.name, page.path, page.pk) for page in PolicyPage.objects.all()]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        pages = PolicyPage.objects.filter(pk__in=ids_in(things, self.name))
        return [Target(self.name, page.path, page.pk) for page in pages]

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        uses.add(things.policy_page(target.subject))
        row = PolicyPage.objects.filter(pk=target.subject).first()
        if row is None or row.path != target.key:
            return None
        sheet = Sheet(row.language, uses)
        page = ProsePage(
            head=Head(f"{row.title} – {sheet.house.name}", absolute(row.path)),
            here=row.path,
            because=sheet.because(Access.FREE, OPEN_KINDS),
            title=row.title,
            text=print_prose(row.text),
        )
        return Draft(row.path, row.language, FREE_PAGE, sheet.render("prose.html", page, OPEN_KINDS))
