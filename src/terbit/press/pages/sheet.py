"""A page in the making: its language and words, the house as it stands, and a note of everything that was read for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any

from django.conf import settings
from markupsafe import Markup

from terbit import config
from terbit.gate import Access, Policy
from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, prefix_of
from terbit.newsroom.models import Kind, PolicyPage, Publication, Section
from terbit.press import dates
from terbit.press.all_bodies import render_bodies
from terbit.press.batch import unchanged
from terbit.press.contexts import Alternate, House, Image, Link, Moment, Page
from terbit.press.house import house_policy, house_settings
from terbit.press.pages.because import because
from terbit.press.pages.pictures import figures
from terbit.press.render import catalogue, environment

#: A language's own name, for whoever looks for it.
OWN_NAMES = {"id": "Indonesia", "en": "English"}


class Sheet:
    """Everything a printer shares while it prints one page. `uses` is the printer's own set and only grows."""

    def __init__(self, language: str, uses: set[str]) -> None:
        self.language = language
        self.uses = uses
        self.words: NullTranslations = catalogue(language)
        self.settings = house_settings()
        self.house, used = unchanged(("press.sheet.house", language), self._house)
        uses |= used

    def use(self, *names: str) -> None:
        self.uses.update(names)

    @property
    def policy(self) -> Policy:
        """The house's allowance; a page that reads it uses it."""
        self.use(things.POLICY)
        return house_policy()

    def moment(self, at: datetime | date | None, precision: str = "minute", *, short: bool = False) -> Moment | None:
        """What is known of a time, in words; None where nothing is."""
        zone = self.settings.zone
        spoken = (dates.short_date if short else dates.long_date)(at, precision, self.language, zone)
        return Moment(dates.machine_date(at, precision, zone), spoken) if spoken else None

    def because(self, access: Access, kinds: Iterable[str]) -> Mapping[str, str]:
        """Why the gate answered so, for each body kind; in a demo house only."""
        return because(access, kinds, self.words) if settings.TERBIT_DEMO else {}

    def render(self, template: str, page: Page, kinds: Iterable[str]) -> dict[str, str]:
        """The document for each body kind."""
        found = environment(self.language).get_template(f"press/{template}")
        given: dict[str, Any] = {"page": page, "house": self.house, "foot": self._foot(), "demo": settings.TERBIT_DEMO}
        return render_bodies(found, given, kinds)

    def _foot(self) -> Markup:
        """The foot of the paper, the same on every page of a language."""
        template = environment(self.language).get_template("_foot.html")
        return unchanged(("press.sheet.foot", self.language), lambda: Markup(template.render(house=self.house)))

    def _house(self) -> tuple[House, frozenset[str]]:
        """The house in this language, and what was read for it."""
        row, prefix = self.settings, prefix_of(self.language)
        sections = list(Section.objects.all())
        used = {things.HOUSE, things.THEME}
        house = House(
            name=row.name,
            home=prefix + "/",
            tagline=row.tagline.strip(),
            legal_name=row.legal_name.strip(),
            address=tuple(line.strip() for line in row.address.splitlines() if line.strip()),
            responsible_person=row.responsible_person.strip(),
            contact_email=row.contact_email,
            logo=self._logo(used),
            sections=tuple(
                Link(section.name, section.path) for section in sections if section.language == self.language
            ),
            masthead=f"{prefix}/tentang/redaksi",
            guidelines=f"{prefix}/pedoman-media-siber",
            archive=f"{prefix}/arsip",
            corrections=f"{prefix}/koreksi",
            feed=f"{prefix}/feed/rss.xml",
            policies=tuple(Link(page.title, page.path) for page in PolicyPage.objects.filter(language=self.language)),
            papers=self._papers(used),
            others=_fronts({section.language for section in sections} - {self.language}),
            zone=row.zone,
        )
        return house, frozenset(used)

    def _papers(self, used: set[str]) -> tuple[Link, ...]:
        """The pages of the dailies and weeklies of this language."""
        papers = list(Publication.objects.filter(language=self.language).exclude(kind=Kind.SITE))
        used |= {things.publication(paper.pk) for paper in papers}
        return tuple(Link(paper.name, f"{prefix_of(self.language)}/terbitan/{paper.code}") for paper in papers)

    def _logo(self, used: set[str]) -> Image | None:
        pk = self.settings.logo_id
        figure = figures({pk}, used).get(pk) if pk else None
        return figure.image if figure else None


def absolute(path: str) -> str:
    """The whole address of a path (or of a picture) of this house; what is whole already stays."""
    return path if path.startswith(("http://", "https://")) else config.settings.base_url + path


def alternate(language: str, path: str) -> Alternate:
    return Alternate(language, OWN_NAMES.get(language, language), absolute(path), path)


def _fronts(languages: set[str]) -> tuple[Alternate, ...]:
    """The fronts in `languages`, in the house's order."""
    return tuple(alternate(code, prefix_of(code) + "/") for code, _name in LANGUAGES if code in languages)
