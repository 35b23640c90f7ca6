"""Administrators change the policy on a screen of its own, and read what readers will be told before they save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from tools.testing.grounds import ground

from terbit.dispatch.models import Row
from terbit.gate import Access, Monthly, Once, Policy, Rolling, policy_from
from terbit.newsroom import verbs
from terbit.newsroom.models import HouseSettings, Journal, Publication
from terbit.newsroom.roles import ADMINISTRATOR, EDITOR
from terbit.press.tests.desk import Desk, marked, open_desk
from terbit.press.worker import drain
from terbit.readers.models import User

SCREEN, SENTENCES = "/redaksi/artikel-gratis/", "/redaksi/artikel-gratis/kalimat/"
FORM = {"units": 3, "publications": ["koran"], "renewal": "monthly", "rolling_days": 30}


fresh_desk = ground("fresh_desk", open_desk)


@pytest.fixture
def desk(fresh_desk: Desk) -> Desk:
    return fresh_desk


@pytest.fixture
def as_a(desk: Desk, client: Client) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        person = User.objects.create_user(f"{role}@contoh.example", None, is_staff=True, first_name="Wati")
        person.groups.add(Group.objects.get(name=role))
        client.force_login(person)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return sign_in


def policy_of_dispatch() -> Policy:
    import msgspec

    return policy_from(msgspec.msgpack.decode(bytes(Row.objects.get(key="policy").value or b"")))


def test_a_changed_policy_is_in_dispatch_at_once_and_every_page_that_prints_it_is_marked(
    desk: Desk, as_a: Callable[[str], Client]
) -> None:
    metered, free = desk.story("Beras mahal", publication="koran"), desk.story("Hujan turun")
    drain()
    answer = as_a(ADMINISTRATOR).post(SCREEN, FORM | {"publications": ["koran", "majalah"]})
    assert (answer.status_code, answer["Location"]) == (302, SCREEN)
    expected = Policy(3, frozenset({"koran", "majalah"}), Monthly(), "Asia/Jakarta")
    assert HouseSettings.load().policy == expected == policy_of_dispatch()
    assert metered.path in marked()
    assert not {free.path, "/koreksi", "/pedoman-media-siber"} & marked()
    [entry] = Journal.objects.filter(what="policy.changed")
    assert (entry.by_name, entry.detail["before"]["units"], entry.detail["after"]["units"]) == ("Wati", 2, 3)


@pytest.mark.parametrize(
    ("changed", "renewal"),
    [({"renewal": "once"}, Once()), ({"renewal": "rolling", "rolling_days": 7}, Rolling(7)), ({}, Monthly())],
)
def test_units_are_given_once_monthly_or_come_back_after_some_days(
    as_a: Callable[[str], Client], changed: dict[str, Any], renewal: object
) -> None:
    as_a(ADMINISTRATOR).post(SCREEN, FORM | changed)
    assert HouseSettings.load().policy.renewal == renewal


def test_the_screen_says_what_readers_are_told_now_without_a_script(as_a: Callable[[str], Client]) -> None:
    client = as_a(ADMINISTRATOR)
    client.post(SCREEN, FORM)
    said = client.get(SCREEN).content.decode()
    assert "With an account you read 3 stories of your choice each month, free of charge." in said
    assert "Dengan akun" in said and "3" in said
    assert "This story belongs to Koran." in said
    assert "Wati" in said  # whoever changed it


def test_the_sentences_follow_what_is_typed_and_nothing_is_saved(as_a: Callable[[str], Client]) -> None:
    client = as_a(ADMINISTRATOR)
    said = client.get(SENTENCES, FORM | {"units": 1, "renewal": "rolling", "rolling_days": 14}).content.decode()
    assert "With an account you read 1 story of your choice in any 14 days, free of charge." in said
    nothing = client.get(SENTENCES, FORM | {"units": 0}).content.decode()
    assert "no free articles are given" in nothing and "Only a subscription opens it." in nothing
    nowhere = client.get(SENTENCES, {key: value for key, value in FORM.items() if key != "publications"})
    assert "Only a subscription opens it." in nowhere.content.decode()
    assert HouseSettings.load().policy.units == 2
    assert not Journal.objects.filter(what="policy.changed").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": -1},
        {"units": "many"},
        {"units": 1001},
        {"renewal": "weekly"},
        {"publications": ["tabloid"]},
        {"renewal": "rolling", "rolling_days": ""},
        {"renewal": "rolling", "rolling_days": 0},
    ],
)
def test_a_policy_that_cannot_be_is_refused_with_a_sentence_and_changes_nothing(
    as_a: Callable[[str], Client], wrong: dict[str, Any]
) -> None:
    client = as_a(ADMINISTRATOR)
    assert client.post(SCREEN, FORM | wrong).status_code == 200
    answer = client.get(SENTENCES, FORM | wrong)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert HouseSettings.load().policy.units == 2


def test_an_editor_neither_sees_nor_changes_it(as_a: Callable[[str], Client]) -> None:
    client = as_a(EDITOR)
    for answer in (client.get(SCREEN), client.post(SCREEN, FORM), client.get(SENTENCES, FORM)):
        assert answer.status_code in (302, 403)
    assert HouseSettings.load().policy.units == 2


def test_stories_that_were_set_by_hand_are_counted(desk: Desk, as_a: Callable[[str], Client]) -> None:
    for number in range(2):
        story = desk.story(f"Banjir {number}", publication="koran")
        verbs.override_access(story, Access.FREE, by=desk.ayu, reason="Banjir besar.", now=desk.tick())
    client = as_a(ADMINISTRATOR)
    said = client.get(SCREEN).content.decode()
    assert "Free for everybody: 2" in said
    listed = client.get("/redaksi/artikel/?access_override=free").content.decode()
    assert "Banjir 0" in listed and "Banjir 1" in listed


def test_a_publications_own_access_stands_on_the_screen(desk: Desk, as_a: Callable[[str], Client]) -> None:
    koran = Publication.objects.get(code="koran")
    verbs.set_publication_access(koran, Access.SUBSCRIBERS, Access.SUBSCRIBERS, by=desk.adi, now=desk.tick())
    said = as_a(ADMINISTRATOR).get(SCREEN).content.decode()
    assert "For subscribers only" in said[said.index(">Koran<") : said.index(">Majalah<")]
