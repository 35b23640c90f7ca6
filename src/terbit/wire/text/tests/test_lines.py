"""Bytes become lines, and lines paragraphs, however the page was saved."""

from __future__ import annotations

import textwrap

import pytest

from terbit.wire.text.decode import decode
from terbit.wire.text.lines import lines_of
from terbit.wire.text.tests.builders import HEAD, PARAGRAPHS

PAGE = "\n\n".join(("Beranda", *HEAD.split("\n"), *PARAGRAPHS))


def lines(text: str) -> list[str]:
    return [line.text for line in lines_of(text)]


@pytest.mark.parametrize("width", [40, 60, 72, 80])
@pytest.mark.parametrize("margin", ["", "   "])
def test_hard_wrapped_paragraphs_are_whole_again(width: int, margin: str) -> None:
    wrapped = "\n\n".join(
        textwrap.fill(part, width, initial_indent=margin, subsequent_indent=margin) for part in PAGE.split("\n\n")
    )
    assert lines(wrapped) == lines(PAGE)


def test_wrapped_paragraphs_without_blank_lines_end_where_a_word_would_have_fitted() -> None:
    wrapped = "\n".join(textwrap.fill(part, 50) for part in PARAGRAPHS)
    assert lines(wrapped) == list(PARAGRAPHS)


def test_short_paragraphs_of_one_line_each_are_not_joined() -> None:
    short = [
        "Ia datang pada hari Senin.",
        "Lalu ia pergi lagi.",
        "Tidak ada yang bertanya ke mana.",
        "Hujan turun malam itu.",
    ]
    assert lines("\n".join(short)) == short


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_kind_of_line_end_is_one(newline: str) -> None:
    assert lines(newline.join(("Satu", "", "Dua"))) == ["Satu", "Dua"]


def test_odd_spaces_are_spaces_and_invisible_signs_are_nothing() -> None:
    assert lines("\ufeffHarga\u00a0cumi\u2009naik\u200b lagi") == ["Harga cumi naik lagi"]


@pytest.mark.parametrize(
    ("raw", "bullet"),
    [("• Perahu", "• "), ("- Perahu", "- "), ("3. Perahu", "3. "), ("»Perahu«", ""), ("3.500 perahu", "")],
)
def test_a_bullet_is_known_from_a_word(raw: str, bullet: str) -> None:
    assert lines_of(raw)[0].bullet == bullet


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_page_reads_the_same_in_every_coding(coding: str) -> None:
    text = "“Kami menunggu,” kata Bu Siti – penjual café di Jalan Lada, yang membuka warungnya sejak 1998.\n" * 3
    assert decode(text.encode(coding)).text == text


@pytest.mark.parametrize(
    ("coding", "text"),
    [
        ("cp1251", "Все люди рождаются свободными и равными. " * 4),
        ("cp1256", "يولد جميع الناس أحرارا متساوين في الكرامة " * 4),
    ],
)
def test_other_alphabets_are_told_by_their_letters(coding: str, text: str) -> None:
    decoded = decode(text.encode(coding))
    assert decoded.text == text and coding in decoded.doubt


def test_broken_utf_8_is_read_with_a_doubt() -> None:
    decoded = decode("“Kami menunggu,” kata Bu Siti – sejak pagi – “dan malam.”".encode()[:-2])
    assert decoded.text.startswith("“Kami menunggu,”") and decoded.doubt


def test_mojibake_is_mended_where_it_is_certain() -> None:
    spoilt = "“Kami menunggu,” kata Bu Siti.".encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    decoded = decode(spoilt.encode())
    assert decoded.text == "“Kami menunggu,” kata Bu Siti." and decoded.doubt


@pytest.mark.parametrize("text", ["Pabrik NESTLÉ Ã© di Ende", "SELKÄ EDELLÄ MAAHAN", "Ã", "crème brûlée"])
def test_what_may_be_meant_stays(text: str) -> None:
    assert decode(text.encode()).text == text


def test_a_short_page_with_two_wide_wrapped_lines_is_put_together() -> None:
    page = (
        "Rapat dimulai pukul 19.40, hadir 46 orang, dan semuanya tahu apa yang hendak\n"
        "dibicarakan malam itu.\n\n"
        "Yang masih harus ditanyakan ialah siapa yang memegang kunci pintu air, berapa\n"
        "luas lahan, dan apakah bank bersedia datang."
    )
    assert [line.text for line in lines_of(page)] == [part.replace("\n", " ") for part in page.split("\n\n")]


def test_two_lines_of_one_length_are_not_wrapped_for_that() -> None:
    page = "Harga ikan kembung turun\npasar ramai\nHarga cumi naik pekan ini\nnelayan libur"
    assert [line.text for line in lines_of(page)] == page.split("\n")
