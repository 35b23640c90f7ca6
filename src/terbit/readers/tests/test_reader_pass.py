"""The pass and its marker: given to whoever is signed in, fresh after each change, gone after sign-out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from terbit.config import settings as of_house
from terbit.dispatch import write
from terbit.gate.reader_pass import PassKey, ReaderPass, key_id_of, sign, verify
from terbit.readers.models import ReaderSession, User
from terbit.readers.pass_keys import PassKeysMissing, pass_keys
from terbit.readers.standing import refresh
from terbit.readers.tests.conftest import number_of, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., User]


def held(client: Client) -> ReaderPass | None:
    return verify(client.cookies["terbit_pass"].value, pass_keys().accepted)


def test_signing_in_gives_a_pass_that_names_reader_session_and_last_change(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    answer = sign_in(client, citra)
    assert held(client) == ReaderPass(citra.pk, ReaderSession.objects.get().pk, write.epoch(), number_of(citra))
    cookie, marker = answer.cookies["terbit_pass"], answer.cookies["masuk"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["secure"]) == ("/", True, "Lax", "")
    assert cookie["max-age"] == 365 * 24 * 3600
    assert (marker.value, marker["httponly"], marker["path"]) == ("1", "", "/")


def test_under_https_both_are_for_https_only(client: Client, a_reader: Maker, settings: object) -> None:
    settings.SESSION_COOKIE_SECURE = True
    answer = sign_in(client, a_reader())
    assert answer.cookies["terbit_pass"]["secure"]
    assert answer.cookies["masuk"]["secure"]


def test_a_good_pass_is_left_alone(client: Client, a_reader: Maker) -> None:
    sign_in(client, a_reader())
    answer = client.get("/akun/")
    assert "terbit_pass" not in answer.cookies
    assert "masuk" not in answer.cookies


def test_a_pass_behind_the_readers_last_change_is_made_anew(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    refresh(citra.pk)
    assert held(client).number < number_of(citra)
    client.get("/akun/")
    assert held(client).number == number_of(citra)


def test_a_pass_of_another_epoch_is_made_anew(client: Client, a_reader: Maker) -> None:
    sign_in(client, a_reader())
    fresh = write.renew_epoch()
    client.get("/akun/")
    assert held(client).epoch == fresh


def test_a_pass_signed_with_an_old_key_is_made_anew(
    client: Client, a_reader: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, a_reader())
    old = json.loads((of_house.keys_folder / "pass.json").read_text())
    (tmp_path / "pass.json").write_text(json.dumps({"signing": "new", "keys": {**old["keys"], "new": "ab" * 32}}))
    monkeypatch.setitem(of_house.__dict__, "keys_folder", tmp_path)
    client.get("/akun/")
    assert key_id_of(client.cookies["terbit_pass"].value) == "new"


@pytest.mark.parametrize("text", ["", "x", "1.a.1.1.e.1.AAAA", sign(ReaderPass(1, 1, "e", 9), PassKey("k", b"x" * 32))])
def test_a_pass_that_nobody_signed_is_replaced(client: Client, a_reader: Maker, text: str) -> None:
    citra = a_reader()
    sign_in(client, citra)
    client.cookies["terbit_pass"] = text
    client.get("/akun/")
    assert held(client).reader == citra.pk


def test_a_pass_of_somebody_else_is_replaced(client: Client, a_reader: Maker) -> None:
    citra = a_reader()
    sign_in(client, citra)
    theirs = ReaderPass(citra.pk + 1, 999, write.epoch(), 10**6)
    client.cookies["terbit_pass"] = sign(theirs, pass_keys().signing)
    client.get("/akun/")
    assert held(client).reader == citra.pk


def test_a_missing_marker_is_set_again(client: Client, a_reader: Maker) -> None:
    sign_in(client, a_reader())
    del client.cookies["masuk"]
    assert client.get("/akun/").cookies["masuk"].value == "1"


def test_signing_out_takes_both(client: Client, a_reader: Maker) -> None:
    sign_in(client, a_reader())
    answer = client.post("/akun/keluar/")
    for name in ("terbit_pass", "masuk"):
        assert answer.cookies[name].value == ""
        assert answer.cookies[name]["max-age"] == 0
        assert answer.cookies[name]["path"] == "/"


def test_a_session_ended_elsewhere_takes_both_at_the_next_answer(client: Client, a_reader: Maker) -> None:
    sign_in(client, a_reader())
    ReaderSession.objects.all().delete()
    answer = client.get("/langganan/")
    assert answer.cookies["terbit_pass"]["max-age"] == 0
    assert answer.cookies["masuk"]["max-age"] == 0


def test_nobody_is_given_nothing(client: Client) -> None:
    answer = client.get("/langganan/")
    assert not answer.cookies
    assert "no-store" not in answer.headers["Cache-Control"]


def test_no_answer_for_a_signed_in_reader_may_be_kept(client: Client, a_reader: Maker) -> None:
    sign_in(client, a_reader())
    for path in ("/akun/", "/langganan/", "/akun/konfirmasi/kirim/", "/akun/nowhere/"):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/akun/masuk/", "/akun/daftar/", "/akun/sandi/lupa/", "/akun/", "/akun/nowhere/"])
def test_no_account_page_may_be_kept_by_anyone(client: Client, path: str) -> None:
    directives = client.get(path).headers["Cache-Control"]
    assert "no-store" in directives
    assert "private" in directives


def test_readers_whom_dispatch_lost_are_told_to_it_again(client: Client, a_reader: Maker) -> None:
    from terbit.dispatch.models import Row

    citra = a_reader()
    sign_in(client, citra)
    Row.objects.all().delete()
    client.get("/akun/")
    assert number_of(citra) == held(client).number


def test_missing_keys_are_said_with_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(of_house.__dict__, "keys_folder", tmp_path)
    with pytest.raises(PassKeysMissing, match=r"pass\.json"):
        pass_keys()
