"""A journalist meets Indonesian everywhere in Wagtail's admin: its own words, and the overlay's where it has none."""

from __future__ import annotations

import gettext
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as house
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.timesince import timesince
from django.utils.timezone import now
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation
from tools import wagtail_overlay as overlay

DOMAINS = pytest.mark.parametrize("domain", overlay.DOMAINS)
# What the house does not say: slips of spelling, and words other than those of the glossary (draf, tayang, kata sandi).
NOT_OUR_WORDS = re.compile(
    r"\b(anda|[Ss]ilahkan|[Kk]adaluarsa|[Ss]urel|[Kk]onsep|[Pp]ublikasi|terpublikasi)\b|(?<![Kk]ata )\b[Ss]andi\b|  "
)


def a_message(singular: str, plural: str | None = None) -> overlay.Message:
    return overlay.Message(overlay.Key("", singular), plural, frozenset(), ("wagtail.admin",), ())


@DOMAINS
def test_everything_the_admin_says_is_said_in_indonesian(domain: str) -> None:
    words = overlay.words(overlay.overlay_po(domain))
    said = overlay.messages(domain).values()
    assert said
    assert [message.key for message in said if not overlay.answer(message, words)] == []


@DOMAINS
def test_words_carry_the_placeholders_and_tags_of_what_they_translate(domain: str) -> None:
    assert list(overlay.complaints(domain)) == []


@DOMAINS
def test_the_compiled_catalogue_is_as_new_as_its_words(domain: str) -> None:
    po = overlay.overlay_po(domain)
    assert po.with_suffix(".mo").read_bytes() == overlay.mo_bytes(po)


@DOMAINS
def test_merging_again_changes_nothing(domain: str) -> None:
    text = overlay.po_text(domain, overlay.merged(domain))
    assert text == overlay.overlay_po(domain).read_text(encoding="utf-8")
    assert ".venv" not in text and "site-packages" not in text and str(Path.home()) not in text


@DOMAINS
def test_one_register_throughout(domain: str) -> None:
    words = overlay.words(overlay.overlay_po(domain))
    answers = [overlay.answer(message, words) for message in overlay.messages(domain).values()]
    assert [text for text in answers if NOT_OUR_WORDS.search(text)] == []


@DOMAINS
@pytest.mark.parametrize("language", ["id", "id-id"])
def test_django_answers_with_the_overlay_before_any_app(domain: str, language: str, settings) -> None:
    settings.LOCALE_PATHS = [overlay.OVERLAY]
    words, django = overlay.words(overlay.overlay_po(domain)), DjangoTranslation(language, domain=domain)
    for message in overlay.messages(domain).values():
        (context, singular), expected = message.key, overlay.answer(message, words)
        if message.plural is not None:
            assert django.ngettext(singular, message.plural, 1) == expected
            assert django.ngettext(singular, message.plural, 2) == expected
        else:
            assert (django.pgettext(context, singular) if context else django.gettext(singular)) == expected


def test_the_settings_name_the_overlay_after_the_themes_words() -> None:
    folders = [Path(folder) for folder in house.LOCALE_PATHS]
    assert folders.index(house.THEME / "locale") < folders.index(overlay.OVERLAY)


def test_a_moment_ago_is_recognised_as_just_now() -> None:
    """Wagtail compares Django's "0 minutes" with its own: the two must agree to the letter."""
    with override("id"):
        words = overlay.words(overlay.overlay_po("django"))
        assert timesince(now()).replace("\xa0", " ") == words[overlay.Key("", "0 minutes")]


def test_times_gone_by_are_told_in_indonesian() -> None:
    """Django's words for them are loaded only where django.contrib.humanize is installed."""
    with override("id"):
        assert "ago" not in naturaltime(now() - timedelta(hours=2))


@pytest.mark.parametrize(
    ("message", "word", "faults"),
    [
        (a_message("%(count)s page", "%(count)s pages"), "%(count)s halaman", []),
        (a_message("1 page", "%(count)s pages"), "1 halaman", ["placeholders differ"]),
        (a_message("by %(user)s"), "oleh %(pengguna)s", ["placeholders differ"]),
        (a_message("'{title}' is locked"), "terkunci", ["placeholders differ"]),
        (a_message("<b>Locked</b>"), "Terkunci", ["tags differ"]),
        (a_message("Delete "), "Hapus", ["spaces at the edges differ"]),
        (a_message("Save"), "", ["missing"]),
    ],
)
def test_a_word_that_would_break_a_sentence_is_named(message: overlay.Message, word: str, faults: list[str]) -> None:
    assert overlay.faults(message, word) == faults


def test_a_compiled_catalogue_is_what_gettext_reads(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    po.write_text(
        overlay.HEADER
        + 'msgid "Draft"\nmsgstr "Draf"\n\n'
        + 'msgctxt "A tag name"\nmsgid "name"\nmsgstr "nama"\n\n'
        + 'msgid "%(n)s page"\nmsgid_plural "%(n)s pages"\nmsgstr[0] "%(n)s halaman"\n\n'
        + '#, fuzzy\nmsgid "Publish"\nmsgstr "Terbitkan"\n\n'
        + 'msgid "Lock"\nmsgstr ""\n',
        encoding="utf-8",
    )
    read = gettext.GNUTranslations(BytesIO(overlay.mo_bytes(po)))
    assert read.gettext("Draft") == "Draf"
    assert read.pgettext("A tag name", "name") == "nama"
    assert (
        read.ngettext("%(n)s page", "%(n)s pages", 1)
        == read.ngettext("%(n)s page", "%(n)s pages", 7)
        == "%(n)s halaman"
    )
    assert read.gettext("Publish") == "Publish"
    assert read.gettext("Lock") == "Lock"
