"""The pages follow the reader's language; what is for sale is said to everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from terbit.readers.models import Entitlement, User
from terbit.readers.tests.conftest import PASSWORD, Told, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., User]
OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def language_of(client: Client, **headers: str) -> str:
    page = client.get("/akun/masuk/", headers=headers).content.decode()
    return "en" if 'lang="en"' in page.partition("<head>")[0].partition("<body")[0][:200] else "id"


def test_pages_are_indonesian_unless_the_reader_asks_otherwise(client: Client) -> None:
    assert language_of(client) == "id"
    assert language_of(client, **{"accept-language": "de"}) == "id"
    assert language_of(client, **{"accept-language": "en-GB,en;q=0.9"}) == "en"


def test_a_chosen_language_stays_and_letters_follow_it(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    answer = client.post("/akun/bahasa/", {"language": "en", "next": "/akun/"}, **OWN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/akun/")
    assert (
        language_of(client, **{"accept-language": "id"}) == "en"
        or client.get("/akun/").headers["Content-Language"] == "en"
    )
    assert User.objects.get().language == "en"
    Client().post("/akun/sandi/lupa/", {"email": citra.email}, headers={"accept-language": "id"})
    assert mail.outbox[0].subject == "A new password for Harian Uji"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    assert "bahasa" not in client.post("/akun/bahasa/", {"language": "xx"}, **OWN).cookies


def test_another_page_cannot_change_the_language(client: Client) -> None:
    assert client.post("/akun/bahasa/", {"language": "en"}, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert client.post("/akun/bahasa/", {"language": "en"}, HTTP_ORIGIN="https://evil.example").status_code == 403
    assert client.post("/akun/bahasa/", {"language": "en"}).status_code == 403
    assert client.post("/akun/bahasa/", {"language": "en"}, HTTP_ORIGIN="http://testserver").status_code == 303
    assert (
        client.post("/akun/bahasa/", {"language": "en"}, HTTP_REFERER="http://127.0.0.1:8000/akun/").status_code == 303
    )


def test_everybody_is_told_what_is_for_sale_what_it_costs_and_how_to_get_it(client: Client) -> None:
    answer = client.get("/langganan/", {"next": "/artikel/kopi-pagi"})
    page = answer.content.decode()
    for words in ("Koran Uji", "Majalah Uji", "Rp 50.000", "<p>Telepon kami.</p>", 'href="/artikel/kopi-pagi"'):
        assert words in page
    assert "Situs" not in page
    assert "/akun/daftar/?next=%2Fartikel%2Fkopi-pagi" in page or "/akun/daftar/?next=/artikel/kopi-pagi" in page
    assert client.head("/langganan/").status_code == 200
    assert client.post("/langganan/").status_code == 405


def test_a_house_that_says_nothing_yet_says_so(client: Client, told: Told) -> None:
    told.change(price="", how_to_subscribe="", contact="")
    assert client.get("/langganan/").status_code == 200
    told.change(contact="redaksi@contoh.example")
    assert "mailto:redaksi@contoh.example" in client.get("/langganan/").content.decode()


def test_a_subscriber_sees_what_they_hold_and_no_offer_to_join(client: Client, a_reader: Maker) -> None:
    budi = a_reader("budi@contoh.example")
    now = timezone.now()
    Entitlement.objects.create(user=budi, publication_code="koran", starts=now, ends=now + timedelta(days=9))
    sign_in(client, budi)
    page = client.get("/langganan/", headers={"accept-language": "en"}).content.decode()
    assert "You subscribe to Koran Uji." in page
    assert "/akun/daftar/" not in page


def test_a_name_in_the_next_address_is_never_printed_as_markup(client: Client) -> None:
    page = client.get("/langganan/", {"next": '/"><script>x</script>'}).content.decode()
    assert "<script>x" not in page


def test_joining_in_english_sends_an_english_letter(client: Client) -> None:
    client.post(
        "/akun/daftar/", {"email": "eka@contoh.example", "password1": PASSWORD}, headers={"accept-language": "en"}
    )
    assert mail.outbox[0].subject == "Confirm your e-mail address for Harian Uji"
    assert User.objects.get().language == "en"
