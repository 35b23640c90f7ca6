"""Each rule of the proof with pages that pass and pages that do not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from terbit.gate import FREE_PAGE, Access, Terms
from terbit.press.pages.registry import Draft
from terbit.press.proof import Galley, HouseWords, proof
from terbit.press.proof.galley import differing_parts

GATED = Terms(1, Access.METERED, frozenset({"koran"}))
PAID = (
    "Harga beras di pasar induk naik dua kali lipat sejak awal bulan karena banjir merendam sawah di tiga kabupaten. "
    "Para pedagang mengatakan mereka hanya menerima setengah dari kiriman biasa dan tidak tahu kapan keadaan membaik."
)
HOUSE = HouseWords(
    addresses=frozenset({"redaksi@terbit.example"}),
    texts=("Berlangganan seharga lima puluh ribu rupiah sebulan untuk semua isi koran dan majalah kami",),
)


def rules(html: str | Mapping[str, str], **draft: object) -> list[str]:
    """Codes of what the proof finds in a page whose open body (or whose bodies) is `html`."""
    bodies = {"open": html} if isinstance(html, str) else html
    given = {"key": "/artikel/x", "language": "id", "terms": FREE_PAGE, "html": bodies} | draft
    return [finding.rule for finding in proof(Galley(Draft(**given), bodies, HOUSE))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "html",
    [
        '<time datetime="1970-01-01">1 Januari 1970</time>',
        "<p>Diterbitkan 1 Januari 1970</p>",
        "<p>Published January 1, 1970</p>",
        '<script type="application/ld+json">{"datePublished": "1970-01-01T00:00:00Z"}</script>',
        '<time datetime="2026-11-22">22 November 2026, 00.00 WIB</time>',
        "<time>Sunday, 22 November 2026, 00:00</time>",
    ],
)
def test_a_false_date_holds_a_page_back(html: str) -> None:
    assert set(rules(html)) == {"false_date"}


@pytest.mark.parametrize(
    "html",
    [
        '<time datetime="2026-11-22">22 November 2026</time>',
        '<time datetime="2026-11-22T00:00+07:00">Minggu, 22 November 2026, 00.00 WIB</time>',
        '<time datetime="2026-11-22T10:00+07:00">Minggu, 22 November 2026, 10.00 WIB</time>',
        "<p>Kereta berangkat pukul 00.00 dan tiba 1.000.00 tahun lagi.</p>",
        "<p>Kisah dari tahun 1970 itu</p>",
    ],
)
def test_a_true_date_passes(html: str) -> None:
    assert rules(html) == []


def test_a_story_may_tell_of_the_first_of_january_1970() -> None:
    html = "<p>Ia lahir pada 1 Januari 1970 di Solo.</p>"
    assert rules(html, public_text="Ia lahir pada 1 Januari 1970 di Solo.") == []
    dated = html + '<time datetime="1970-01-01">1 Januari 1970</time>'
    assert "false_date" in rules(dated, public_text="Ia lahir pada 1 Januari 1970 di Solo.")


@pytest.mark.parametrize(
    "html",
    [
        "<h2></h2>",
        "<h3 class='x'> – </h3>",
        "<h2><span> </span></h2>",
        '<a href="/x"></a>',
        '<a href="/x"><img src="/a.webp" alt=""></a>',
        '<a href="/x" tabindex="-1" aria-hidden="true"></a>',
        "<figcaption>&nbsp;</figcaption>",
        "<figcaption>.</figcaption>",
        "<ul></ul>",
        "<ul>\n <li> </li>\n</ul>",
        "<ol class=x></ol>",
        "<label> : </label>",
        "<button type=submit></button>",
        "<section><div></div></section>",
        "<title> – </title>",
        '<p class="byline">Reporter: </p>',
        '<p class="read-also"><span>Baca juga:</span> </p>',
        "<dl><dt>Editor</dt><dd></dd></dl>",
    ],
)
def test_an_empty_box_holds_a_page_back(html: str) -> None:
    assert set(rules(f"<main><p>Isi.</p>{html}<p>Isi.</p></main>")) == {"empty_box"}


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Judul</h2>",
        '<a href="/"><img src="/logo.svg" alt="Terbit"></a>',
        '<a href="/" aria-label="Ke depan"><svg></svg></a>',
        '<a href="/x" tabindex="-1" aria-hidden="true"><img src="/a.webp" alt=""></a>',
        "<ul><li><a href=/x>Satu</a></li></ul>",
        '<form><label>Surel <input name="email"></label><input type="submit" value="Kirim"></form>',
        '<aside class="meter" hidden></aside>',
        "<p>Berikut daftarnya:</p>",
        '<p class="byline">Reporter: Ayu</p>',
        '<p class="lead">Tiga hal yang harus diketahui sebelum membeli beras di pasar:</p>',
        "<table><tr><td></td><th></th></tr></table>",
        "<p>***</p>",
        "<li>7</li>",
    ],
)
def test_a_box_with_something_in_it_passes(html: str) -> None:
    assert rules(f"<main>{html}</main>") == []


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="https://x.example" rel="sponsored">Beli</a></p>',
        '<p>Iklan</p><div><a href="https://x.example" rel="noopener sponsored nofollow">Beli</a></div>',
    ],
)
def test_a_paid_link_without_a_label_holds_a_page_back(html: str) -> None:
    assert set(rules(html)) == {"unlabelled_paid_link"}


@pytest.mark.parametrize(
    "html",
    [
        '<aside aria-label="Iklan"><a href="https://x.example" rel="sponsored">Beli</a></aside>',
        '<p>Konten bersponsor: <a href="https://x.example" rel="sponsored">Beli</a></p>',
        '<p><a href="https://x.example" rel="sponsored">Advertisement: buy</a></p>',
        '<p><a href="https://x.example">sponsored by nobody</a></p>',
    ],
)
def test_a_labelled_paid_link_passes(html: str) -> None:
    assert rules(html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>Kami mengirim tautan ke budi.s@mail.example untuk masuk.</p>",
        '<a href="mailto:budi%40mail.example">Tulis</a>',
        "<p>budi&#64;mail.example</p>",
        "<!-- BUDI@mail.example -->",
    ],
)
def test_an_address_of_a_reader_holds_a_page_back(html: str) -> None:
    assert set(rules(html)) == {"address_of_a_reader"}


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:redaksi@terbit.example">Redaksi@terbit.example</a>',
        "<p>Ikuti @terbit, atau @kota, atau @ayu@social.example, atau https://video.example/@ayu.dewi/1.</p>",
        '<img src="/static/logo@2x.png" alt="Terbit"> pustaka@1.2.3',
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle"}</script>',
        "<style>@media print{p{color:#000}}</style>",
    ],
)
def test_the_houses_own_address_and_other_signs_pass(html: str) -> None:
    assert rules(html) == []


def in_teaser(text: str, **draft: object) -> list[str]:
    body = "<main><h1>Judul</h1>{}</main>"
    bodies = {
        "open": body.format(f"<p>{PAID}</p>"),
        "join": body.format(text),
        "subscribe": body.format("<p>Lanjut</p>"),
    }
    return rules(bodies, terms=GATED, paid_text=PAID, **draft)


EIGHT = "harga beras di pasar induk naik dua kali"
SEVEN = "harga beras di pasar induk naik dua"


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{EIGHT}</p>",
        f"<p>{EIGHT.upper()}!</p>",
        "<p>harga beras <b>di pasar</b>, induk; <i>naik</i> dua kali</p>",
        "<p>harga beras di pasar</p><p>induk naik dua kali</p>",
        f'<img src="/a.webp" alt="Foto: {EIGHT}.">',
        f'<script type="application/ld+json">{{"articleBody": "{EIGHT}"}}</script>',
        f"<!-- {EIGHT} -->",
        f"<p hidden>kata lain {EIGHT} kata lain</p>",
        f"<p>{PAID}</p>",
        "<p>hanya menerima setengah dari kiriman biasa dan tidak tahu</p>",
    ],
)
def test_eight_paid_words_in_a_row_hold_a_teaser_back(text: str) -> None:
    assert "paid_words_in_teaser" in in_teaser(text)


def test_every_run_of_eight_paid_words_is_found_wherever_it_begins() -> None:
    words = PAID.split()
    for start in range(len(words) - 7):
        for before in range(5):
            run = " ".join(["lain"] * before + words[start : start + 8])
            assert "paid_words_in_teaser" in in_teaser(f"<p>{run}</p>"), run


@pytest.mark.parametrize(
    "text", [f"<p>{SEVEN}</p>", f"<p>{SEVEN} lain kali lipat sejak awal bulan karena</p>", "<p>Judul</p>", ""]
)
def test_fewer_than_eight_in_a_row_pass(text: str) -> None:
    assert in_teaser(text) == []


def test_every_teaser_is_looked_at_not_only_the_first() -> None:
    same = "<main><h1>Judul</h1><p>Langganan</p>{}</main>"
    for leaking in ("join", "offer", "subscribe"):
        bodies = {
            kind: same.format(f"<p>{EIGHT}</p>" if kind == leaking else "") for kind in ("join", "offer", "subscribe")
        }
        assert rules(bodies, terms=GATED, paid_text=PAID) == ["paid_words_in_teaser"]


def test_a_run_across_the_edge_of_what_differs_is_found() -> None:
    """Half of the eight words stand in both teasers, the other half in one."""
    first = "<main><p>Judul itu</p><p>harga beras di pasar</p><p>Langganan</p></main>"
    other = "<main><p>Judul itu</p><p>harga beras di pasar</p><p>induk naik dua kali</p><p>Langganan</p></main>"
    assert rules({"join": first, "offer": other}, terms=GATED, paid_text=PAID) == ["paid_words_in_teaser"]


def test_paid_words_that_are_public_elsewhere_may_stand_in_a_teaser() -> None:
    text = f"<p>{EIGHT}</p>"
    assert "paid_words_in_teaser" not in in_teaser(text, public_text=f"Dibuka: {EIGHT}.")
    assert in_teaser(text, linked_texts=(f"{EIGHT} lipat",)) == []
    assert "paid_words_in_teaser" in in_teaser(text, linked_texts=("harga beras di pasar", "induk naik dua kali"))


def test_a_story_may_quote_what_the_house_says_on_every_page() -> None:
    words = HOUSE.texts[0]
    page = {"open": f"<p>{words}</p>", "join": f"<footer>{words}</footer>"}
    assert rules(page, terms=GATED, paid_text=f"Kata iklan itu: {words}.") == []


def test_a_standfirst_that_repeats_paid_text_is_a_warning_and_no_more() -> None:
    bodies = {"open": f"<h1>Judul</h1><p>{PAID}</p>", "join": f"<h1>Judul</h1><p>{EIGHT}</p>"}
    draft = Draft("/artikel/x", "id", GATED, bodies, paid_text=PAID, public_text=f"Judul\n{EIGHT}")
    findings = proof(Galley(draft, bodies, HOUSE))
    assert [(finding.rule, finding.warning) for finding in findings] == [("standfirst_repeats", True)]
    assert EIGHT in findings[0].words


def test_an_open_body_may_hold_everything() -> None:
    assert rules({"open": f"<p>{PAID}</p>", "quiet": f"<p>{PAID}</p>"}, terms=GATED, paid_text=PAID) == []


def test_what_differs_between_two_bodies_is_found_whole() -> None:
    first = "<main><p>a</p><h2>Judul</h2><p>b</p></main>"
    other = "<main><p>a</p><h2></h2><p>b</p></main>"
    parts = differing_parts([first, other], words=0)
    assert parts[0].html == first
    assert "<h2></h2>" in parts[1].html
    assert rules({"join": first, "offer": other}) == ["empty_box"]
