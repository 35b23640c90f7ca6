"""What a story asks of its reader, and why: from publications, editions and covers, unless an editor set it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from terbit.gate import Access, Terms, access_of

if TYPE_CHECKING:
    from terbit.newsroom.models import Article, Edition, Publication


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for a story's access. `words` are for the desk, in the language of whoever reads."""

    access: Access
    words: str


def terms_of(article: Article) -> Terms:
    """The story's terms as its rows stand now. A story that belongs nowhere yet is for subscribers: unknown shuts."""
    publications = publications_of(article)
    codes = frozenset(publication.code for publication in publications)
    if article.access_override:
        access = Access.from_code(article.access_override)
    elif not publications:
        access = Access.SUBSCRIBERS
    else:
        access = access_of((publication.kind for publication in publications), cover_story=bool(_covers(article)))
    return Terms(article.story or 0, access, codes)


def access_reasons(article: Article) -> list[Reason]:
    """Every ground, the deciding one first: an override, else from the strictest to the freest."""
    reasons = [_of_publication(publication) for publication in publications_of(article)]
    reasons += [_of_cover(edition) for edition in _covers(article)]
    reasons.sort(key=lambda reason: -reason.access)
    return [*_of_override(article), *reasons]


def _of_publication(publication: Publication) -> Reason:
    access = access_of([publication.kind], cover_story=False)
    return Reason(access, _("It stands in %(publication)s.") % {"publication": publication.name})


def _of_cover(edition: Edition) -> Reason:
    return Reason(Access.SUBSCRIBERS, _("It is the cover story of %(edition)s.") % {"edition": edition})


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
