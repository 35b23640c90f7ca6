from __future__ import annotations

from django.test import RequestFactory

from terbit.newsroom import verbs
from terbit.press.held_back import HeldBack, add_panel
from terbit.press.tests.desk import PARAGRAPHS, Desk, paragraphs
from terbit.press.worker import drain


def panel_for(person: object) -> str:
    request = RequestFactory().get("/redaksi/")
    request.user = person
    panels: list[HeldBack] = []
    add_panel(request, panels)
    return panels[0].render_html({"request": request})


def test_an_editor_is_told_which_story_is_held_back_and_why_until_it_is_mended(desk: Desk) -> None:
    leaking = [*PARAGRAPHS, "Kami mengirim tautan ke budi@mail.example untuk masuk."]
    story = desk.story("Beras mahal", texts=leaking)
    drain()
    assert "/redaksi/" in panel_for(desk.ayu)
    assert "Beras mahal" in panel_for(desk.ayu)
    assert "budi@mail.example" in panel_for(desk.ayu)
    assert "Beras mahal" not in panel_for(desk.budi)
    desk.publish(verbs.rewrite(story, by=desk.budi, now=desk.tick(), body=paragraphs(*PARAGRAPHS)))
    drain()
    assert panel_for(desk.ayu).strip() == ""
