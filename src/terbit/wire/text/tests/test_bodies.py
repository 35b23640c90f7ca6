"""What stands in an article stays; what the page put between its paragraphs does not."""

from __future__ import annotations

import pytest

from terbit.wire.story import Listing, Paragraph, Quote, Subheading, Table
from terbit.wire.text.tests.builders import PARAGRAPHS, everything, read, texts

ONE, TWO, THREE = PARAGRAPHS


@pytest.mark.parametrize(
    "furniture",
    [
        "Iklan",
        "ADVERTISEMENT\nSCROLL TO CONTINUE WITH CONTENT",
        "Scroll ke bawah untuk melanjutkan membaca",
        "Baca Juga:",
        "Baca juga: Feri Malam ke Pulau Kerang Mulai Berlayar",
        "Baca Juga:\nFeri Malam ke Pulau Kerang Mulai Berlayar",
        "Lihat Juga :\nFeri Malam ke Pulau Kerang Mulai Berlayar",
        "Pilihan Redaksi\nFeri Malam ke Pulau Kerang\nHarga Cumi Naik Lagi di Pasar Subuh",
        "Dapatkan kabar pilihan kami di email Anda setiap pagi. Daftar sekarang.",
        "Sign up to our newsletter\nEnter your email address",
        "[Gambas:Video 20tv]",
        "1 Januari 1970",
        "Artikel ini telah tayang di kabar.com dengan judul Jembatan Kampung Lampu Ditutup",
    ],
)
def test_what_a_page_puts_between_paragraphs_is_left_out(furniture: str) -> None:
    assert texts(read(ONE, furniture, TWO, THREE)) == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Kata sandi akun pejabat itu diketahui tiga orang, menurut polisi.",
        "“Anda boleh masuk, tetapi daftarkan dulu nama Anda,” kata penjaga itu kepada wartawan.",
        "Iklan rokok di pelabuhan diturunkan pada Senin malam oleh petugas.",
        "Ia pergi.",
        "Redaksi koran itu tidak menjawab surat pengiklan yang meminta ralat.",
        "Menurut undang-undang hak cipta, foto itu milik pemotretnya.",
    ],
)
def test_news_about_the_things_that_furniture_speaks_of_stays(paragraph: str) -> None:
    assert texts(read(ONE, paragraph, TWO, THREE)) == [ONE, paragraph, TWO, THREE]


def test_a_short_line_above_text_is_a_subheading() -> None:
    assert Subheading("Perahu menggantikan tali") in read(ONE, "Perahu menggantikan tali", TWO, THREE).body


def test_a_short_line_that_stands_on_the_page_twice_is_a_link() -> None:
    below = "Berita lainnya\nPerahu menggantikan tali"
    assert texts(read(ONE, "Perahu menggantikan tali", TWO, THREE, below=below)) == [ONE, TWO, THREE]


def test_a_subheading_below_an_empty_read_also_stays_if_it_speaks_of_this_story() -> None:
    assert "Jembatan selesai November" in texts(read(ONE, TWO, "Baca Juga:", "Jembatan selesai November", THREE))


def test_lines_with_bullets_are_a_list_and_with_numbers_an_ordered_one() -> None:
    story = read(
        ONE,
        "• Perahu pertama pukul 05.30.\n• Perahu terakhir pukul 21.00.",
        TWO,
        "1. Datang pagi.\n2. Bawa pelampung.",
        THREE,
    )
    assert Listing(("Perahu pertama pukul 05.30.", "Perahu terakhir pukul 21.00.")) in story.body
    assert Listing(("Datang pagi.", "Bawa pelampung."), ordered=True) in story.body


def test_one_numbered_line_alone_is_a_subheading_with_its_number() -> None:
    assert Subheading("2. Siapa yang membayar perahu") in read(ONE, TWO, "2. Siapa yang membayar perahu", THREE).body


def test_lines_with_tabs_are_a_table_if_they_have_equally_many_cells() -> None:
    story = read(ONE, "Perahu\tBerangkat\nKuntul\t05.30\nBangau\t06.00", TWO, THREE)
    assert Table(("Perahu", "Berangkat"), (("Kuntul", "05.30"), ("Bangau", "06.00"))) in story.body


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        (
            "“Kami hanya minta tali yang baru.” Darsih, pedagang",
            Quote("Kami hanya minta tali yang baru.", "Darsih, pedagang"),
        ),
        (
            '"Kami hanya minta tali yang baru." (Darsih, pedagang)',
            Quote("Kami hanya minta tali yang baru.", "Darsih, pedagang"),
        ),
        (
            "“Kami hanya minta tali yang baru.”\n— Darsih, pedagang",
            Quote("Kami hanya minta tali yang baru.", "Darsih, pedagang"),
        ),
    ],
)
def test_a_quotation_that_stands_alone_is_a_quote_with_its_source(line: str, quote: Quote) -> None:
    assert quote in read(ONE, line, TWO, THREE).body


def test_a_quotation_within_a_sentence_is_a_paragraph() -> None:
    said = "“Kami hanya minta tali yang baru,” kata Darsih."
    assert Paragraph(said) in read(ONE, said, TWO, THREE).body


def test_signs_of_html_are_text() -> None:
    assert (
        Paragraph("Tali &lt;baja&gt; &amp; papan diganti, kata Dinas.")
        in read(ONE, "Tali <baja> & papan diganti, kata Dinas.", TWO).body
    )


def test_a_pictures_caption_within_the_text_is_no_paragraph() -> None:
    assert texts(read(ONE, TWO, "Foto: Jembatan pada hari Selasa (ANTARA FOTO/Gita Rahmani)", THREE)) == [
        ONE,
        TWO,
        THREE,
    ]


def test_what_is_said_three_times_is_a_promotion() -> None:
    promise = "Rasakan pengalaman membaca yang lain dari biasanya bersama kawan-kawan."
    assert promise not in everything(read(ONE, promise, TWO, promise, THREE, promise))
