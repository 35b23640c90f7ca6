"""What pages of subscription news sites taught: boxes, labels, partners, credits, datelines, each with its false friend."""

from __future__ import annotations

from datetime import timedelta

import pytest

from terbit.wire.story import Story
from terbit.wire.text.bylines import read_labels
from terbit.wire.text.credits import is_credit_line
from terbit.wire.text.datelines import split_dateline
from terbit.wire.text.dates import find_dates
from terbit.wire.text.folder import learn
from terbit.wire.text.furniture import offers
from terbit.wire.text.lines import lines_of
from terbit.wire.text.pages import read_page
from terbit.wire.text.partners import stated_partner
from terbit.wire.text.pictures import credit_of, split_caption
from terbit.wire.text.tests.builders import HEAD, PARAGRAPHS, a_page, everything, read, texts
from terbit.wire.text.vocabulary import words_of

TITLE = "Jembatan Kampung Lampu Ditutup"
DATE = "Selasa, 3 September 2019 10:15 WIB"
LEAD = "Dua tali baja putus dalam semalam, dan tidak seorang pun tahu kapan jembatan itu dibuka lagi."


def picture(story: Story) -> tuple[str, str]:
    return (story.pictures[0].caption, story.pictures[0].credit) if story.pictures else ("", "")


@pytest.mark.parametrize(
    "line",
    [
        "Pilihan Editor: Harga Ikan Kembung Turun",
        "Simak Video 'Harga Ikan Kembung Turun':",
        "Lihat juga Video: Harga Ikan Kembung Turun",
        "KABAR+",
        "Mulai dari Rp 15.000 per bulan",
        "Starting from IDR 55,000/month",
        "Langganan untuk akses tanpa batas ke semua artikel",
        "Artikel ini merupakan artikel premium",
        "Artikel ini dari Lotsenfunk. Baca versi aslinya di sini.",
        "By registering, you agree with The Courier's Privacy Policy",
        "for signing up our newsletter!",
        "Perbesar teks",
        "url telah tercopy",
    ],
)
def test_the_pages_own_words_between_paragraphs_are_left_out(line: str) -> None:
    assert texts(read(PARAGRAPHS[0], PARAGRAPHS[1], line, PARAGRAPHS[2])) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "text", ["Tarif Rp 15.000 per bulan", "C++", "Mulai Senin", "Harga beras naik Rp 500 per hari."]
)
def test_a_price_in_the_news_is_no_offer(text: str) -> None:
    assert not offers(text, words_of(text))


def test_prices_below_the_pages_own_words_are_its_offers_and_others_are_news() -> None:
    prices = ("Kabar Harian Rp 45.000 per bulan", "Kabar Lengkap Rp 69.000 per bulan")
    assert texts(read(PARAGRAPHS[0], "Pilih paket Anda", *prices, *PARAGRAPHS[1:])) == list(PARAGRAPHS)
    told = texts(read(PARAGRAPHS[0] + " Tarifnya:", *prices, *PARAGRAPHS[1:]))
    assert [text for text in told if text in prices] == list(prices)


def test_a_list_heading_that_speaks_of_editors_names_none() -> None:
    story = read(PARAGRAPHS[0], "Pilihan editor:\nSambal yang Memerlukan Tiga Rumah", *PARAGRAPHS[1:])
    assert texts(story) == list(PARAGRAPHS)
    assert [one.role for one in story.byline] == ["reporter"]


@pytest.mark.parametrize("line", ["Kota / Jembatan", "Kota > Jembatan", "Beranda › Kota › Jembatan"])
def test_a_path_ends_with_the_kicker(line: str) -> None:
    assert read(head=f"{line}\n{HEAD}").kicker == "Jembatan"


def test_a_box_that_says_where_it_ends_is_left_out_as_a_whole() -> None:
    box = ("Podcast Kabar", "Obrolan mingguan tentang kota, laut, dan orang-orangnya.", "Episode", "Akhir dari Podcast")
    assert texts(read(PARAGRAPHS[0], *box, PARAGRAPHS[1], PARAGRAPHS[2])) == list(PARAGRAPHS)


def test_an_end_without_a_beginning_takes_nothing_away() -> None:
    assert texts(read(*PARAGRAPHS, "Akhir dari penantian", PARAGRAPHS[1] + " Begitu janjinya.")) == [
        *PARAGRAPHS,
        "Akhir dari penantian",
        PARAGRAPHS[1] + " Begitu janjinya.",
    ]


def test_a_subheading_that_speaks_of_an_end_closes_no_box() -> None:
    page = ("Musim hujan", *PARAGRAPHS, "Akhir dari musim hujan", PARAGRAPHS[1] + " Begitu janjinya.")
    assert texts(read(PARAGRAPHS[0], *page)) == [PARAGRAPHS[0], *page]


PROMOTION = "Whether you're looking to broaden your horizons, this is the perfect source for anyone who wants the best."
FURNITURE = "By registering, you agree with our Privacy Policy"


