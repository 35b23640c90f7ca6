"""Headline, names, partner, picture, dateline, credit: each with what is easily taken for it."""

from __future__ import annotations

import pytest

from terbit.wire.story import Credited, Story
from terbit.wire.text.bylines import read_labels
from terbit.wire.text.credits import closing_credit, is_credit_line
from terbit.wire.text.datelines import split_dateline
from terbit.wire.text.partners import logo_of, stated_partner
from terbit.wire.text.pictures import split_caption
from terbit.wire.text.tests.builders import PARAGRAPHS, read


def names(story: Story) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in story.byline]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "Judul Jembatan Ditutup\nReporter\nRaka Mahardika\nEditor\nAyu Wirasti",
            [("Raka Mahardika", "reporter"), ("Ayu Wirasti", "editor")],
        ),
        ("Judul Jembatan Ditutup\nReporter\nRaka Mahardika\nEditor\nIklan", [("Raka Mahardika", "reporter")]),
        ("Judul Jembatan Ditutup\nReporter\nEditor\nSelasa, 3 September 2019", []),
        (
            "Judul Jembatan Ditutup\nPenulis: Raka Mahardika | Editor: Ayu Wirasti",
            [("Raka Mahardika", "author"), ("Ayu Wirasti", "editor")],
        ),
        (
            "Judul Jembatan Ditutup\nOleh Raka Mahardika dan Tom van der Berg",
            [("Raka Mahardika", "author"), ("Tom van der Berg", "author")],
        ),
        ("Judul Jembatan Ditutup\nRaka Mahardika\n3 September 2019", [("Raka Mahardika", "author")]),
        (
            "Judul Jembatan Ditutup\nRaka Mahardika, City correspondent\n3 September 2019",
            [("Raka Mahardika", "author")],
        ),
        ("Judul Jembatan Ditutup\nTim Kabar\n3 September 2019", []),
    ],
)
def test_names_stand_behind_labels_below_them_or_beside_the_date(head: str, expected: list[tuple[str, str]]) -> None:
    assert names(read(head=head)) == expected


def test_labels_below_the_text_count_as_well() -> None:
    story = read(
        head="Jembatan Kampung Lampu Ditutup", below="Pewarta: Raka Mahardika Editor: Ayu Wirasti\nTags:\njembatan"
    )
    assert names(story) == [("Raka Mahardika", "reporter"), ("Ayu Wirasti", "editor")]


@pytest.mark.parametrize(
    "text",
    [
        "Editor's Picks",
        "Oleh karena itu jembatan ditutup",
        "By the end of the year",
        "Story of the day",
        "Reporter cilik",
    ],
)
def test_other_lines_that_begin_like_a_label_name_nobody(text: str) -> None:
    assert not [name for label in read_labels(text) for name in label.names]


def test_an_organisation_is_told_from_a_person() -> None:
    story = read(head="Jembatan Kampung Lampu Ditutup\nReporter\nDeutsche Welle\n3 September 2019")
    assert story.byline == (Credited("Deutsche Welle", "reporter", organisation=True),)


def test_the_headline_is_the_line_that_the_text_repeats_in_many_words() -> None:
    above = "Terpopuler\nHarga Cumi Naik Lagi di Pasar Subuh\nFeri Malam ke Pulau Kerang Mulai Berlayar"
    assert read(above=above).headline == "Jembatan Kampung Lampu Ditutup"


def test_a_headline_in_capitals_with_a_comma_is_no_list_of_persons() -> None:
    story = read(head="Jembatan Gantung Ditutup, Warga Menyeberang\nOleh Raka Mahardika\n3 September 2019")
    assert story.headline == "Jembatan Gantung Ditutup, Warga Menyeberang"
    assert names(story) == [("Raka Mahardika", "author")]


def test_a_window_title_loses_the_sites_name() -> None:
    assert (
        read(head="Jembatan Kampung Lampu Ditutup - Kabar.com\n3 September 2019").headline
        == "Jembatan Kampung Lampu Ditutup"
    )


def test_a_kicker_is_no_word_of_a_menu() -> None:
    head = "Jembatan Kampung Lampu Ditutup\n3 September 2019"
    assert read(head=f"Penyeberangan\n{head}").kicker == "Penyeberangan"
    assert read(head=f"Video\n{head}").kicker == ""


def test_a_standfirst_stands_above_names_and_date() -> None:
    above, below = (
        "Dua tali putus, dan tidak seorang pun tahu siapa yang harus membayar.",
        "Oleh Raka Mahardika\n3 September 2019",
    )
    story = read(head=f"Jembatan Kampung Lampu Ditutup\n{above}\n{below}")
    assert story.standfirst == above


