"""Joining, confirming, signing in and out, as a browser does it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail
from django.test import Client
from django.utils import timezone
from tools.testing.engine import take_ledger_away

from terbit.readers.models import ReaderSession, User
from terbit.readers.tests.conftest import PASSWORD, Told, in_dispatch, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., User]
STORY = "/artikel/kopi-pagi"


def join(client: Client, email: str = "eka@contoh.example", onward: str = STORY) -> Any:
    return client.post("/akun/daftar/", {"email": email, "password1": PASSWORD, "next": onward})


def link_in(letter: Any) -> str:
    found = re.search(r"https?://\S+", letter.body)
    assert found
    return found[0]


def path_of(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_a_new_reader_is_signed_in_not_confirmed_and_told_about_the_letter(client: Client) -> None:
    answer = join(client)
    eka = User.objects.get()
    assert answer.headers["Location"] == "/akun/konfirmasi/kirim/?next=%2Fartikel%2Fkopi-pagi"
    assert in_dispatch(eka).confirmed is False
    assert in_dispatch(eka).sessions == {ReaderSession.objects.get().pk}
    page = client.get(answer.headers["Location"]).content.decode()
    assert "eka@contoh.example" in page
    assert f'href="{STORY}"' in page
    assert [letter.to for letter in mail.outbox] == [["eka@contoh.example"]]


def test_the_link_confirms_by_post_only_and_leads_back_to_the_story(client: Client) -> None:
    join(client)
    link = path_of(link_in(mail.outbox[0]))
    for look in (client.get, client.head, Client().get, Client().head):
        assert look(link).status_code == 200
    assert not EmailAddress.objects.get().verified
    assert not in_dispatch(User.objects.get()).confirmed

    answer = client.post(link, {"next": STORY})

    assert answer.headers["Location"] == STORY
    assert EmailAddress.objects.get().verified
    assert in_dispatch(User.objects.get()).confirmed
    assert "terbit_pass" in answer.cookies
    assert "is confirmed" not in client.get("/akun/", headers={"accept-language": "en"}).content.decode()


def test_the_button_of_the_link_carries_the_way_back(client: Client) -> None:
    join(client)
    page = client.get(path_of(link_in(mail.outbox[0]))).content.decode()
    assert f'name="next" value="{STORY}"' in page
    assert 'method="post"' in page


def test_confirming_elsewhere_confirms_and_asks_to_sign_in_there(client: Client) -> None:
    join(client)
    other = Client()
    answer = other.post(path_of(link_in(mail.outbox[0])), {"next": STORY})
    assert answer.headers["Location"] == "/akun/masuk/?next=%2Fartikel%2Fkopi-pagi"
    assert in_dispatch(User.objects.get()).confirmed
    assert "terbit_pass" not in answer.cookies


def test_looking_at_somebody_elses_link_signs_nobody_out(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    join(Client())
    client.get(path_of(link_in(mail.outbox[0])))
    assert client.get("/akun/").status_code == 200


@pytest.mark.parametrize("key", ["MQ:falsch:falsch", "MQ:1xVJP2:OTUKgjnojxKmn8xtqQslKrvXkRQqFbeItXpFVMQJi3g"])
def test_a_false_link_says_so_and_confirms_nothing(client: Client, key: str) -> None:
    join(client)
    stranger = Client()
    assert stranger.get(f"/akun/konfirmasi/{key}/").status_code == 410
    assert stranger.post(f"/akun/konfirmasi/{key}/").status_code == 410
    assert not EmailAddress.objects.get().verified


def test_a_link_works_once_and_not_after_three_days(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    join(client)
    link = path_of(link_in(mail.outbox[0]))
    from django.core import signing

    now = signing.time.time()
    with monkeypatch.context() as later:
        later.setattr(signing.time, "time", lambda: now + 3 * 86_400 + 1)
        assert Client().post(link).status_code == 410
    assert not EmailAddress.objects.get().verified
    assert client.post(link).status_code == 302
    assert Client().post(link).status_code == 410


def test_an_address_is_the_same_however_it_is_typed(client: Client) -> None:
    join(client, "  Eka@Contoh.EXAMPLE ")
    assert User.objects.get().email == "eka@contoh.example"
    again = Client()
    assert again.post("/akun/masuk/", {"login": " EKA@contoh.example  ", "password": PASSWORD}).status_code == 302
    assert again.get("/akun/").status_code == 200


def test_joining_with_a_taken_address_says_the_same_and_tells_its_owner(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    stranger = join(Client(), "neu@contoh.example")
    mail.outbox.clear()

    answer = join(client, "CITRA@contoh.example ")

    assert (answer.status_code, answer.headers["Location"]) == (stranger.status_code, stranger.headers["Location"])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "citra@contoh.example" in page
    assert User.objects.filter(email=citra.email).count() == 1
    (letter,) = mail.outbox
    assert letter.to == [citra.email]
    assert "/akun/konfirmasi/" not in letter.body
    assert client.get("/akun/").status_code == 302


def test_a_forgotten_password_says_the_same_for_every_address(client: Client, a_reader: Maker) -> None:
    a_reader()
    known = client.post("/akun/sandi/lupa/", {"email": "citra@contoh.example"})
    unknown = client.post("/akun/sandi/lupa/", {"email": "niemand@contoh.example"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_a_wrong_password_and_a_wrong_address_say_the_same(client: Client, a_reader: Maker) -> None:
    a_reader()
    wrong = [
        client.post("/akun/masuk/", {"login": login, "password": "salah sekali"}).content.decode()
        for login in ("citra@contoh.example", "siapa@contoh.example")
    ]
    plain = [re.sub(r'value="[^"]*"', "", page) for page in wrong]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("password", ["pendek", "password1", "eka@contoh.example"])
def test_a_weak_password_is_refused_with_a_reason(client: Client, password: str) -> None:
    answer = client.post("/akun/daftar/", {"email": "eka@contoh.example", "password1": password})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("bad", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_no_way_leads_to_another_house(client: Client, a_reader: Maker, bad: str) -> None:
    citra = a_reader()
    answers = [sign_in(client, citra, next=bad), client.get("/akun/masuk/", {"next": bad})]
    answers.append(client.post(f"/akun/keluar/?next={bad}"))
    answers.append(join(Client(), onward=bad))
    key = EmailConfirmationHMAC.create(EmailAddress.objects.get(email="eka@contoh.example")).key
    answers.append(Client().post(f"/akun/konfirmasi/{key}/", {"next": bad}))
    for answer in answers:
        assert answer.status_code == 302
        assert "evil" not in answer.headers["Location"]
        assert "javascript" not in answer.headers["Location"]


def test_signing_in_leads_back_to_the_story(client: Client, a_reader: Maker) -> None:
    assert sign_in(client, a_reader(), next=STORY).headers["Location"] == STORY


def test_signing_out_asks_first_and_leads_back(client: Client, a_reader: Maker) -> None:
    sign_in(client, a_reader())
    assert client.get("/akun/keluar/").status_code == 200
    assert client.get("/akun/").status_code == 200
    assert client.post("/akun/keluar/", {"next": STORY}).headers["Location"] == STORY
    assert client.get("/akun/").status_code == 302


def test_the_letter_is_sent_again_to_a_corrected_address_which_then_becomes_the_accounts(client: Client) -> None:
    join(client, "eka@contohh.example")
    mail.outbox.clear()
    answer = client.post("/akun/konfirmasi/kirim/?next=/artikel/kopi-pagi", {"email": " Eka@contoh.example"})
    assert answer.status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["eka@contoh.example"]
    assert "eka@contoh.example" in client.get("/akun/konfirmasi/kirim/").content.decode()
    assert User.objects.get().email == "eka@contohh.example"

    link = path_of(link_in(letter))
    assert client.post(link, {"next": STORY}).headers["Location"] == STORY

    assert User.objects.get().email == "eka@contoh.example"
    assert [(row.email, row.verified, row.primary) for row in EmailAddress.objects.all()] == [
        ("eka@contoh.example", True, True)
    ]
    assert in_dispatch(User.objects.get()).confirmed


def test_a_second_correction_replaces_the_first(client: Client) -> None:
    join(client)
    for address in ("a@contoh.example", "b@contoh.example"):
        client.post("/akun/konfirmasi/kirim/", {"email": address})
    assert set(EmailAddress.objects.values_list("email", flat=True)) == {"eka@contoh.example", "b@contoh.example"}


def test_correcting_to_a_taken_address_says_the_same_and_tells_its_owner(client: Client, a_reader: Maker) -> None:
    a_reader()
    join(client)
    mail.outbox.clear()
    answer = client.post("/akun/konfirmasi/kirim/", {"email": "citra@contoh.example"})
    assert answer.status_code == 302
    assert "citra@contoh.example" in client.get("/akun/konfirmasi/kirim/").content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["citra@contoh.example"]
    assert "/akun/konfirmasi/" not in letter.body
    assert User.objects.get(email="eka@contoh.example").emailaddress_set.count() == 1


def test_an_address_that_another_account_confirmed_first_is_not_confirmed_twice(
    client: Client, a_reader: Maker
) -> None:
    join(client, "eka@contohh.example")
    client.post("/akun/konfirmasi/kirim/", {"email": "citra@contoh.example"})
    link = path_of(link_in(mail.outbox[-1]))
    a_reader("citra@contoh.example")
    assert client.post(link).status_code == 410
    assert not in_dispatch(User.objects.get(email="eka@contohh.example")).confirmed


def test_letters_are_not_sent_again_at_once_nor_without_end(client: Client) -> None:
    join(client)
    mail.outbox.clear()
    assert client.post("/akun/konfirmasi/kirim/", {"email": "eka@contoh.example"}).status_code == 429
    assert not mail.outbox
    sent = [client.post("/akun/konfirmasi/kirim/", {"email": f"e{n}@contoh.example"}).status_code for n in range(12)]
    assert sent[:9] == [302] * 9
    assert sent[-1] == 429
    assert len(mail.outbox) == 9


def test_guessing_a_password_comes_to_an_end(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    for _ in range(6):
        client.post("/akun/masuk/", {"login": citra.email, "password": "salah sekali"})
    sign_in(client, citra)
    assert client.get("/akun/").status_code == 302


def test_readers_behind_the_kiosk_do_not_share_a_limit_and_strangers_cannot_claim_an_address(a_reader: Maker) -> None:
    def tries(times: int, **headers: str) -> list[int]:
        client = Client(**headers)
        wrong = {"email": "not an address", "password1": "x"}
        return [client.post("/akun/daftar/", wrong).status_code for _ in range(times)]

    over_the_socket = {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    assert tries(21, **over_the_socket)[-1] == 429
    assert tries(1, **over_the_socket | {"HTTP_X_FORWARDED_FOR": "203.0.113.8"}) == [200]
    assert tries(20, REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR="203.0.113.1") == [200] * 20
    assert tries(1, REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR="203.0.113.2") == [429]


def test_a_forgotten_password_is_replaced_by_the_letter_and_signs_out_elsewhere(
    client: Client, a_reader: Maker
) -> None:
    citra, phone = a_reader(), Client()
    sign_in(phone, citra)
    client.post("/akun/sandi/lupa/", {"email": "Citra@contoh.example", "next": STORY})
    page = client.get(path_of(link_in(mail.outbox[0])), follow=True)
    form = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    answer = client.post(form, {"password1": "sandi baru yang baik", "next": STORY})
    assert answer.headers["Location"] == STORY
    assert client.get("/akun/").status_code == 200
    assert phone.get("/akun/").status_code == 302
    assert in_dispatch(citra).sessions == {ReaderSession.objects.get().pk}
    assert Client().get(path_of(link_in(mail.outbox[0]))).content.decode().count("<form method") <= 1
    assert sign_in(Client(), citra).status_code == 200


def test_resetting_while_signed_in_keeps_this_device_and_ends_the_others(client: Client, a_reader: Maker) -> None:
    citra, phone = a_reader(), Client()
    sign_in(client, citra)
    sign_in(phone, citra)
    client.post("/akun/sandi/lupa/", {"email": citra.email})
    page = client.get(path_of(link_in(mail.outbox[0])), follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": "sandi baru yang baik"})
    assert answer.status_code == 302
    assert client.get("/akun/").status_code == 200
    assert phone.get("/akun/").status_code == 302


def test_letters_link_to_the_houses_own_origin_whatever_host_was_asked(a_reader: Maker) -> None:
    a_reader()
    Client().post("/akun/sandi/lupa/", {"email": "citra@contoh.example"}, headers={"host": "evil.example"})
    assert link_in(mail.outbox[0]).startswith("http://127.0.0.1:8000/akun/sandi/baru/")


def test_a_closed_account_is_told_so_only_after_the_right_password(client: Client, a_reader: Maker) -> None:
    citra = a_reader(is_active=False)
    assert sign_in(client, citra).headers["Location"] == "/akun/ditutup/"
    assert client.get("/akun/ditutup/").status_code == 403
    assert client.get("/akun/").status_code == 302


def test_forms_without_their_token_are_refused_in_words(a_reader: Maker) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/akun/masuk/", {"login": "a@contoh.example", "password": PASSWORD})
    assert answer.status_code == 403
    assert "<h1>" in answer.content.decode()


def test_staff_and_readers_have_one_door(client: Client, a_reader: Maker) -> None:
    assert client.get("/redaksi/").headers["Location"] == "/akun/masuk/?next=/redaksi/"
    assert client.get("/redaksi/login/?next=/redaksi/").headers["Location"] == "/akun/masuk/?next=/redaksi/"
    sign_in(client, a_reader(is_staff=True, is_superuser=True))
    assert client.get("/akun/masuk/?next=/redaksi/").headers["Location"] == "/redaksi/"


def test_a_reader_at_the_newsrooms_door_is_told_and_not_sent_in_a_circle(client: Client, a_reader: Maker) -> None:
    sign_in(client, a_reader())
    answer = client.get("/redaksi/", follow=True)
    assert answer.redirect_chain == [("/akun/masuk/?next=/redaksi/", 302), ("/akun/", 302)]
    assert "newsroom" in answer.content.decode() or "redaksi" in answer.content.decode()


def test_my_account_says_who_i_am_and_what_i_have(client: Client, a_reader: Maker, told: Told) -> None:
    from terbit.readers.demo import spend
    from terbit.readers.models import Entitlement

    citra = a_reader()
    spend(citra, [11])
    now = timezone.now()
    Entitlement.objects.create(user=citra, publication_code="majalah", starts=now, ends=now + timedelta(days=3))
    sign_in(client, citra)
    page = " ".join(client.get("/akun/", headers={"accept-language": "en"}).content.decode().split())
    for words in (
        "citra@contoh.example",
        "1 of 2 left",
        "You have opened 1 article so far",
        "Koran Uji",
        "Majalah Uji",
    ):
        assert words in page
    assert "not confirmed" not in page


def test_a_subscriber_is_not_bothered_with_free_articles(client: Client, a_reader: Maker) -> None:
    from terbit.readers.models import Entitlement

    budi, now = a_reader("budi@contoh.example"), timezone.now()
    for code in ("koran", "majalah"):
        Entitlement.objects.create(user=budi, publication_code=code, starts=now, ends=now + timedelta(days=3))
    sign_in(client, budi)
    page = client.get("/akun/", headers={"accept-language": "en"}).content.decode()
    assert "Koran Uji" in page
    assert "Free articles" not in page


def test_my_account_stands_when_the_ledger_is_gone(client: Client, a_reader: Maker, book: Any) -> None:
    sign_in(client, a_reader())
    from terbit.config import settings

    take_ledger_away(settings)
    page = client.get("/akun/", headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "cannot count" in page.content.decode()
