"""The demo house's readers, its "look as" bar and its mailbox."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tools.testing.engine import take_ledger_away

from terbit.gate import UNKNOWN, Access, Offer, Open, Terms, Wall, decide
from terbit.readers.allowance import allowance_of
from terbit.readers.demo import DemoAccount, make_demo_readers, spend
from terbit.readers.demo.views import with_links
from terbit.readers.models import User
from terbit.readers.standing import standing_of
from terbit.readers.tests.conftest import TWO_UNITS, Told, in_dispatch

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., User]
OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
STORY = Terms(99, Access.METERED, frozenset({"koran"}))


@pytest.fixture
def demo(settings: Any) -> None:
    settings.TERBIT_DEMO = True


def look_as(client: Client, who: str, **headers: str) -> Any:
    return client.post("/akun/demo/sebagai", {"who": who, "next": "/artikel/x"}, **(headers or OWN))


def whoever_is_signed_in(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def decision_for(user: User, book: Any) -> object:
    opened, spent = book.look(user.pk, STORY.story, None)
    return decide(STORY, standing_of(user, timezone.now()), opened, spent, TWO_UNITS, timezone.now())


def test_the_four_have_their_printed_passwords_and_standings(book: Any) -> None:
    accounts = make_demo_readers()
    assert [account.standing for account in accounts] == ["unconfirmed", "2 left", "0 left", "entitled"]
    spend(accounts[2], [11, 12, 13])
    decisions = []
    for account in accounts:
        client = Client()
        assert client.post("/akun/masuk/", {"login": account.email, "password": account.password}).status_code == 302
        decisions.append(decision_for(User.objects.get(email=account.email), book))
    assert decisions == [Wall("confirm"), Offer(2), Wall("subscribe"), Open("entitled", quiet=True)]


def test_making_them_twice_changes_nothing() -> None:
    first = make_demo_readers()
    before = list(User.objects.order_by("pk").values_list("pk", "password"))
    assert make_demo_readers() == first
    assert list(User.objects.order_by("pk").values_list("pk", "password")) == before


def test_spending_enters_real_rows_and_stops_at_the_limit(book: Any, told: Told) -> None:
    told.stories = ()
    fitri = make_demo_readers()[2]
    assert spend(fitri, [11, 12, 13]) == 2
    assert list(book.opened_by(User.objects.get(email=fitri.email).pk)) == [11, 12]


@pytest.mark.parametrize(
    ("who", "decision"),
    [
        ("unconfirmed", Wall("confirm")),
        ("two-left", Offer(2)),
        ("none-left", Wall("subscribe")),
        ("entitled", Open("entitled", quiet=True)),
    ],
)
def test_whoever_one_looks_as_is_treated_as_that(
    client: Client, demo: None, book: Any, who: str, decision: object
) -> None:
    answer = look_as(client, who)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/artikel/x")
    assert "terbit_pass" in answer.cookies
    assert decision_for(whoever_is_signed_in(client), book) == decision


def test_looking_as_nobody_signs_out(client: Client, demo: None) -> None:
    look_as(client, "entitled")
    answer = look_as(client, "nobody")
    assert answer.cookies["terbit_pass"]["max-age"] == 0
    assert "_auth_user_id" not in client.session


def test_two_left_is_two_left_however_often_the_others_have_spent(client: Client, demo: None) -> None:
    seen = set()
    for round_ in range(3):
        look_as(client, "two-left")
        citra = whoever_is_signed_in(client)
        assert allowance_of(citra, TWO_UNITS, timezone.now()).left == 2
        seen.add(citra.pk)
        spend(citra, [50 + round_], until_left=1)
    assert len(seen) == 3


def test_the_unconfirmed_one_is_unconfirmed_though_a_visitor_confirmed_another(client: Client, demo: None) -> None:
    look_as(client, "unconfirmed")
    dewi = whoever_is_signed_in(client)
    dewi.emailaddress_set.update(verified=True)
    look_as(client, "unconfirmed")
    assert whoever_is_signed_in(client) != dewi
    assert in_dispatch(whoever_is_signed_in(client)).confirmed is False


def test_a_reader_is_used_again_while_they_fit(client: Client, demo: None) -> None:
    for _ in range(2):
        look_as(client, "two-left")
        look_as(client, "unconfirmed")
    assert User.objects.count() == 2


def test_a_changed_policy_changes_who_has_two_and_who_has_none(client: Client, demo: None, told: Told) -> None:
    make_demo_readers()
    told.change(policy=replace(TWO_UNITS, units=3))
    for who, left in (("two-left", 2), ("none-left", 0)):
        look_as(client, who)
        assert allowance_of(whoever_is_signed_in(client), told.house.policy, timezone.now()).left == left


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_another_house_cannot_make_anybody_look(client: Client, demo: None, headers: dict[str, str]) -> None:
    assert look_as(client, "entitled", **headers).status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_form_without_any_sign_of_its_origin_is_refused(client: Client, demo: None) -> None:
    assert client.post("/akun/demo/sebagai", {"who": "entitled"}).status_code == 403


def test_no_token_is_needed_since_printed_pages_have_none(demo: None) -> None:
    assert look_as(Client(enforce_csrf_checks=True), "two-left").status_code == 303


def test_an_unknown_standing_is_a_sentence(client: Client, demo: None) -> None:
    assert look_as(client, "king").status_code == 400


def test_looking_by_get_does_nothing(client: Client, demo: None) -> None:
    assert client.get("/akun/demo/sebagai?who=entitled").status_code == 405


@pytest.mark.parametrize("path", ["/akun/demo/surat/", "/akun/demo/surat/x/"])
def test_outside_demo_mode_there_is_no_mailbox(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_outside_demo_mode_nobody_looks_as_anybody(client: Client) -> None:
    make_demo_readers()
    assert look_as(client, "entitled").status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_mailbox_shows_letters_with_links_that_work(client: Client, demo: None, mailbox_folder: Path) -> None:
    client.post(
        "/akun/daftar/", {"email": "eka@contoh.example", "password1": "kata sandi yang baik", "next": "/artikel/x"}
    )
    page = client.get("/akun/demo/surat/").content.decode()
    assert "eka@contoh.example" in page
    found = re.search(r'href="(/akun/demo/surat/[^"]+/)"', page)
    letter = client.get(found[1]).content.decode()
    link = re.search(r'<a href="http://127.0.0.1:8000(/akun/konfirmasi/[^"]+)"', letter)
    assert client.get(link[1].replace("&amp;", "&")).status_code == 200


def test_an_empty_mailbox_is_a_page(client: Client, demo: None, mailbox_folder: Path) -> None:
    assert client.get("/akun/demo/surat/").status_code == 200


def test_only_addresses_become_links_and_the_rest_is_escaped() -> None:
    html = with_links('<b>see</b> https://a.example/x?b=1&c="2" end')
    assert html == (
        '&lt;b&gt;see&lt;/b&gt; <a href="https://a.example/x?b=1&amp;c=">https://a.example/x?b=1&amp;c=</a>&quot;2&quot; end'
    )


def test_a_silent_ledger_makes_no_crowd_of_readers(client: Client, demo: None, book: Any) -> None:
    from terbit.config import settings

    make_demo_readers()
    take_ledger_away(settings)
    for _ in range(3):
        look_as(client, "two-left")
    assert User.objects.count() == 4
    assert decide(
        STORY, in_dispatch(whoever_is_signed_in(client)), UNKNOWN, UNKNOWN, TWO_UNITS, timezone.now()
    ) == Wall("later")


def test_an_account_is_what_the_command_prints() -> None:
    assert make_demo_readers()[0] == DemoAccount("dewi@pembaca.example", "demo-dewi", "unconfirmed")