def test_a_sentence_to_the_reader_below_a_label_and_above_furniture_is_a_box() -> None:
    box = ("Viewpoint", "Every Friday", PROMOTION, FURNITURE)
    assert texts(read(PARAGRAPHS[0], *box, PARAGRAPHS[1], PARAGRAPHS[2])) == list(PARAGRAPHS)


def test_the_storys_own_words_to_the_reader_stay() -> None:
    own = "Bila Anda menyeberang jembatan gantung itu, perahu kelurahan dan pelajar menunggu di Kampung Lampu sejak Selasa."
    assert own in texts(read(*PARAGRAPHS, "Cara menyeberang", own, FURNITURE, PARAGRAPHS[1] + " Begitu janjinya."))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Penulis, Raka Mahardika", ("Raka Mahardika",)),
        ("Penerjemah, Laila Pramesti", ("Laila Pramesti",)),
        ("Penulis, Raka Mahardika dan Ayu Wirasti", ("Raka Mahardika", "Ayu Wirasti")),
    ],
)
def test_a_comma_may_follow_a_label(text: str, names: tuple[str, ...]) -> None:
    assert [label.names for label in read_labels(text)] == [names]


@pytest.mark.parametrize("text", ["Penulis, Sutradara, dan Aktor", "Editor, Penulis", "Foto, Video"])
def test_a_list_of_jobs_names_nobody(text: str) -> None:
    assert not read_labels(text)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Raka Mahardika - kabarNews", "Raka Mahardika"),
        ("Raka Mahardika (The Kabar Courier)", "Raka Mahardika"),
        ("Kantor Berita Samudra (The Kabar Courier)", "Kantor Berita Samudra"),
    ],
)
def test_the_house_behind_a_name_is_no_part_of_it(line: str, name: str) -> None:
    story = read(head=f"{TITLE}\n{line}\n{DATE}", below="© 2026 kabarcom, The Kabar Courier. All rights reserved")
    assert [one.name for one in story.byline] == [name]
    assert not story.pictures


def test_a_site_that_signs_its_own_datelines_wrote_nothing_by_that_name() -> None:
    first = "Jakarta, KBX Nusantara -- " + PARAGRAPHS[0] + " " + PARAGRAPHS[1]
    story = read(first, *PARAGRAPHS[1:], head=f"{TITLE}\nKBX Nusantara\n{DATE}")
    assert (story.dateline, story.byline) == ("Jakarta", ())


def test_a_quarter_of_the_town_that_is_a_topic_too_stays_in_the_dateline() -> None:
    first = "Muara Sela, Kampung Lampu -- " + PARAGRAPHS[0] + " " + PARAGRAPHS[1]
    assert read(first, *PARAGRAPHS[1:], below="Topik\nKampung Lampu").dateline == "Muara Sela, Kampung Lampu"


@pytest.mark.parametrize(
    ("text", "dateline", "rest"),
    [
        ("Kabar9.com, Jakarta Polisi menutup jembatan.", "Jakarta", "Polisi menutup jembatan."),
        ("Kabar9.com, Labuan Bajo Sembilan orang menyeberang.", "Labuan Bajo", "Sembilan orang menyeberang."),
        ("Kabar9.com, Jakarta Selatan “Ayo,” katanya.", "Jakarta Selatan", "“Ayo,” katanya."),
        ("Kabar.id, Hulu Sela – Polisi menutup jembatan.", "Hulu Sela", "Polisi menutup jembatan."),
        ("Jakarta ● Nobody crosses the bridge.", "Jakarta", "Nobody crosses the bridge."),
        ("Kabar9.com, kata polisi, menutup jembatan.", "", "Kabar9.com, kata polisi, menutup jembatan."),
    ],
)
def test_datelines_without_a_dash(text: str, dateline: str, rest: str) -> None:
    assert split_dateline(text, lambda name: name.startswith("Kabar")) == (dateline, rest)


@pytest.mark.parametrize(
    "text", ["AP | Reuters | Antara", "RAKA MAHARDIKA | ANTARA", "Antara | Nordpress", "(nordpress/vws)"]
)
def test_agencies_with_bars_are_a_credit_line(text: str) -> None:
    assert is_credit_line(text)
    assert read(*PARAGRAPHS, below=f"{text}\nBagikan\nFacebook").credit == text


@pytest.mark.parametrize("text", ["Home | News | Sport", "Masuk | Daftar", "(laki-laki dan perempuan)"])
def test_menus_with_bars_are_none(text: str) -> None:
    assert not is_credit_line(text)


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("Baca di Lotsenfunk", "Lotsenfunk"),
        ("Read it on Agence Maritime", "Agence Maritime"),
        ("Artikel ini dari Lotsenfunk. Baca versi aslinya di sini.", "Lotsenfunk"),
        ("This article is from the Global Shore.", "Global Shore"),
        ("Artikel ini terbit pertama kali di Deutsche Welle.", "Deutsche Welle"),
        ("Baca di Google News", ""),
        ("Read on the App Store", ""),
        ("Baca di sini", ""),
        ("Artikel ini dari sudut pandang nelayan", ""),
    ],
)
def test_where_the_original_can_be_read_is_the_partner(text: str, house: str) -> None:
    assert stated_partner(text) == house


