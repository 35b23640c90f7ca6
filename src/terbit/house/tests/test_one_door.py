"""One user table and one sign-in: what the newsroom's own pages do to accounts counts for readers too."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from terbit.newsroom.roles import ADMINISTRATOR, EDITOR, REPORTER
from terbit.newsroom.setup import empty_house
from terbit.readers.models import ReaderSession, User
from terbit.readers.standing import standing_of

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "kata sandi yang baik"


@pytest.fixture
def surya(client: Client) -> User:
    """The administrator, signed in."""
    empty_house()
    user = User.objects.create_user("surya@contoh.example", PASSWORD)
    user.groups.add(Group.objects.get(name=ADMINISTRATOR))
    client.post("/akun/masuk/", {"login": user.email, "password": PASSWORD})
    return user


def test_whoever_gets_a_role_reads_everything_at_once(surya: User) -> None:
    assert {e.publication for e in standing_of(surya, timezone.now()).entitlements} == {"site", "koran", "majalah"}


def test_signing_out_in_the_newsroom_takes_the_pass_too(client: Client, surya: User) -> None:
    answer = client.post("/redaksi/logout/")
    assert answer.cookies["terbit_pass"]["max-age"] == 0
    assert answer.cookies["masuk"]["max-age"] == 0
    assert standing_of(surya, timezone.now()).sessions == frozenset()


def test_the_newsroom_has_no_door_and_no_forgotten_password_of_its_own(client: Client) -> None:
    assert client.get("/redaksi/login/").headers["Location"].startswith("/akun/masuk/")
    assert client.get("/redaksi/password_reset/").status_code == 404


def test_an_administrator_makes_a_colleague_who_can_sign_in(client: Client, surya: User) -> None:
    form = {
        "email": "Raka@Contoh.example",
        "first_name": "Raka",
        "last_name": "Putra",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [str(Group.objects.get(name=REPORTER).pk)],
        "is_active": "on",
    }
    answer = client.post("/redaksi/users/new/", form)
    assert answer.status_code == 302, re.findall(r"error-message[^>]*>([^<]+)", answer.content.decode())
    raka = User.objects.get(email="raka@contoh.example")
    assert len(standing_of(raka, timezone.now()).entitlements) == 3
    colleague = Client()
    colleague.post("/akun/masuk/", {"login": "raka@contoh.example", "password": PASSWORD})
    assert colleague.get("/redaksi/").status_code == 200


def test_the_same_address_in_other_letters_is_refused_and_not_a_crash(client: Client, surya: User) -> None:
    form = {
        "email": "SURYA@contoh.example",
        "first_name": "S",
        "last_name": "S",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post("/redaksi/users/new/", form).status_code == 200
    assert User.objects.count() == 1


def test_a_password_that_the_administrator_sets_ends_the_colleagues_sessions(client: Client, surya: User) -> None:
    ayu = User.objects.create_user("ayu@contoh.example", PASSWORD, first_name="Ayu", last_name="L")
    ayu.groups.add(Group.objects.get(name=EDITOR))
    hers = Client()
    hers.post("/akun/masuk/", {"login": ayu.email, "password": PASSWORD})
    form = {
        "email": ayu.email,
        "first_name": "Ayu",
        "last_name": "L",
        "password1": "sandi lain yang baik",
        "password2": "sandi lain yang baik",
        "groups": [str(Group.objects.get(name=EDITOR).pk)],
        "is_active": "on",
    }
    assert client.post(f"/redaksi/users/edit/{ayu.pk}/", form).status_code == 302
    assert hers.get("/redaksi/").status_code == 302
    assert not ReaderSession.objects.filter(user=ayu).exists()
    assert client.get("/redaksi/").status_code == 200
