"""Where stories stand and whom they name: sections, publications, partners, contributors, editions; made where they are missing.

One object serves one batch. What it makes is written at once, in the batch's transaction, and its things are in `things`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext as _

from terbit.newsroom import things
from terbit.newsroom.models import Contributor, Edition, Kind, Partner, Publication, Section, Topic
from terbit.newsroom.slugs import slug_from
from terbit.wire.intake.settling import SITE, Settled
from terbit.wire.story import Credited

M = TypeVar("M", Section, Topic)
_LONGEST_SLUG: Final = 70


class Places:
    def __init__(self, stories: Sequence[Settled]) -> None:
        self.things: set[str] = set()
        self.publications = self._publications(stories)
        self.sections = self._sections({(one.story.language, section_of(one)) for one in stories})
        self.partners = self._partners({one.story.partner for one in stories if one.story.partner})
        self.topics = self._topics({(one.story.language, tag) for one in stories for tag in one.story.tags})
        self.contributors = self._contributors([name for one in stories for name in one.story.byline])
        self.editions = self._editions([(i.publication, i.date) for one in stories for i in one.story.editions])

    def section(self, one: Settled) -> Section:
        return self.sections[one.story.language, section_of(one).casefold()]

    def partner(self, one: Settled) -> Partner | None:
        return self.partners[one.story.partner] if one.story.partner else None

    def topic(self, one: Settled, tag: str) -> Topic:
        return self.topics[one.story.language, tag.casefold()]

    def contributor(self, named: Credited) -> Contributor:
        return self.contributors[named.name, named.organisation]

    def _publications(self, stories: Sequence[Settled]) -> dict[str, Publication]:
        """One that is unknown is made as a daily: its stories are metered until somebody says otherwise."""
        wanted = {one.story.publication: one.story.language for one in stories}
        wanted |= {issue.publication: one.story.language for one in stories for issue in one.story.editions}
        found = {row.code: row for row in Publication.objects.filter(code__in=wanted)}
        new = [
            Publication(
                code=code, name=code.capitalize(), kind=Kind.SITE if code == SITE else Kind.DAILY, language=language
            )
            for code, language in wanted.items()
            if code not in found
        ]
        self.things |= {thing for row in Publication.objects.bulk_create(new) for thing in row.things()}
        return found | {row.code: row for row in new}

    def _sections(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Section]:
        rows = Section.objects.filter(language__in={language for language, _name in wanted}).order_by("-pk")
        last = Section.objects.aggregate(last=Max("position"))["last"] or 0
        found, new = _by_name(Section, rows, wanted, "rubrik")
        for place, row in enumerate(new.values(), start=1):
            row.position = last + place
        self.things |= {thing for row in Section.objects.bulk_create(new.values()) for thing in row.things()}
        return found | new

    def _topics(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Topic]:
        if not wanted:
            return {}
        rows = Topic.objects.filter(language__in={language for language, _name in wanted}).order_by("-pk")
        rows = rows.filter(_named({name for _language, name in wanted}))
        found, new = _by_name(Topic, rows, wanted, "topik")
        self.things |= {thing for row in Topic.objects.bulk_create(new.values()) for thing in row.things()}
        return found | new

    def _partners(self, wanted: set[str]) -> dict[str, Partner]:
        found = {row.name: row for row in Partner.objects.filter(name__in=wanted)}
        new = sorted(wanted - found.keys())
        slugs = _free_slugs(Partner, new, "mitra")
        rows = [Partner(name=name, slug=slug) for name, slug in zip(new, slugs, strict=True)]
        self.things |= {things.partner(row.pk) for row in Partner.objects.bulk_create(rows)}
        return found | {row.name: row for row in rows}

    def _contributors(self, named: Sequence[Credited]) -> dict[tuple[str, bool], Contributor]:
        """By name, and whether it is an organisation; where the archive does not say so, whoever has the name."""
        rows = Contributor.objects.filter(name__in={one.name for one in named}).order_by("-pk")
        found = {(row.name, row.is_organisation): row for row in rows}
        wanted = list(dict.fromkeys((one.name, one.organisation) for one in named))
        for name, organisation in wanted:
            if not organisation and (name, False) not in found and (name, True) in found:
                found[name, False] = found[name, True]
        new = [key for key in wanted if key not in found]
        slugs = _free_slugs(Contributor, [name for name, _organisation in new], "penulis")
        made = [
            Contributor(name=name, slug=slug, is_organisation=organisation)
            for (name, organisation), slug in zip(new, slugs, strict=True)
        ]
        self.things |= {things.contributor(row.pk) for row in Contributor.objects.bulk_create(made)}
        return found | {(row.name, row.is_organisation): row for row in made}

    def _editions(self, wanted: Sequence[tuple[str, date]]) -> dict[tuple[str, date], Edition]:
        keys = list(dict.fromkeys(wanted))
        if not keys:
            return {}
        codes = {self.publications[code].pk: code for code, _date in keys}
        rows = Edition.objects.filter(publication__in=codes, date__in={on for _code, on in keys})
        found = {(codes[row.publication_id], row.date): row for row in rows}
        new = [key for key in keys if key not in found]
        made = Edition.objects.bulk_create([Edition(publication=self.publications[code], date=on) for code, on in new])
        self.things |= {thing for row in made for thing in (things.edition(row.pk), things.edition_list(row.pk))}
        return found | dict(zip(new, made, strict=True))


def section_of(one: Settled) -> str:
    """A story that names no section stands in the one that is there for all, in its language."""
    if one.story.section:
        return one.story.section
    with translation.override(one.story.language):
        return _("News")


def _named(names: set[str]) -> Q:
    """Rows that may bear one of these names, however it is capitalised, or the address that one would get."""
    slugs = {slug_from(name)[:_LONGEST_SLUG] or "topik" for name in names}
    return (
        Q(name__in=names) | Q(slug__in=slugs) | Q(slug__regex=rf"^({'|'.join(map(re.escape, sorted(slugs)))})-[0-9]+$")
    )


def _by_name(
    model: type[M], rows: Iterable[Any], wanted: set[tuple[str, str]], otherwise: str
) -> tuple[dict[tuple[str, str], M], dict[tuple[str, str], M]]:
    """Rows that are there, and new ones that are not stored yet, by language and name, however it is capitalised."""
    found = {(str(row.language), row.name.casefold()): row for row in rows}
    taken: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        taken[row.language].add(row.slug)
    new: dict[tuple[str, str], M] = {}
    for language, name in sorted(wanted):
        key = language, name.casefold()
        if key not in found and key not in new:
            base = slug_from(name)[:_LONGEST_SLUG] or otherwise
            slug = _free(base, taken[language].__contains__)
            taken[language].add(slug)
            new[key] = model(name=name, slug=slug, language=language)
    return found, new


def _free(base: str, is_taken: Callable[[str], bool]) -> str:
    slug, number = base, 1
    while is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _free_slugs(model: Any, names: Iterable[str], otherwise: str) -> list[str]:
    bases = [slug_from(name) or otherwise for name in names]
    taken: dict[str, set[str]] = defaultdict(set)
    for base in set(bases):
        taken[base] = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slugs: dict[str, None] = {}
    for base in bases:
        slugs[_free(base, {*taken[base], *slugs}.__contains__)] = None
    return list(slugs)