def test_a_partners_logo_may_stand_between_kicker_and_headline() -> None:
    story = read(head=f"Warga\n\nLogo Lotsenfunk\n\n{TITLE}\n{DATE}")
    assert (story.kicker, story.partner, story.headline) == ("Warga", "Lotsenfunk", TITLE)


CAPTION = "Warga menunggu perahu di bawah jembatan."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Sumber gambar, Koleksi pribadi", f"Keterangan gambar, {CAPTION}"), (CAPTION, "Koleksi pribadi")),
        (("Sumber gambar, Getty Images", f"Keterangan gambar, {CAPTION}"), (CAPTION, "Getty Images")),
        (("Image", CAPTION, "Credit...", "Lena Okafor for Kabar Review"), (CAPTION, "Lena Okafor for Kabar Review")),
        (("Lihat Foto", "(ANTARA FOTO/Gita Rahmani)"), ("", "ANTARA FOTO/Gita Rahmani")),
        (("Keterangan gambar", "KABAR/Gita Rahmani"), ("", "KABAR/Gita Rahmani")),
        (("gambar", f"{CAPTION} | KABAR/Gita Rahmani"), (CAPTION, "KABAR/Gita Rahmani")),
        ((f"Gambar: {CAPTION}", "Foto: Koleksi pribadi"), (CAPTION, "Koleksi pribadi")),
        (("Lihat Foto", f"{CAPTION} (iStockphoto/lenaok)"), (CAPTION, "iStockphoto/lenaok")),
        (("Lihat Foto", f"{CAPTION} (dok. Istimewa)"), (CAPTION, "dok. Istimewa")),
    ],
)
def test_pictures_leave_caption_and_credit_and_the_standfirst_alone(
    lines: tuple[str, ...], expected: tuple[str, str]
) -> None:
    story = read(head="\n\n".join((TITLE, LEAD, *lines, "Oleh Raka Mahardika", DATE, "1x", "Bagikan", "0:00 / 3:25")))
    assert picture(story) == expected
    assert (story.standfirst, story.headline) == (LEAD, TITLE)
    assert texts(story) == list(PARAGRAPHS)


def test_a_bracket_of_two_words_is_no_credit() -> None:
    assert not credit_of("(laki-laki/perempuan)")
    assert split_caption("Angkutan yang melintas (mobil/jam)")[1] == ""


def test_a_long_standfirst_far_above_the_date_is_not_taken_for_the_headline() -> None:
    words = (
        "Jembatan gantung Kampung Lampu ditutup, tali bajanya putus, dan warga menyeberang dengan perahu kelurahan "
        "setengah jam lebih pagi sebelum musim hujan."
    )
    between = f"{words}\n\nSamudra (The Kabar Courier)\n\nPREMIUM\n\nBagikan\n\nSimpan"
    story = read(head=f"Berita\n\nYang Menunggu Pagi\n\n{between}\n\n{DATE}")
    assert (story.headline, story.standfirst) == ("Yang Menunggu Pagi", words)


def test_a_pictures_label_that_every_page_has_still_waits_for_its_credit() -> None:
    names = ("Lena Okafor", "Sam Ruiz", "Gita Rahmani")
    heads = [
        f"{TITLE} bagi {name}\n\nImage\n\nPerahu {name} di dermaga kelurahan.\n\nCredit...\n\n{name} for Kabar Review\n\n{DATE}"
        for name in names
    ]
    pages = [
        a_page(*(f"{text} {name}." for text in PARAGRAPHS), head=head) for head, name in zip(heads, names, strict=True)
    ]
    learned = learn(lines_of(page.decode()) for page in pages)
    assert [picture(read_page(page, "page", learned))[1] for page in pages] == [
        f"{name} for Kabar Review" for name in names
    ]


def test_eastern_time_is_new_yorks_of_that_day() -> None:
    for text, hours in (("Nov. 19, 2026, 10:00 PM ET", -5), ("July 3, 2026, 10:00 PM ET", -4)):
        (found,) = find_dates(text, "en")
        assert found.when.utcoffset() == timedelta(hours=hours)  # type: ignore[union-attr]
        assert not found.doubt


def test_an_address_in_a_dialog_above_or_within_the_story_is_nowhere() -> None:
    said = "Kode OTP dikirim ke pembaca@surat.example. Masukkan enam angka di bawah ini."
    story = read(
        PARAGRAPHS[0], said, *PARAGRAPHS[1:], head=f"Kami telah mengirim tautan ke pembaca@surat.example\n{HEAD}"
    )
    assert "pembaca" not in everything(story)
    assert texts(story) == list(PARAGRAPHS)
