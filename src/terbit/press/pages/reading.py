"""What the pages of stories show besides the stories themselves, read for many of them together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from terbit.newsroom.models import Article
from terbit.press.batch import rows
from terbit.press.body import pictures_in, stories_in
from terbit.press.contexts import Figure
from terbit.press.pages.pictures import read_figures


@dataclass(frozen=True, slots=True)
class Reading:
    """`stories` with section, partner, bylines, editions; by id: `figures` that they show, public stories that their
    text leads to; and by the original's id all public versions of a story that has translations.
    """

    stories: Mapping[int, Article]
    figures: Mapping[int, Figure]
    led_to: Mapping[int, Article]
    versions: Mapping[int, list[Article]]


def read_stories(ids: Iterable[int]) -> Reading:
    """In a fixed number of queries, however many stories; one that a page has read before is not read again."""
    return read_around(rows("press.stories", ids, _read))


def _read(ids: set[int]) -> Mapping[int, Article]:
    whole = Article.objects.for_printing().prefetch_related("bylines__contributor", "topics", "corrections", "replies")
    return whole.in_bulk(ids)


def read_around(stories: Mapping[int, Article]) -> Reading:
    """What surrounds stories that are there already, be they saved or not (key 0)."""
    raws = {pk: list(story.body.raw_data) for pk, story in stories.items()}
    shown = {pk for key, story in stories.items() for pk in pictures_of(story, raws[key])}
    return Reading(
        stories=stories,
        figures=read_figures(shown, {story.lead_picture_id for story in stories.values() if story.lead_picture_id}),
        led_to=_public({pk for raw in raws.values() for pk in stories_in(raw)}),
        versions=_versions([story for story in stories.values() if story.pk]),
    )


def pictures_of(story: Article, raw: Iterable[Mapping[str, Any]]) -> set[int]:
    """Ids of every picture on the story's page: the lead, those in the text, the partner's logo."""
    ids = pictures_in(raw) | {story.lead_picture_id, story.partner.logo_id if story.partner else None}
    return {pk for pk in ids if pk}


def _public(ids: set[int]) -> dict[int, Article]:
    return Article.objects.public().only("language", "slug", "headline", "standfirst").in_bulk(ids) if ids else {}


def _versions(stories: Collection[Article]) -> dict[int, list[Article]]:
    """Of stories in more than one language; most have one, and are not read again."""
    found: dict[int, list[Article]] = {}
    if stories:
        public = Article.objects.public().only("language", "slug", "headline", "translation_of")
        translations = list(public.filter(translation_of__in={story.story for story in stories}))
        originals = {row.translation_of_id for row in (*stories, *translations) if row.translation_of_id}
        rows = [*translations, *(public.filter(pk__in=originals) if originals else ())]
        for row in sorted(rows, key=lambda row: (row.language, row.pk)):
            found.setdefault(row.story, []).append(row)
    return found
