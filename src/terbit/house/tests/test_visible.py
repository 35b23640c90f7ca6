from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from terbit.dispatch import write
from terbit.house import visible
from terbit.newsroom import verbs
from terbit.newsroom.models import HouseSettings, Publication, Section
from terbit.newsroom.setup import empty_house
from terbit.press.worker import drain

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


@pytest.fixture
def published(db, django_user_model, monkeypatch):
    """A printed house in which a story was published since the moment that this gives."""
    monkeypatch.setattr(visible, "PATIENCE_SECONDS", 0.05)
    empty_house()
    HouseSettings.objects.update(four_eyes=False)
    editor = django_user_model.objects.create_superuser("edi@redaksi.example", None)
    section = Section.objects.create(name="Dunia", slug="dunia")
    story = {"headline": "Pasar buka lagi", "section": section, "publication": Publication.objects.get(code="site")}
    draft = verbs.write(by=editor, now=NOON, body=[("paragraph", "<p>Pasar buka.</p>")], **story)
    drain()
    since = timezone.now()
    verbs.publish(draft, by=editor, now=NOON)
    return since


def test_what_is_not_printed_yet_waits(published):
    seen = visible.wait_until_visible(published)
    assert seen.waiting > 0 and not seen.pages


def test_printed_pages_are_named_the_storys_own_first(published):
    drain()
    seen = visible.wait_until_visible(published)
    assert seen.waiting == seen.kiosks == 0
    assert seen.pages[0] == "/artikel/pasar-buka-lagi"
    assert {"/", "/rubrik/dunia"} <= set(seen.pages)


def test_a_kiosk_counts_when_it_has_applied_the_change(published):
    drain()
    write.record_kiosk("satu", write.last_number() - 1)
    write.record_kiosk("dua", write.last_number())
    seen = visible.wait_until_visible(published)
    assert (seen.kiosks, seen.waiting) == (1, 1)
    write.record_kiosk("satu", write.last_number())
    assert visible.wait_until_visible(published).kiosks == 2


def test_a_kiosk_that_was_not_heard_of_lately_is_not_waited_for(published):
    drain()
    write.record_kiosk("lama", 0, now=lambda: NOON)
    assert visible.wait_until_visible(published).waiting == 0
