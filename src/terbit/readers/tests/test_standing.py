"""Whatever changes what a reader has, changes it in dispatch, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from terbit.dispatch.models import Row
from terbit.readers import sessions, staff
from terbit.readers.house import Product
from terbit.readers.models import Entitlement, ReaderSession, User
from terbit.readers.standing import standing_of
from terbit.readers.tests.conftest import PASSWORD, PRODUCTS, Told, in_dispatch, number_of, sign_in

pytestmark = pytest.mark.django_db
Maker = Callable[..., User]
NOON = datetime(2026, 5, 1, 5, 0, tzinfo=UTC)


def an_entitlement(user: User, code: str = "koran", days: int = 30, **values: object) -> Entitlement:
    now = timezone.now()
    return Entitlement.objects.create(
        user=user, publication_code=code, starts=now - timedelta(days=1), ends=now + timedelta(days=days), **values
    )


def test_a_new_reader_has_a_standing_with_nothing_in_it(a_reader: Maker) -> None:
    dewi = a_reader("dewi@contoh.example", confirmed=False)
    standing = in_dispatch(dewi)
    assert standing is not None
    assert (standing.reader, standing.confirmed, standing.sessions, standing.entitlements) == (
        dewi.pk,
        False,
        frozenset(),
        (),
    )


def test_a_confirmed_address_is_in_the_standing_and_an_unconfirmed_one_takes_it_out_again(a_reader: Maker) -> None:
    dewi = a_reader("dewi@contoh.example", confirmed=False)
    address = EmailAddress.objects.get(user=dewi)
    address.verified = True
    address.save()
    assert in_dispatch(dewi).confirmed
    address.delete()
    assert not in_dispatch(dewi).confirmed


def test_an_address_changed_by_hand_is_not_confirmed_by_the_old_one(a_reader: Maker) -> None:
    citra = a_reader()
    citra.email = "Lain@contoh.example"
    citra.save()
    assert not in_dispatch(citra).confirmed
    assert [row.email for row in EmailAddress.objects.filter(user=citra)] == ["lain@contoh.example"]


def test_one_address_is_one_account_however_it_is_spelt(a_reader: Maker) -> None:
    a_reader("citra@contoh.example")
    with pytest.raises(ValidationError) as refused:
        User(email="CITRA@contoh.example", password="x").full_clean()
    assert refused.value.error_dict["email"][0].code == "unique"


def test_each_device_is_a_session_and_signing_out_ends_that_one_only(client: Client, a_reader: Maker) -> None:
    citra, phone = a_reader(), Client()
    sign_in(client, citra)
    sign_in(phone, citra)
    both = set(ReaderSession.objects.values_list("pk", flat=True))
    assert len(both) == 2
    assert in_dispatch(citra).sessions == both

    phone.post("/akun/keluar/")

    here = ReaderSession.objects.get()
    assert in_dispatch(citra).sessions == {here.pk}
    assert here.session_key == client.session.session_key
    assert client.get("/akun/").status_code == 200


def test_the_id_of_an_ended_session_never_comes_back(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    first = ReaderSession.objects.get().pk
    client.post("/akun/keluar/")
    sign_in(client, citra)
    assert ReaderSession.objects.get().pk > first


def test_a_new_password_ends_every_other_session_at_once(client: Client, a_reader: Maker) -> None:
    citra, stolen = a_reader(), Client()
    sign_in(client, citra)
    sign_in(stolen, citra)
    old = set(in_dispatch(citra).sessions)

    answer = client.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": "sandi lain yang baik"})

    assert answer.status_code == 302
    assert not in_dispatch(citra).sessions & old
    assert in_dispatch(citra).sessions == {ReaderSession.objects.get().pk}
    assert client.get("/akun/").status_code == 200
    assert stolen.get("/akun/").status_code == 302


def test_a_password_set_by_somebody_else_signs_out_everywhere(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    user = User.objects.get(pk=citra.pk)
    user.set_password("sandi dari kantor")
    user.save()
    assert in_dispatch(citra).sessions == frozenset()
    assert client.get("/akun/").status_code == 302


def test_a_stronger_hash_of_the_same_password_ends_nothing(client: Client, a_reader: Maker, settings: object) -> None:
    citra = a_reader()
    sign_in(client, citra)
    before = in_dispatch(citra).sessions
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert User.objects.get(pk=citra.pk).check_password(PASSWORD)
    assert in_dispatch(citra).sessions == before


def test_a_flushed_session_leaves_the_standing(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    Session.objects.all().delete()
    assert in_dispatch(citra).sessions == frozenset()


def test_sessions_that_ran_out_leave_the_standing(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert standing_of(citra, timezone.now()).sessions == frozenset()
    assert sessions.end_expired(timezone.now()) == 1
    assert in_dispatch(citra).sessions == frozenset()


def test_an_entitlement_is_in_the_standing_while_its_row_is_there(a_reader: Maker) -> None:
    budi = a_reader("budi@contoh.example")
    row = an_entitlement(budi)
    assert [(e.publication, e.source) for e in in_dispatch(budi).entitlements] == [("koran", "grant")]
    row.ends = timezone.now() + timedelta(days=90)
    row.save()
    assert in_dispatch(budi).entitlements[0].ends == row.ends
    row.delete()
    assert in_dispatch(budi).entitlements == ()


def test_a_whole_set_deleted_at_once_leaves_the_standing_too(a_reader: Maker) -> None:
    budi = a_reader("budi@contoh.example")
    an_entitlement(budi)
    an_entitlement(budi, "majalah")
    Entitlement.objects.filter(user=budi).delete()
    assert in_dispatch(budi).entitlements == ()


def test_an_entitlement_that_is_over_is_left_out(a_reader: Maker) -> None:
    budi = a_reader("budi@contoh.example")
    row = an_entitlement(budi, days=1)
    assert standing_of(budi, row.ends - timedelta(seconds=1)).entitlements
    assert not standing_of(budi, row.ends).entitlements


def test_units_carried_over_are_in_the_standing(a_reader: Maker) -> None:
    citra = a_reader()
    citra.carried = 1
    citra.save(update_fields=["carried"])
    assert in_dispatch(citra).carried == 1


def test_a_name_changes_no_standing(a_reader: Maker) -> None:
    citra = a_reader()
    before = Row.objects.get(key=f"reader/{citra.pk}").value
    citra.first_name = "Citra"
    citra.save(update_fields=["first_name"])
    assert Row.objects.get(key=f"reader/{citra.pk}").value == before


def test_a_deactivated_reader_is_dropped_and_signed_out_for_good(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    citra.is_active = False
    citra.save()
    assert in_dispatch(citra) is None
    citra.is_active = True
    citra.save()
    assert in_dispatch(citra).sessions == frozenset()


def test_a_deleted_reader_is_dropped_and_leaves_no_session_behind(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    an_entitlement(citra)
    reader = citra.pk
    citra.delete()
    assert in_dispatch(reader) is None
    assert not Session.objects.exists()
    assert a_reader("baru@contoh.example").pk > reader


def test_staff_are_entitled_to_every_publication(a_reader: Maker) -> None:
    ayu = a_reader("ayu@contoh.example")
    ayu.is_staff = True
    ayu.save()
    assert {(e.publication, e.source) for e in in_dispatch(ayu).entitlements} == {
        (product.code, "staff") for product in PRODUCTS
    }
    ayu.is_staff = False
    ayu.save()
    assert in_dispatch(ayu).entitlements == ()


@pytest.mark.parametrize("way", ["add", "set", "from the group"])
def test_who_gets_a_role_is_entitled_and_who_loses_it_is_not(a_reader: Maker, way: str) -> None:
    ayu, desk = a_reader("ayu@contoh.example"), Group.objects.create(name="Desk")
    if way == "add":
        ayu.groups.add(desk)
    elif way == "set":
        ayu.groups.set([desk])
    else:
        desk.user_set.add(ayu)
    assert len(in_dispatch(ayu).entitlements) == len(PRODUCTS)
    if way == "add":
        ayu.groups.remove(desk)
    elif way == "set":
        ayu.groups.clear()
    else:
        desk.user_set.clear()
    assert in_dispatch(ayu).entitlements == ()


def test_a_role_that_is_abolished_takes_its_rights_along(a_reader: Maker) -> None:
    ayu, desk = a_reader("ayu@contoh.example"), Group.objects.create(name="Desk")
    ayu.groups.add(desk)
    desk.delete()
    assert in_dispatch(ayu).entitlements == ()


def test_a_grant_outlives_the_role(a_reader: Maker) -> None:
    ayu = a_reader("ayu@contoh.example", is_staff=True)
    an_entitlement(ayu)
    ayu.is_staff = False
    ayu.save()
    assert [e.source for e in in_dispatch(ayu).entitlements] == ["grant"]


def test_a_new_publication_is_one_more_for_staff(a_reader: Maker, told: Told) -> None:
    ayu = a_reader("ayu@contoh.example", is_staff=True)
    told.change(products=(*PRODUCTS, Product("tabloid", "Tabloid Uji")))
    staff.settle_all()
    assert "tabloid" in {e.publication for e in in_dispatch(ayu).entitlements}


def test_a_standing_holds_no_name_and_no_address(client: Client, a_reader: Maker) -> None:
    citra = a_reader(first_name="Citra", last_name="Lestari")
    sign_in(client, citra)
    an_entitlement(citra, reason="lomba menulis")
    value = bytes(Row.objects.get(key=f"reader/{citra.pk}").value).lower()
    for secret in (b"citra", b"lestari", b"contoh", b"lomba", client.session.session_key.encode()):
        assert secret not in value


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told(a_reader: Maker) -> None:
    budi = a_reader("budi@contoh.example")
    number = number_of(budi)

    class Refused(Exception):
        pass

    with pytest.raises(Refused), transaction.atomic():
        an_entitlement(budi)
        raise Refused
    assert in_dispatch(budi).entitlements == ()
    assert number_of(budi) == number


@pytest.mark.django_db(transaction=True)
def test_a_change_that_cannot_be_told_does_not_happen(a_reader: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    budi = a_reader("budi@contoh.example")

    def broken(_: object) -> int:
        raise RuntimeError("dispatch is broken")

    monkeypatch.setattr("terbit.dispatch.write.put_standing", broken)
    with pytest.raises(RuntimeError, match="broken"):
        an_entitlement(budi)
    budi.is_active = True
    budi.carried = 2
    with pytest.raises(RuntimeError, match="broken"):
        budi.save()
    assert not Entitlement.objects.exists()
    assert User.objects.get(pk=budi.pk).carried == 0
