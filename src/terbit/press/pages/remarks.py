"""Corrections and rights of reply: each on its own page, all in one list; linked with their story both ways (L5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, ClassVar, Final

from django.db.models import Model
from django.utils import translation

from terbit.gate import FREE_PAGE, OPEN_KINDS, Access
from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, prefix_of
from terbit.newsroom.models import Article, Correction, Reply
from terbit.newsroom.models.after_publication import AfterPublication, plain_paragraphs
from terbit.press.contexts import Head, Link, Remark, RemarksPage
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.things import ids_in

LIST: Final = "/koreksi"
YEARS: Final = "/koreksi/tahun"
NEWEST: Final = 30


def remarks_on(article: Article, sheet: Sheet) -> tuple[Remark, ...]:
    """What was said after publication, oldest first: it stands above the wall, free to read whatever the story asks."""
    if not article.pk:
        return ()
    rows = sorted(chain(article.corrections.all(), article.replies.all()), key=_order)
    return tuple(remark_of(row, sheet) for row in rows)


def remark_of(row: Any, sheet: Sheet, *, story: Link | None = None) -> Remark:
    _ = sheet.words.gettext
    is_reply = isinstance(row, Reply)
    return Remark(
        label=_("Right of reply") if is_reply else _("Correction"),
        path=row.path,
        when=sheet.moment(row.at),
        paragraphs=tuple(row.paragraphs),
        introduction=tuple(plain_paragraphs(row.introduction)) if is_reply else (),
        apology=() if is_reply else tuple(plain_paragraphs(row.apology)),
        depth="" if is_reply else _depth(row, sheet.language),
        by=" ".join(row.from_whom.split()) if is_reply else "",
        story=story,
    )


def _depth(row: Correction, language: str) -> str:
    with translation.override(language):
        return str(row.get_severity_display())


def _order(row: Any) -> tuple[Any, str, int]:
    return row.at, row.folder, row.pk


def _story_of(row: Any, sheet: Sheet) -> Link:
    """Where the story stands; of one that was withdrawn, its notice, without its headline."""
    article = row.article
    sheet.use(things.article(article.pk))
    return Link(article.headline if article.live else sheet.words.gettext("A story that was withdrawn"), article.path)


class _RemarkKind:
    """One page for each row."""

    name: ClassVar[str]
    model: ClassVar[type[Model]]

    def every(self) -> Iterable[Target]:
        return self._targets(self.model._default_manager.all())

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        ids = ids_in(things, self.name)
        return self._targets(self.model._default_manager.filter(pk__in=ids)) if ids else []

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        uses.add(f"{self.name}/{target.subject}")
        row: Any = self.model._default_manager.select_related("article").filter(pk=target.subject).first()
        if row is None or row.path != target.key:
            return None
        sheet = Sheet(row.language, uses)
        story = _story_of(row, sheet)
        remark = remark_of(row, sheet, story=story)
        return _draft(target.key, sheet, f"{remark.label}: {story.text}", (remark,), (), alone=True)

    def _targets(self, rows: Any) -> list[Target]:
        return [Target(self.name, row.path, row.pk) for row in rows]


class CorrectionKind(_RemarkKind):
    name = "correction"
    model = Correction


class ReplyKind(_RemarkKind):
    name = "reply"
    model = Reply


class RemarkListKind:
    """The newest of a language, and all of each year."""

    name = "corrections"

    def every(self) -> Iterable[Target]:
        return [target for code, _name in LANGUAGES for target in self._of(code)]

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        named = [code for code, _name in LANGUAGES if f"list/corrections/{code}" in things]
        if "house" in things:
            return self.every()
        return [target for code in named for target in self._of(code)]

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        language = next(
            (c for c, _n in LANGUAGES if (target.key + "/").startswith(f"{prefix_of(c)}{LIST}/")), LANGUAGES[0][0]
        )
        uses.add(things.corrections_list(language))
        sheet, own = Sheet(language, uses), prefix_of(language) + LIST
        rows = _all(language)
        years = {year: f"{prefix_of(language)}{YEARS}/{year}" for year in _years(rows, sheet)}
        year = next((year for year, path in years.items() if path == target.key), 0)
        if target.key != own and not year:
            return None
        chosen = [row for row in rows if _year(row, sheet) == year] if year else rows[:NEWEST]
        remarks = tuple(remark_of(row, sheet, story=_story_of(row, sheet)) for row in chosen)
        title = sheet.words.gettext("Corrections and replies")
        links = tuple(Link(str(other), path) for other, path in years.items() if other != year)
        return _draft(target.key, sheet, f"{title} {year}" if year else title, remarks, links)

    def _of(self, language: str) -> list[Target]:
        sheet, prefix = Sheet(language, set()), prefix_of(language)
        paths = [prefix + LIST, *(f"{prefix}{YEARS}/{year}" for year in _years(_all(language), sheet))]
        return [Target(self.name, path, 0) for path in paths]


def _all(language: str) -> list[AfterPublication]:
    """Newest first. A house corrects itself some hundred times a year, so all of them are few."""
    tables: list[Any] = [Correction.objects, Reply.objects]
    rows = [row for table in tables for row in table.filter(language=language).select_related("article")]
    return sorted(rows, key=_order, reverse=True)


def _years(rows: Sequence[Any], sheet: Sheet) -> list[int]:
    return sorted({_year(row, sheet) for row in rows}, reverse=True)


def _year(row: Any, sheet: Sheet) -> int:
    """In the house's zone."""
    moment = sheet.moment(row.at)
    return int(moment.machine[:4]) if moment else 0


def _draft(
    path: str, sheet: Sheet, title: str, remarks: tuple[Remark, ...], years: tuple[Link, ...], *, alone: bool = False
) -> Draft:
    page = RemarksPage(
        head=Head(f"{title} – {sheet.house.name}", absolute(path)),
        here=path,
        because=sheet.because(Access.FREE, OPEN_KINDS),
        title=remarks[0].label if alone else title,
        remarks=remarks,
        years=years,
        alone=alone,
    )
    linked = tuple(remark.story.text for remark in remarks if remark.story)
    html = sheet.render("remarks.html", page, OPEN_KINDS)
    return Draft(path, sheet.language, FREE_PAGE, html, linked_texts=linked)
