"""Units, races, time and tokens; twins; other people's pages; debris."""

from __future__ import annotations

import base64
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bypass.asking import WITHOUT, Device, Vault
from tests.bypass.secret import secret_of

FRESH = """
import json, sys
from datetime import timedelta
from tests.bypass.making import confirm, now, sign_in
from terbit.readers.models import Entitlement, User
user = User.objects.create_user(sys.argv[1], "kata sandi")
confirm(user, sys.argv[2] == "confirmed")
if len(sys.argv) > 3:
    Entitlement.objects.create(user=user, publication_code="koran", starts=now(), ends=now() + timedelta(seconds=float(sys.argv[3])))
print(json.dumps({"session": sign_in(user), "id": user.pk}))
"""


def a_fresh_reader(vault: Vault, email: str, *how: str) -> Device:
    made = vault.house.run(FRESH, email, *(how or ("confirmed",)))
    device = Device(vault.house.port, {"sessionid": made["session"]})
    assert device.ask("/akun/").status == 200
    return device


def how_many_open(vault: Vault, device: Device, stories: range) -> int:
    return sum(device.ask(vault.paths[f"meter-{number}"]).has(f"meter-{number}") for number in stories)


def test_x28_who_has_not_confirmed_has_no_unit(vault: Vault) -> None:
    device = a_fresh_reader(vault, "baru+1@pembaca.example", "unconfirmed")
    for number in range(20, 24):
        device.unlock(vault.paths[f"meter-{number}"])
    assert how_many_open(vault, device, range(20, 24)) == 0


def test_x28_another_address_of_the_same_account_refills_nothing(vault: Vault) -> None:
    device = a_fresh_reader(vault, "pindah@pembaca.example")
    for number in (20, 21, 22):
        device.unlock(vault.paths[f"meter-{number}"])
    assert how_many_open(vault, device, range(20, 24)) == 2
    program = (
        "import json; from terbit.readers.models import User; from allauth.account.models import EmailAddress\n"
        "user = User.objects.get(email='pindah@pembaca.example'); EmailAddress.objects.filter(user=user).delete()\n"
        "user.email = 'pindah+2@pembaca.example'; user.save()\n"
        "EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True); print(json.dumps(1))"
    )
    vault.house.run(program)
    device.ask("/akun/")
    device.unlock(vault.paths["meter-23"])
    assert how_many_open(vault, device, range(20, 24)) == 2


def test_x29_twenty_gets_at_once_open_nothing(vault: Vault) -> None:
    device = a_fresh_reader(vault, "balap-1@pembaca.example")
    with ThreadPoolExecutor(20) as pool:
        got = list(
            pool.map(lambda number: device.ask(vault.paths[f"meter-{number}"]).has(f"meter-{number}"), range(20, 40))
        )
    assert not any(got)
    device.unlock(vault.paths["meter-20"])
    assert device.ask(vault.paths["meter-20"]).has("meter-20")


def test_x29_twenty_unlocks_at_once_with_one_unit_left_open_exactly_one(vault: Vault) -> None:
    device = a_fresh_reader(vault, "balap-2@pembaca.example")
    device.unlock(vault.paths["meter-40"])
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda number: device.unlock(vault.paths[f"meter-{number}"]), range(20, 40)))
    assert how_many_open(vault, device, range(20, 40)) == 1


def test_x29_a_link_or_a_form_elsewhere_spends_nothing(vault: Vault) -> None:
    device = a_fresh_reader(vault, "balap-3@pembaca.example")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://peniru.example"}, {}):
        assert device.ask(vault.paths["meter-20"], "POST", **headers).status == 403
    assert how_many_open(vault, device, range(20, 21)) == 0
    device.unlock(vault.paths["meter-20"])
    assert how_many_open(vault, device, range(20, 21)) == 1


@pytest.mark.parametrize(
    "claimed", ["Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 29 Feb 2020 17:00:00 GMT", "Fri, 31 Dec 2100 17:00:00 GMT"]
)
def test_x30_a_clock_that_the_device_claims_moves_nothing(vault: Vault, claimed: str) -> None:
    headers = {"Date": claimed, "If-Modified-Since": claimed, "X-Time": claimed}
    assert not vault.ask(vault.paths["meter-19"], "ended", **headers).has("meter-19")
    assert vault.ask(vault.paths["meter-19"], "subscriber", **headers).has("meter-19")


