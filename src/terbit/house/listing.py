"""What `terbit list articles` lists."""

from __future__ import annotations

from terbit.newsroom.models import Article


def articles() -> list[dict[str, object]]:
    """Every article, the newest first: its path, access code, publication code, editions, cover story, state.

    `edition` is the path of the edition it stands in, the newest where it stands in several, None where in none.
    """
    return [_row(article) for article in Article.objects.for_printing().order_by("-pk")]


def _row(article: Article) -> dict[str, object]:
    editions = sorted((entry.edition for entry in article.edition_entries.all()), key=lambda edition: edition.date)
    return {
        "path": article.path,
        "access": article.terms.access.code,
        "publication": article.publication.code if article.publication else None,
        "edition": editions[-1].path if editions else None,
        "cover_story": bool(article.covers.all()),
        "state": str(article.state),
    }
