"""Whoever reads Indonesian meets no English, and no catalogue is behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import Catalog
from tools import messages


def test_every_word_is_translated_and_every_catalogue_compiled() -> None:
    wrong = messages.check()
    assert not wrong, "\n".join([*wrong, "Run `python tools/messages.py`, translate what it lists, and run it again."])


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    """A language of two sentences, written and compiled."""
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    collected = Catalog()
    collected.add("Read on")
    collected.add(("%(n)s story", "%(n)s stories"))
    catalog = messages.update("id", collected)
    catalog["Read on"].string = "Baca terus"
    catalog["%(n)s story"].string = ("%(n)s tulisan",)
    messages.write("id", catalog)
    return collected


def faults(collected: Catalog, *, complete: bool = True) -> list[str]:
    return list(messages.problems("id", collected, complete=complete))


def test_a_complete_catalogue_has_nothing_to_complain_of(small: Catalog) -> None:
    assert faults(small) == []


def test_a_sentence_that_nobody_has_translated_is_found(small: Catalog) -> None:
    small.add("Sign in")
    assert faults(small) == ["id: not in the catalogue: Sign in"]
    messages.write("id", messages.update("id", small))
    assert faults(small) == ["id: not translated: Sign in"]
    assert faults(small, complete=False) == []


def test_a_sentence_that_nobody_says_any_more_is_found(small: Catalog) -> None:
    assert faults(Catalog())[0].startswith("id: nobody says this any more")


def test_a_translation_that_drops_or_invents_a_value_is_found(small: Catalog) -> None:
    small.add("Back to %(house)s")
    for wrong in ("Kembali", "Kembali ke %(rumah)s"):
        catalog = messages.update("id", small)
        catalog["Back to %(house)s"].string = wrong
        messages.write("id", catalog)
        assert faults(small) == ["id: other values than the msgid: Back to %(house)s"]


def test_a_guessed_translation_is_found(small: Catalog) -> None:
    catalog = messages.update("id", small)
    catalog["Read on"].flags.add("fuzzy")
    messages.write("id", catalog)
    assert "id: fuzzy: Read on" in faults(small)


def test_a_compiled_catalogue_that_is_behind_is_found(small: Catalog) -> None:
    po = messages.po_file("id")
    po.write_text(po.read_text().replace("Baca terus", "Lanjut membaca"))
    assert faults(small) == ["id: the .mo is older than the .po; run tools/messages.py"]


def test_words_of_python_of_printed_and_of_djangos_templates_are_collected() -> None:
    found = {source.method for source in messages.sources()}
    assert {"python", "jinja2"} <= found
    collected = messages.collect()
    for sentence in ("Read on with a free account", "Skip to the content"):
        assert collected.get(sentence) is not None
