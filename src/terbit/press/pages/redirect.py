"""An address that a story once had: it leads to the present one, for ever."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from terbit.gate import FREE_PAGE
from terbit.newsroom import things
from terbit.newsroom.models import Redirect
from terbit.press.contexts import Head, Link, RedirectPage
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet, absolute
from terbit.press.pages.things import ids_in

NAME = "redirect"


class RedirectKind:
    name = NAME

    def every(self) -> Iterable[Target]:
        return _targets(Redirect.objects.all())

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        return _targets(Redirect.objects.filter(article__in=ids_in(things, "article")))

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        """None where the story has come back to this address, or is no longer to be found anywhere."""
        uses.add(things.article(target.subject))
        leading = _public(Redirect.objects.filter(old_path=target.key, article=target.subject))
        row = leading.select_related("article").defer("article__body").first()
        return _draft(row, uses) if row and row.article.path != target.key else None


def _public(rows: QuerySet[Redirect]) -> QuerySet[Redirect]:
    return rows.filter(Q(article__live=True) | Q(article__withdrawn_at__isnull=False))


def _targets(rows: QuerySet[Redirect]) -> Iterable[Target]:
    return [Target(NAME, path, article) for path, article in _public(rows).values_list("old_path", "article_id")]


def _draft(row: Redirect, uses: set[str]) -> Draft:
    article = row.article
    sheet = Sheet(article.language, uses)
    head = Head(sheet.words.gettext("This page has moved"), absolute(article.path), robots="noindex")
    title = article.headline if article.live else article.path
    page = RedirectPage(head=head, here=article.path, target=Link(title, article.path))
    return Draft(
        key=row.old_path,
        language=article.language,
        terms=FREE_PAGE,
        html=sheet.render("redirect.html", page, ["open"]),
        status=308,
        location=article.path,
        linked_texts=(article.headline,),
    )
