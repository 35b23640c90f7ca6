"""No address of a person survives, in a story or beside it."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.text_pages import pages

from terbit.wire.text.pages import NoArticle, read_page
from terbit.wire.text.privacy import has_address, masked, without_addresses
from terbit.wire.text.tests.builders import PARAGRAPHS, a_page, everything, read

ANY_ADDRESS = re.compile(r"[\w.+*-]+@[\w-]+\.\w+")
READERS = [
    "citra.pembaca@surat.example",
    "j.alder+news@mail.example.org",
    "c****a@surat.example",
    "BUDI_74@EXAMPLE.COM",
    "citra (at) surat.example",
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "sentence",
    [
        "Kami telah mengirim link ke {}",
        "Halo, {}",
        "{}",
        "Tulis kepada {} bila Anda melihat tali yang putus di jembatan itu, kata lurah.",
    ],
)
@pytest.mark.parametrize("place", ["above", "in the text", "below"])
def test_a_readers_address_is_nowhere_in_the_story(reader: str, sentence: str, place: str) -> None:
    line = sentence.format(reader)
    story = {
        "above": lambda: read(above=line),
        "in the text": lambda: read(PARAGRAPHS[0], line, *PARAGRAPHS[1:]),
        "below": lambda: read(below=line),
    }[place]()
    assert reader not in str(asdict(story))
    assert not has_address(everything(story))


def test_an_article_that_gives_an_address_says_that_it_was_taken_out() -> None:
    story = read(
        PARAGRAPHS[0],
        "Pendaftaran perahu dibuka di kelurahan atau lewat perahu@kelurahan.example sampai Jumat.",
        *PARAGRAPHS[1:],
    )
    assert "kelurahan atau lewat […] sampai Jumat" in everything(story)
    assert "body" in [doubt.field for doubt in story.doubts]


def test_handles_and_prices_are_no_addresses() -> None:
    assert (
        without_addresses("Pesan ke @MerPolCc, 3 kg @ Rp5.000, pukul 10.15")
        == "Pesan ke @MerPolCc, 3 kg @ Rp5.000, pukul 10.15"
    )


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_original_keeps_its_length_and_its_words_but_no_address(coding: str) -> None:
    data = "Halo, citra@surat.example.\nJembatan ditutup.".encode(coding)
    kept = masked(data)
    assert len(kept) == len(data) and "Jembatan ditutup." in kept.decode(coding)
    assert "citra" not in kept.decode(coding) and "surat" not in kept.decode(coding)


def test_no_address_survives_from_any_page_of_any_site() -> None:
    for page in (*pages.development(), *pages.held_out()):
        story = read_page(page.data, page.name)
        assert story.original is not None
        assert not ANY_ADDRESS.search(str(asdict(story))), (page.site, page.name)
        assert not ANY_ADDRESS.search(story.original.content.decode("utf-8", "replace")), (page.site, page.name)


@settings(max_examples=60, deadline=None)
@given(st.emails(), st.integers(0, 4))
def test_no_address_of_any_form_survives_anywhere(address: str, place: int) -> None:
    lines = a_page().decode().split("\n\n")
    lines.insert(place, f"Tautan dikirim ke {address} tadi")
    try:
        story = read_page("\n\n".join(lines).encode(), "page")
    except NoArticle:
        return
    assert address not in everything(story)
