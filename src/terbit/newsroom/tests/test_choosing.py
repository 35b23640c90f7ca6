"""Choosing a story or a name among thousands: the dialogs have a field to search in."""

from __future__ import annotations

import json

from django.urls import reverse

from terbit.newsroom.models import Article, Contributor


def dialog(client, model, view: str, **asked: str) -> str:
    answer = client.get(reverse(model.snippet_viewset.chooser_viewset.get_url_name(view)), asked)
    assert answer.status_code == 200
    said = answer.content.decode()
    return json.loads(said)["html"] if said.startswith("{") else said


def test_a_story_is_found_by_words_of_its_headline(desk, client):
    desk.story(headline="Beras mahal di pasar induk")
    desk.story(headline="Hujan turun")
    client.force_login(desk.cast.edi)
    assert 'name="q"' in dialog(client, Article, "choose")
    found = dialog(client, Article, "choose_results", q="PASAR beras")
    assert "Beras mahal" in found
    assert "Hujan turun" not in found


def test_a_contributor_is_found_by_name(desk, client):
    Contributor.objects.create(name="Ayu Lestari", slug="ayu-lestari")
    Contributor.objects.create(name="Bima", slug="bima")
    client.force_login(desk.cast.edi)
    found = dialog(client, Contributor, "choose_results", q="lest")
    assert "Ayu Lestari" in found
    assert "Bima" not in found
