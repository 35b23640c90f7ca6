"""Letters: laid down whole, read back, with clean headers, and never in the way of who asked for them."""

from __future__ import annotations

import logging
from email import message_from_bytes
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.db import transaction

from terbit import mail
from terbit.mail import mailbox
from terbit.mail.address import MAILBOX, SMTP, mail_settings
from terbit.mail.backend import MailboxBackend
from terbit.mail.send import one_line

LETTER = "account/mail/reset"
CONTEXT = {"house": "Harian Uji", "address": "citra@contoh.example", "link": "http://127.0.0.1:8000/x?a=1&b=2"}


@pytest.mark.django_db(transaction=True)
def test_a_letter_speaks_the_language_of_who_gets_it() -> None:
    mail.send(LETTER, "citra@contoh.example", CONTEXT, language="en")
    assert django_mail.outbox[0].subject == "A new password for Harian Uji"


@pytest.mark.django_db(transaction=True)
def test_an_address_in_a_letter_is_plain_text() -> None:
    mail.send(LETTER, "citra@contoh.example", CONTEXT, language="en")
    assert "http://127.0.0.1:8000/x?a=1&b=2" in django_mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_a_letter_leaves_with_the_commit_and_not_without_it() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        mail.send(LETTER, "citra@contoh.example", CONTEXT, language="en")
        raise RuntimeError
    assert not django_mail.outbox
    with transaction.atomic():
        mail.send(LETTER, "citra@contoh.example", CONTEXT, language="en")
        assert not django_mail.outbox
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_no_name_and_no_address_can_add_a_header() -> None:
    evil = "Harian\r\nBcc: spy@evil.example\n\n<script>"
    mail.send(
        LETTER, "a@contoh.example\nBcc: spy@evil.example", CONTEXT | {"house": evil}, language="en", sender_name=evil
    )
    raw = message_from_bytes(django_mail.outbox[0].message().as_bytes())
    assert raw["Bcc"] is None
    assert "\n" not in django_mail.outbox[0].subject


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_is_logged_and_stops_nobody(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with caplog.at_level(logging.ERROR):
        mail.send(LETTER, "citra@contoh.example", CONTEXT, language="en")
    assert "account/mail/reset" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_server_that_refuses_an_address_brings_it_into_no_log(
    settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: EmailMessage) -> None:
        raise SMTPRecipientsRefused({"citra@contoh.example": (550, b"citra@contoh.example is unknown here")})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    mail.send(LETTER, "citra@contoh.example", CONTEXT, language="en")
    (line,) = caplog.records
    assert (line.fault, line.exc_info) == ("letter_refused", None)
    assert "SMTPRecipientsRefused" in line.getMessage() and "citra" not in line.getMessage()


@pytest.mark.parametrize(("text", "line"), [(" a\r\n b\t", "a b"), ("x\x00y", "x y"), ("Ünï", "Ünï"), ("", "")])
def test_a_header_is_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def a_message(subject: str = "Halo", body: str = "Isi surat — “kutipan”.\n") -> EmailMessage:
    return EmailMessage(subject, body, "a@contoh.example", ["b@contoh.example"])


def test_the_mailbox_keeps_one_file_a_letter_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "mailbox"
    assert MailboxBackend(folder=folder).send_messages([a_message(), a_message("Lagi")]) == 2
    files = sorted(folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_letters_are_read_back_newest_first(tmp_path: Path) -> None:
    backend = MailboxBackend(folder=tmp_path)
    for subject in ("Satu", "Dua – “tiga”"):
        backend.send_messages([a_message(subject)])
    found = mailbox.letters(tmp_path)
    assert [letter.subject for letter in found] == ["Dua – “tiga”", "Satu"]
    assert found[0].body == "Isi surat — “kutipan”.\n"
    assert found[0].to == "b@contoh.example"
    assert mailbox.letter(tmp_path, found[0].name) == found[0]


@pytest.mark.parametrize("name", ["", ".", "../x", "..%2fx", "x", "/etc/passwd", "20260101T000000.000000Z-" + "0" * 16])
def test_no_name_leads_out_of_the_mailbox(tmp_path: Path, name: str) -> None:
    (tmp_path / "box").mkdir()
    (tmp_path / "x.eml").write_text("Subject: secret\n\nsecret")
    assert mailbox.letter(tmp_path / "box", name) is None


def test_a_mailbox_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert mailbox.letters(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("mailbox:", {"EMAIL_BACKEND": MAILBOX}),
        ("smtp://relay.example", {"EMAIL_HOST": "relay.example", "EMAIL_PORT": 25, "EMAIL_USE_TLS": False}),
        (
            "smtp://desk%40contoh.example:p%3Aw@relay.example",
            {
                "EMAIL_HOST_USER": "desk@contoh.example",
                "EMAIL_HOST_PASSWORD": "p:w",
                "EMAIL_PORT": 587,
                "EMAIL_USE_TLS": True,
                "EMAIL_USE_SSL": False,
            },
        ),
        ("smtp://u:p@relay.example:2525", {"EMAIL_PORT": 2525, "EMAIL_USE_TLS": True}),
        ("smtps://u:p@relay.example", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False}),
    ],
)
def test_the_mail_setting_becomes_djangos(url: str, expected: dict[str, object]) -> None:
    found = mail_settings(url)
    assert {name: found[name] for name in expected} == expected
