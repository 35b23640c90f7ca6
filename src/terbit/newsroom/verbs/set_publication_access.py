"""Say who may read a publication's stories, and its cover stories: for every story of it at once, old and new."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from terbit.gate import Access
from terbit.newsroom.models import Publication
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import PolicyRefused
from terbit.newsroom.roles import demand_administrator


def set_publication_access(
    publication: Publication, access: Access | None, cover_access: Access, *, by: Any, now: datetime
) -> Publication:
    """`access` None lets it follow from the publication's kind. Raises NotAllowed or PolicyRefused.

    What becomes stricter shuts in this transaction; what becomes looser opens with the newly printed pages.
    """
    demand_administrator(by)
    with transaction.atomic():
        stored = Publication.objects.get(pk=publication.pk)
        before = access_columns(stored)
        stored.access, stored.cover_access = access.code if access is not None else "", cover_access.code
        try:
            stored.clean()
        except ValidationError as error:
            raise PolicyRefused(why=" ".join(error.messages)) from error
        stored.save()
        record_access(stored, before, by=by, now=now)
        return stored


def access_columns(publication: Publication) -> dict[str, str]:
    return {"access": publication.access, "cover_access": publication.cover_access}


def record_access(publication: Publication, before: dict[str, str], *, by: Any, now: datetime) -> None:
    """Enter in the journal what differs from `before`; nothing where nothing does."""
    after = access_columns(publication)
    if after != before:
        record("publication.access_set", publication, by=by, at=now, before=before, after=after)