def test_x30_a_subscription_runs_up_to_its_end_and_not_beyond(vault: Vault) -> None:
    seconds = 15.0
    device, began = a_fresh_reader(vault, "habis@pembaca.example", "confirmed", str(seconds)), time.monotonic()
    assert device.ask(vault.paths["meter-19"]).has("meter-19")
    until = began + seconds + 30
    while device.ask(vault.paths["meter-19"]).has("meter-19"):
        assert time.monotonic() < until, "It did not end."
        time.sleep(0.2)
    assert not device.ask(vault.paths["meter-19"]).has("meter-19")


def forgeries(vault: Vault) -> list[str]:
    """Passes that nobody signed, or that were signed for something else."""
    good = vault.devices["subscriber"].cookies["terbit_pass"]
    version, key, reader, session, epoch, number, signature = good.split(".")
    other = vault.devices["spent"].cookies["terbit_pass"].split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return [
        f"{version}.{key}.{reader}.{session}.{epoch}.{number}.",
        f"{version}.{key}.{reader}.{session}.{epoch}.{number}.{'A' * len(signature)}",
        f"{version}.{key}.{reader}.{session}.{epoch}.{number}.{other[-1]}",
        f"{version}.{key}.{reader}.{other[3]}.{epoch}.{number}.{signature}",
        f"{version}.{key}.{other[2]}.{other[3]}.{epoch}.{number}.{signature}",
        f"{version}.x.{reader}.{session}.{epoch}.{number}.{signature}",
        f"{version}.{key}.{reader}.{session}.{epoch}.{int(number) + 1}.{signature}",
        f"{none}.{none}.",
        good + "x", good[:-1], good.upper(), f"1{good}", "null", "0", "",
    ]  # fmt: skip


def test_x31_a_pass_that_nobody_signed_opens_nothing(vault: Vault) -> None:
    for forged in forgeries(vault):
        device = Device(vault.house.port, {"terbit_pass": forged, "masuk": "1"})
        assert not device.ask(vault.paths["meter-19"]).has("meter-19"), forged
    good = Device(vault.house.port, {"terbit_pass": vault.devices["subscriber"].cookies["terbit_pass"]})
    assert good.ask(vault.paths["meter-19"]).has("meter-19")


ENDS = {
    "a new password": "user.set_password('kata sandi yang lain'); user.save()",
    "signing out": "from terbit.readers.models import end_sessions; end_sessions(user)",
    "the account shut": "user.is_active = False; user.save()",
    "the subscription taken back": "user.entitlements.first().delete()",
}


@pytest.mark.parametrize("end", ENDS)
def test_x31_a_pass_is_worth_nothing_after(vault: Vault, end: str) -> None:
    email = f"{re.sub('[^a-z]', '-', end)}@pembaca.example"
    device = a_fresh_reader(vault, email, "confirmed", "3600")
    kept = Device(vault.house.port, {"terbit_pass": device.cookies["terbit_pass"]})
    assert kept.ask(vault.paths["meter-19"]).has("meter-19")
    program = (
        f"import json; from terbit.readers.models import User; user = User.objects.get(email={email!r})\n{ENDS[end]}\n"
    )
    vault.house.run(program + "print(json.dumps(1))")
    until = time.monotonic() + 30
    while kept.ask(vault.paths["meter-19"]).has("meter-19"):
        assert time.monotonic() < until, "The pass went on."
        time.sleep(0.1)
    assert not kept.ask(vault.paths["meter-19"]).has("meter-19")


@pytest.mark.parametrize("reader", WITHOUT)
def test_x33_a_translation_is_gated_as_its_original_is(vault: Vault, reader: str) -> None:
    assert not vault.ask(vault.paths["twin"], reader).has("twin")
    assert not vault.ask(vault.paths["twin"], reader).has("translated")
    assert vault.ask(vault.paths["twin"], "koran").has("twin")


@pytest.mark.parametrize("reader", WITHOUT)
@pytest.mark.parametrize(
    "address", ["/", "/rubrik/kota", "/topik/beras", "/penulis/budi-santoso", "/mitra/kantor-berita", "/terbitan/koran"]
)
def test_x33_no_list_in_which_a_story_stands_tells_more_of_it(vault: Vault, reader: str, address: str) -> None:
    got = vault.ask(address, reader)
    assert got.status == 200 and "nelayan tua" not in got.text.lower()
    assert vault.ask(vault.paths["meter-0"], "subscriber").has("meter-0")


