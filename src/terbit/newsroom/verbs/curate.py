"""Choose the stories that stand first on a front; the rest of it is filled by time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article, HouseSettings, Section, Slot
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import NotForThisFront
from terbit.newsroom.roles import demand_editor


def curate(
    stories: Sequence[Article], *, by: Any, now: datetime, language: str = "", section: Section | None = None
) -> list[Slot]:
    """Exactly `stories`, in their order, first on the front of `language`, or of `section`. None: all by time.

    Raises NotAllowed, or NotForThisFront for a story of another language or a withdrawn one.
    """
    demand_editor(by)
    spoken = section.language if section is not None else language
    with transaction.atomic():
        for slot in Slot.objects.filter(section=section, language=spoken):
            slot.delete()
        slots = []
        for place, story in enumerate(stories, start=1):
            stored = Article.objects.get(pk=story.pk)
            check_stands_here(stored, spoken)
            slot = Slot(language=spoken, section=section, position=place, article=stored)
            slot.save()
            slots.append(slot)
        of: Any = section or HouseSettings.load()
        record("front.curated", of, by=by, at=now, language=spoken, stories=[slot.article_id for slot in slots])
        return slots


def check_stands_here(story: Article, language: str) -> None:
    """Raises NotForThisFront."""
    if story.language != language or story.withdrawn_at is not None:
        raise NotForThisFront(story=story)
