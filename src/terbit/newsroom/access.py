"""What a story asks of its reader, and why: from publications, editions and covers, unless an editor set it by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terbit.gate import Access, Terms, strictest

if TYPE_CHECKING:
    from terbit.newsroom.models import Article, Edition, Publication

#: For the desk.
ACCESS_WORDS: Final[Mapping[Access, Promise]] = {
    Access.FREE: gettext_lazy("Free for everybody"),
    Access.REGISTERED: gettext_lazy("For everybody who has joined"),
    Access.METERED: gettext_lazy("One of a reader's free articles, or a subscription"),
    Access.SUBSCRIBERS: gettext_lazy("For subscribers only"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for a story's access. `words` are for the desk, in the language of whoever reads."""

    access: Access
    words: str
    decides: bool = False

    @property
    def access_words(self) -> str:
        return str(ACCESS_WORDS[self.access])


@dataclass(slots=True)
class Places:
    """All that a story's terms hang on: its own publication, those of its editions, those on whose covers it stands."""

    story: int
    override: str
    publications: list[Publication] = field(default_factory=list)
    covers: list[Publication] = field(default_factory=list)

    def terms(self) -> Terms:
        """The rule. A story that belongs nowhere yet is for subscribers: unknown shuts."""
        codes = frozenset(publication.code for publication in [*self.publications, *self.covers])
        if self.override:
            return Terms(self.story, Access.from_code(self.override), codes)
        of_stories = [publication.story_access for publication in self.publications]
        of_covers = [publication.cover_story_access for publication in self.covers]
        return Terms(self.story, strictest([*of_stories, *of_covers]), codes)


def terms_of(article: Article) -> Terms:
    """The story's terms as its rows stand now."""
    covers = [edition.publication for edition in _covers(article)]
    return Places(article.story or 0, article.access_override, publications_of(article), covers).terms()


def terms_of_many(ids: Iterable[int]) -> dict[int, Terms]:
    """The terms of those of these stories that are public, by id, in four queries however many they are."""
    from terbit.newsroom.models import Article, Edition, EditionEntry, Publication

    wanted = list(ids)
    publications = {publication.pk: publication for publication in Publication.objects.all()}
    entries, covers = defaultdict[int, list[Publication]](list), defaultdict[int, list[Publication]](list)
    for story, publication in EditionEntry.objects.filter(article__in=wanted).values_list(
        "article_id", "edition__publication_id"
    ):
        entries[story].append(publications[publication])
    for story, publication in Edition.objects.filter(cover_story__in=wanted).values_list(
        "cover_story_id", "publication_id"
    ):
        covers[story].append(publications[publication])
    rows = Article.objects.public().filter(pk__in=wanted)
    columns = rows.values_list("pk", "translation_of_id", "publication_id", "access_override")
    return {
        pk: Places(original or pk, override, [publications[own], *entries[pk]], covers[pk]).terms()
        for pk, original, own, override in columns
    }


def access_reasons(article: Article) -> list[Reason]:
    """Every ground, the deciding one first: an override, else from the strictest to the freest.

    An edition of the story's own publication says nothing that the publication did not say, and is left out.
    """
    own = article.publication if article.publication_id else None
    reasons = [Reason(own.story_access, _("It belongs to %(publication)s.") % {"publication": own.name})] if own else []
    reasons += [
        _of_edition(edition) for edition in _editions(article) if edition.publication_id != article.publication_id
    ]
    reasons += [_of_cover(edition) for edition in _covers(article)]
    reasons.sort(key=lambda reason: -reason.access)
    found = [*_of_override(article), *reasons] or [Reason(Access.SUBSCRIBERS, _("It belongs to no publication yet."))]
    return [Reason(found[0].access, found[0].words, decides=True), *found[1:]]


def _of_edition(edition: Edition) -> Reason:
    return Reason(edition.publication.story_access, _("It stands in %(edition)s.") % {"edition": edition})


def _of_cover(edition: Edition) -> Reason:
    access = edition.publication.cover_story_access
    return Reason(access, _("It is the cover story of %(edition)s.") % {"edition": edition})


def _of_override(article: Article) -> list[Reason]:
    if not article.access_override:
        return []
    words = _("%(editor)s set it by hand: %(reason)s")
    values = {"editor": article.access_override_by or _("An editor"), "reason": article.access_override_reason}
    return [Reason(Access.from_code(article.access_override), words % values)]


def _editions(article: Article) -> list[Edition]:
    """The editions in which it stands; an unsaved story stands in none."""
    return [entry.edition for entry in article.edition_entries.all()] if article.pk else []


def _covers(article: Article) -> list[Edition]:
    return list(article.covers.all()) if article.pk else []


def publications_of(article: Article) -> list[Publication]:
    """Its own publication and those of its editions, each once, its own first."""
    own = [article.publication] if article.publication_id else []
    several = own + [edition.publication for edition in [*_editions(article), *_covers(article)]]
    return list({publication.pk: publication for publication in several}.values())
