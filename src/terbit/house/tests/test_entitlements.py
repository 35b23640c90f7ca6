"""Administrators grant subscriptions; editors and readers do not even see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from terbit.newsroom.models import Kind, Publication
from terbit.readers.models import Entitlement, Source, User
from terbit.readers.standing import standing_of

pytestmark = pytest.mark.django_db
START, END = "2026-01-01 00:00:00", "2099-01-01 00:00:00"


@pytest.fixture(autouse=True)
def koran() -> Publication:
    return Publication.objects.create(code="koran", name="Koran", kind=Kind.DAILY, language="id", metered=True)


@pytest.fixture
def signed_in(client: Client) -> Callable[..., Client]:
    def sign_in(*rights: str) -> Client:
        user = User.objects.create_user("wati@contoh.example", None)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def budi() -> User:
    return User.objects.create_user("budi@contoh.example", None)


def grant(client: Client, **changed: str) -> Any:
    form = {
        "reader": " Budi@contoh.example",
        "publication_code": "koran",
        "starts": START,
        "ends": END,
        "reason": "prize",
    }
    return client.post("/redaksi/langganan/new/", form | changed)


def administrator(signed_in: Callable[..., Client]) -> Client:
    return signed_in("access_admin", "change_housesettings")


def test_a_grant_counts_at_once_and_says_who_gave_it(signed_in: Callable[..., Client], budi: User) -> None:
    client = administrator(signed_in)
    assert grant(client).status_code == 302
    row = Entitlement.objects.get()
    assert (row.user, row.source, row.granted_by.email, row.reason) == (
        budi,
        Source.GRANT,
        "wati@contoh.example",
        "prize",
    )
    assert [e.publication for e in standing_of(budi, timezone.now()).entitlements] == ["koran"]
    assert "budi@contoh.example" in client.get("/redaksi/langganan/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("reader", "siapa@contoh.example"), ("ends", START), ("publication_code", "tabloid"), ("reason", "")],
)
def test_a_wrong_grant_is_refused(signed_in: Callable[..., Client], budi: User, field: str, value: str) -> None:
    assert grant(administrator(signed_in), **{field: value}).status_code == 200
    assert not Entitlement.objects.exists()


def test_a_grant_is_changed_and_ended(signed_in: Callable[..., Client], budi: User) -> None:
    client = administrator(signed_in)
    grant(client)
    row = Entitlement.objects.get()
    form = {"publication_code": "koran", "starts": START, "ends": "2098-01-01 00:00:00", "reason": "corrected"}
    assert client.post(f"/redaksi/langganan/edit/{row.pk}/", form).status_code == 302
    row.refresh_from_db()
    assert (row.ends.year, row.reason, row.user) == (2097, "corrected", budi)
    assert client.post(f"/redaksi/langganan/delete/{row.pk}/").status_code == 302
    assert standing_of(budi, timezone.now()).entitlements == ()


def test_what_follows_from_a_role_is_not_changed_by_hand(signed_in: Callable[..., Client], budi: User) -> None:
    client = administrator(signed_in)
    now = timezone.now()
    row = Entitlement.objects.create(
        user=budi, publication_code="koran", starts=now, ends=now + timedelta(days=1), source=Source.STAFF
    )
    for way in ("edit", "delete"):
        assert client.post(f"/redaksi/langganan/{way}/{row.pk}/").status_code == 404
    assert Entitlement.objects.exists()
    assert "budi@contoh.example" not in client.get("/redaksi/langganan/").content.decode()


@pytest.mark.parametrize(
    "rights",
    [("access_admin", "publish_article", "add_article"), ("access_admin",), ("access_admin", "add_entitlement"), ()],
)
def test_nobody_else_grants_or_looks(signed_in: Callable[..., Client], budi: User, rights: tuple[str, ...]) -> None:
    client = signed_in(*rights)
    assert client.get("/redaksi/langganan/").status_code == 302
    grant(client)
    assert not Entitlement.objects.filter(source=Source.GRANT).exists()


def test_a_new_publication_is_open_to_staff_at_once() -> None:
    wati = User.objects.create_user("wati@contoh.example", None, is_staff=True)
    Publication.objects.create(code="majalah", name="Majalah", kind=Kind.WEEKLY, language="id")
    assert {e.publication for e in standing_of(wati, timezone.now()).entitlements} == {"koran", "majalah"}