def test_x33_a_story_that_becomes_the_cover_shuts_for_those_who_had_opened_it(vault: Vault) -> None:
    path = vault.paths["covered"]
    assert vault.ask(path, "opened").has("covered")
    move = (
        "import json, sys; from tests.bypass.making import now; from terbit.newsroom import verbs\n"
        "from terbit.newsroom.models import Article, Edition; from terbit.readers.models import User\n"
        "by, edition = User.objects.get(email='ayu@redaksi.example'), Edition.objects.get(publication__code='koran')\n"
        "article = Article.objects.get(slug='covered') if sys.argv[1] == 'on' else None\n"
        "verbs.move_cover(edition, article, by=by, now=now()); print(json.dumps(1))"
    )
    vault.house.run(move, "on")
    wait_until(lambda: not vault.ask(path, "opened").has("covered"))
    for reader in (*WITHOUT, "opened", "units"):
        assert not vault.ask(path, reader).has("covered")
    assert vault.ask(path, "subscriber").has("covered")
    vault.house.run(move, "off")
    wait_until(lambda: vault.ask(path, "opened").has("covered"))
    assert not vault.ask(path, "spent").has("covered")


def wait_until(happened) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize(
    "address",
    ["/akun/", "/akun/?user={id}", "/akun/{id}/", "/saya?reader={id}", "/akun/konfirmasi/kirim/", "/akun/sandi/"],
)
def test_x36_nobody_sees_what_is_another_readers(vault: Vault, address: str) -> None:
    theirs = vault.readers["subscriber"]
    for reader in ("nobody", "spent", "unconfirmed"):
        got = vault.ask(address.format(**theirs), reader)
        assert theirs["email"] not in got.text and theirs["session"] not in got.text
    assert theirs["email"] in vault.ask("/akun/", "subscriber").text


def test_x36_no_page_that_others_can_get_holds_anything_of_a_reader(vault: Vault) -> None:
    """Ask as a reader first, then as others (D11): nothing of the first in any byte."""
    theirs = [*vault.readers["subscriber"].values(), *vault.devices["subscriber"].cookies.values()]
    marks = [text for text in theirs if len(text) > 8]
    for path in (
        "/",
        vault.paths["meter-0"],
        vault.paths["free"],
        "/akun/",
        "/langganan/",
        "/saya",
        "/feed/rss.xml",
        "/nihil",
    ):
        vault.ask(path, "subscriber")
        for reader in ("nobody", "spent"):
            got = vault.ask(path, reader)
            assert not [mark for mark in marks if mark in got.text], path
    assert vault.readers["subscriber"]["email"] in vault.ask("/akun/", "subscriber").text


def test_x36_the_mailbox_that_a_demo_shows_does_not_exist_here(vault: Vault) -> None:
    for address in ("/akun/demo/surat/", "/akun/demo/surat/20260101T000000.000000Z-0123456789abcdef/"):
        assert vault.ask(address, "subscriber").status == 404


DEBRIS = [
    "/.git/config",
    "/.env",
    "/house.sqlite",
    "/ledger.sqlite",
    "/keys/pass.json",
    "/shelf/data.mdb",
    "/run/newsroom.sock",
    "/up.log",
    "/backup.zip",
    "/static/../house.sqlite",
    "/static/%2e%2e/house.sqlite",
    "/static/terbit.css.map",
    "/media/../house.sqlite",
    "/static/.version",
    "/_kiosk/seen",
    "/_kiosk/counts",
    "/debug",
    "/__debug__/",
    "/redaksi/.git/config",
    "/server-status",
    "/mailbox/",
    "/api/?debug=1",
    "/archive.jsonl",
    "/static/archive.jsonl",
]


@pytest.mark.parametrize("address", DEBRIS)
@pytest.mark.parametrize("reader", [*WITHOUT, "subscriber"])
def test_x38_nothing_lies_about(vault: Vault, reader: str, address: str) -> None:
    got = vault.ask(address, reader)
    assert got.status in (301, 302, 400, 404), address
    assert "nelayan tua" not in got.text.lower() and "Traceback" not in got.text
    assert "server-timing" not in {name.lower() for name in got.headers}


def test_x38_an_error_says_nothing_of_the_story(vault: Vault) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"):
        got = vault.ask(vault.paths["meter-19"], "subscriber", method)
        assert got.status in (200, 204, 405, 501) and not got.has("meter-19")
    assert vault.ask(vault.paths["meter-19"], "subscriber").has("meter-19")


def test_x38_no_log_holds_a_secret_or_a_reader(vault: Vault) -> None:
    said = vault.house.said
    assert secret_of("meter-0") not in said and vault.readers["subscriber"]["email"] not in said
