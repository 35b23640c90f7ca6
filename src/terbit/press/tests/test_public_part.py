from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.press.plain import paragraphs_of, text_of
from terbit.press.public_part import public_part, sentences, word_count

REST = {"type": "paragraph", "value": f"<p>{'kata ' * 400}</p>"}


def a_paragraph(html: str) -> dict[str, str]:
    return {"type": "paragraph", "value": html}


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (4, "Satu dua tiga."),
        (5, "Satu dua tiga. Empat lima."),
        (60, "Satu dua tiga. Empat lima. Enam tujuh!"),
    ],
)
def test_the_public_part_ends_at_a_sentence(limit: int, text: str) -> None:
    body = [a_paragraph("<p>Satu <b>dua</b> tiga. Empat lima. Enam tujuh!</p><p>Alinea kedua.</p>"), REST]
    assert public_part(body, words=limit, share=25).text == text


def test_it_is_never_more_than_its_share_of_the_body() -> None:
    body = [a_paragraph("<p>Satu dua tiga. Empat lima enam. Tujuh delapan sembilan. Sepuluh sebelas dua belas.</p>")]
    assert public_part(body, words=60, share=25).text == "Satu dua tiga."
    assert public_part(body, words=60, share=50).text == "Satu dua tiga. Empat lima enam."


def test_a_first_sentence_that_is_too_long_is_cut_after_a_word_and_says_so() -> None:
    part = public_part([a_paragraph("<p>Satu dua tiga, empat lima enam tujuh.</p>"), REST], words=3, share=25)
    assert (part.text, part.cut) == ("Satu dua tiga…", True)
    assert part.rest.startswith(", empat lima enam tujuh.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Ir. H. Rahmat Hidayat membeli sapi.",
        "Ia tinggal di Jl. Merdeka No. 5 sejak lama.",
        "Harganya Rp2.500 per kg. dan naik terus.",
        "“Sudah selesai!” kata Bupati Siti.",
        "Menurut A. N. Wijaya, hujan turun 3,5 jam.",
    ],
)
def test_a_short_form_or_an_initial_ends_no_sentence(sentence: str) -> None:
    assert list(sentences(f"{sentence} Lalu pulang.")) == [sentence, "Lalu pulang."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ia bertanya: “Di mana?” Tidak ada jawaban.", ["Ia bertanya: “Di mana?”", "Tidak ada jawaban."]),
        ("Habis… Lalu sepi.", ["Habis…", "Lalu sepi."]),
        ("Tahun 2026. 2027 belum.", ["Tahun 2026.", "2027 belum."]),
        ("Tanpa titik", ["Tanpa titik"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


def test_a_body_too_short_for_a_word_of_it_has_no_public_part() -> None:
    part = public_part([a_paragraph("<p>Tiga kata saja.</p>")], words=60, share=25)
    assert (part.text, part.rest) == ("", "Tiga kata saja.")


def test_a_body_without_a_paragraph_has_no_public_part() -> None:
    body = [{"type": "subheading", "value": "Sub"}, {"type": "quote", "value": {"text": "Kata.", "source": "Ayu"}}]
    assert public_part(body, words=60, share=100).text == ""
    assert public_part(body, words=60, share=100).rest == "Sub\nKata.\nAyu"
    assert public_part([], words=60, share=25).rest == ""


def test_the_first_paragraph_may_stand_behind_a_picture_and_empty_ones() -> None:
    body = [
        {"type": "picture", "value": {"picture": 3, "caption": "Gambar."}},
        a_paragraph("<p> </p>"),
        a_paragraph("<p>Pembuka. Lanjut.</p>"),
        REST,
    ]
    part = public_part(body, words=1, share=25)
    assert part.text == "Pembuka."
    assert part.rest.splitlines()[:2] == ["Gambar.", "Lanjut."]


def test_every_kind_of_block_is_read_for_the_rest() -> None:
    table = {"caption": "Harga", "columns": [{"type": "text", "heading": "Kota"}], "rows": [{"values": ["Solo", 5]}]}
    body = [
        a_paragraph("<p>Satu &amp; dua.<br>Tiga</p>"),
        {"type": "list", "value": {"ordered": True, "items": [{"value": "<p>a</p>"}, "<p>b</p>"]}},
        {"type": "table", "value": table},
        {"type": "embed", "value": {"url": "https://x.example", "title": "Peta"}},
        {"type": "read_also", "value": 9},
        {"type": "of a later version", "value": object()},
    ]
    assert text_of(body) == "Satu & dua.\nTiga\na\nb\nHarga\nKota\nSolo 5\nPeta"


sentence = st.lists(st.text("abcde", min_size=1, max_size=6), min_size=1, max_size=30).map(
    lambda words: " ".join(words).capitalize() + "."
)


@given(st.lists(sentence, min_size=1, max_size=8), st.integers(1, 80), st.integers(1, 100))
def test_whatever_the_body_the_public_part_keeps_its_limits_and_nothing_is_lost(
    lines: list[str], words: int, share: int
) -> None:
    body = [a_paragraph(f"<p>{' '.join(lines)}</p>"), a_paragraph(f"<p>{' '.join(reversed(lines))}</p>")]
    part = public_part(body, words=words, share=share)
    whole = text_of(body)
    assert word_count(part.text) <= min(words, word_count(whole) * share / 100)
    assert part.cut or part.text == "" or part.text.endswith(".")
    assert (part.text.removesuffix("…") + part.rest).replace(" ", "").replace("\n", "") == whole.replace(
        " ", ""
    ).replace("\n", "")


def test_paragraphs_of_a_rich_text_are_plain() -> None:
    assert paragraphs_of('<p>Satu  <a href="/x">dua</a></p><p>&nbsp;</p><p>Ti<b>ga</b></p>') == ["Satu dua", "Tiga"]