@pytest.mark.parametrize(
    ("line", "partner"),
    [
        ("Kerja sama dengan Deutsche Welle", "Deutsche Welle"),
        ("Artikel ini merupakan kerja sama Kabar dengan The Coast Conversation.", "The Coast Conversation"),
        ("Sumber: BenarNews", "BenarNews"),
        ("Originally published by Global Shore. Republished with permission.", "Global Shore"),
        ("Kapal itu bekerja sama dengan alam", ""),
        ("Sumber air di desa itu kering", ""),
    ],
)
def test_a_partner_is_named_by_what_was_done_together(line: str, partner: str) -> None:
    assert stated_partner(line) == partner


def test_a_logo_in_the_head_is_the_partners_and_the_sites_own_is_not() -> None:
    assert logo_of("Logo DW") == "DW"
    above, below = "Logo Kabar Bandar\nMasuk", "Bagikan\n© 2019 Kabar Bandar"
    head = "Jembatan Kampung Lampu Ditutup\nLogo {}\n3 September 2019"
    assert read(head=head.format("DW"), above=above, below=below).partner == "DW"
    assert read(head=head.format("Kabar Bandar"), above=above, below=below).partner == ""


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Jembatan pada hari Selasa. REUTERS/Lena Okafor", "Jembatan pada hari Selasa.", "REUTERS/Lena Okafor"),
        ("Foto: Jembatan pada hari Selasa (Yusuf Tarempa)", "Jembatan pada hari Selasa", "Yusuf Tarempa"),
        (
            "Jembatan pada hari Selasa. [ANTARA FOTO/Gita Rahmani]",
            "Jembatan pada hari Selasa.",
            "ANTARA FOTO/Gita Rahmani",
        ),
        ("(Foto: Yusuf Tarempa) Jembatan pada hari Selasa.", "Jembatan pada hari Selasa.", "Yusuf Tarempa"),
        ("Jembatan pada hari Selasa. Photograph: Sam Ruiz", "Jembatan pada hari Selasa.", "Sam Ruiz"),
        ("Jembatan itu (dibangun pada 1911) ditutup.", "Jembatan itu (dibangun pada 1911) ditutup.", ""),
    ],
)
def test_a_caption_gives_up_its_credit(line: str, caption: str, credit: str) -> None:
    assert split_caption(line) == (caption, credit)


@pytest.mark.parametrize(
    ("text", "dateline", "rest"),
    [
        ("KABAR.ID, Kupang - Jembatan ditutup.", "Kupang", "Jembatan ditutup."),
        ("KUPANG (AP) — Jembatan ditutup.", "KUPANG", "Jembatan ditutup."),
        ("Kupang, 3 September: Jembatan ditutup.", "Kupang, 3 September", "Jembatan ditutup."),
        ("Kupang, Kabar Timur -- “Jembatan ditutup.”", "Kupang", "“Jembatan ditutup.”"),
        (
            "Presiden Joko Widodo - yang baru tiba - melihatnya.",
            "",
            "Presiden Joko Widodo - yang baru tiba - melihatnya.",
        ),
        ("Catatan: harga dapat berubah.", "", "Catatan: harga dapat berubah."),
        ("Ia datang – lalu pergi.", "", "Ia datang – lalu pergi."),
    ],
)
def test_a_dateline_is_a_place_at_the_start_and_not_the_site(text: str, dateline: str, rest: str) -> None:
    assert split_dateline(text, lambda name: name == "Kabar Timur") == (dateline, rest)


@pytest.mark.parametrize(("line", "is_one"), [
    ("hp/as (ap, dpa, interfax)", True), ("vlz/rzn (Reuters, AP)", True), ("pkp/as", True), ("(abc/def)", True), ("(ANTARA)", True),
    ("dan/atau", False), ("hp", False), ("Ia pergi (ap, dpa)", False), ("Rp5.000/kg", False),
])  # fmt: skip
def test_a_credit_line_has_initials_and_agencies(line: str, is_one: bool) -> None:
    assert is_credit_line(line) is is_one


def test_the_credit_line_is_kept_in_the_order_delivered() -> None:
    assert read(*PARAGRAPHS, "hp/as (ap, dpa, interfax)").credit == "hp/as (ap, dpa, interfax)"
    assert closing_credit("Jembatan selesai pada November. (abc/def)") == (
        "Jembatan selesai pada November.",
        "(abc/def)",
    )
    assert closing_credit("Jembatan selesai (November/Desember).") == ("Jembatan selesai (November/Desember).", "")
