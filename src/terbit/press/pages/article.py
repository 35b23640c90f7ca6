"""The article: one page a story, in as many bodies as its readers can meet; and what stands there once it is withdrawn."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from terbit.newsroom import things
from terbit.newsroom.models import Article, ArticleQuerySet
from terbit.press.batch import coming, once
from terbit.press.pages import withdrawn
from terbit.press.pages.reading import Reading, read_around, read_stories
from terbit.press.pages.registry import Draft, Target
from terbit.press.pages.sheet import Sheet
from terbit.press.pages.story import Story
from terbit.press.pages.things import ids_in

NAME = "article"


class ArticleKind:
    name = NAME

    def every(self) -> Iterable[Target]:
        return _targets(Article.objects.all())

    def targets(self, things: frozenset[str]) -> Iterable[Target]:
        """The stories themselves, and those that they are translations of, or were translated into: they link to it."""
        changed = ids_in(things, "article")
        if not changed:
            return []
        originals = Article.objects.filter(pk__in=changed).exclude(translation_of=None).values_list("translation_of")
        kin = Q(pk__in=changed) | Q(translation_of__in=changed) | Q(pk__in=originals) | Q(translation_of__in=originals)
        return _targets(Article.objects.filter(kin))

    def print(self, target: Target, uses: set[str]) -> Draft | None:
        """The story; where it was withdrawn, the notice; None where it is no longer public under this address."""
        uses.add(things.article(target.subject))
        reading = once("press.pages.article", lambda: read_stories(coming(NAME)))
        if target.subject not in reading.stories:
            reading = read_stories([target.subject])
        article = reading.stories.get(target.subject)
        if article is None or article.path != target.key:
            return None
        if article.withdrawn_at is not None:
            return withdrawn.draft(article, uses)
        return _draft(article, reading, uses) if article.live else None


def _draft(article: Article, reading: Reading, uses: set[str]) -> Draft:
    """The printed story with everything that proof needs."""
    story = Story(article, reading, Sheet(article.language, uses))
    return Draft(
        key=article.path,
        language=article.language,
        terms=story.terms,
        html=story.sheet.render("article.html", story.page(), story.kinds),
        paid_text=story.part.rest if story.terms.gated else "",
        public_text=story.public_text(),
        linked_texts=tuple(story.linked_texts),
    )


def preview(article: Article, kind: str) -> str:
    """The page of an article as it stands in a form, perhaps never saved, as the readers with body `kind` would get it."""
    story = Story(article, read_around({article.pk or 0: article}), Sheet(article.language, set()))
    shown = next(other for other in (kind, *_INSTEAD.get(kind, ()), "quiet") if other in story.kinds)
    return story.sheet.render("article.html", story.page(), [shown])[shown]


#: What a reader gets where the story's terms have no such body: a free story is open to somebody without an account.
_INSTEAD = {
    "join": ("open",),
    "confirm": ("open",),
    "offer": ("subscribe", "open"),
    "subscribe": ("open",),
    "open": ("subscribe",),
}


def _targets(articles: ArticleQuerySet) -> Iterable[Target]:
    public = articles.filter(Q(live=True) | Q(withdrawn_at__isnull=False)).only("language", "slug", "headline")
    return [Target(NAME, article.path, article.pk) for article in public.iterator()]
