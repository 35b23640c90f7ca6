from __future__ import annotations

import pytest
from django.utils import translation

from terbit.dispatch.write import last_number
from terbit.newsroom import preview, verbs
from terbit.newsroom.models import Article
from terbit.press.preview import printed_preview
from terbit.press.tests.desk import PARAGRAPHS, Desk, marked, text
from terbit.press.worker import drain


def test_the_newsroom_gets_its_previews_from_the_press() -> None:
    assert preview.printer is printed_preview


@pytest.mark.parametrize(
    ("kind", "is_open"), [("join", False), ("offer", False), ("subscribe", False), ("quiet", True)]
)
def test_a_draft_is_shown_as_each_reader_would_get_it(desk: Desk, kind: str, is_open: bool) -> None:
    draft = desk.draft("Beras mahal", publication="koran")
    shown = printed_preview(draft, kind)
    assert "Beras mahal" in shown
    assert (PARAGRAPHS[3] in shown) is is_open


def test_a_story_that_was_never_saved_can_be_shown(desk: Desk) -> None:
    article = Article(headline="Belum disimpan", language="id", body=[("paragraph", f"<p>{PARAGRAPHS[0]}</p>")])
    assert "Belum disimpan" in printed_preview(article, "quiet")


def test_a_preview_writes_nothing_and_marks_nothing(desk: Desk) -> None:
    draft = desk.draft("Beras mahal", publication="koran")
    before = last_number(), marked()
    printed_preview(draft, "join")
    assert (last_number(), marked()) == before


@pytest.mark.parametrize("kind", ["join", "quiet"])
def test_a_preview_is_the_page_that_readers_get_whatever_language_the_journalist_speaks(desk: Desk, kind: str) -> None:
    story = desk.story("Beras mahal", publication="koran")
    drain()
    with translation.override("en"):
        assert printed_preview(Article.objects.get(pk=story.pk), kind) == text(story.path, kind)


def test_a_preview_shows_the_draft_and_not_what_is_public(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    drain()
    draft = verbs.rewrite(story, by=desk.budi, now=desk.tick(), headline="Beras murah")
    assert "Beras murah" in printed_preview(draft, "open")
    assert "Beras mahal" in text(story.path, "open")
