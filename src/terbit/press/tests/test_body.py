from __future__ import annotations

from typing import Any

import pytest

from terbit.press.body import Found, pictures_in, print_body, print_prose, print_public, stories_in
from terbit.press.contexts import Figure, Image, Link

PHOTO = Figure(Image("/media/a.jpg", "/media/a.webp 400w", 1200, 800, "Pasar saat subuh"), "Pasar", "Foto: Budi")
FOUND = Found(pictures={7: PHOTO}, stories={9: Link("Beras <mahal>", "/artikel/beras-mahal")})


def printed(kind: str, value: Any) -> str:
    return str(print_body([{"type": kind, "value": value}], FOUND))


def test_blocks_come_out_in_the_order_of_the_story() -> None:
    raw = [
        {"type": "paragraph", "value": "<p>Satu</p>"},
        {"type": "subheading", "value": "Dua"},
        {"type": "paragraph", "value": "<p>Tiga</p><p>Empat</p>"},
    ]
    assert print_body(raw, FOUND) == "<p>Satu</p>\n<h2>Dua</h2>\n<p>Tiga</p>\n<p>Empat</p>"


@pytest.mark.parametrize(
    ("kind", "value", "html"),
    [
        ("paragraph", "<p>Ia <b>datang</b> <i>lagi</i>.</p>", "<p>Ia <b>datang</b> <i>lagi</i>.</p>"),
        ("paragraph", 'tanpa <a href="https://x.example/?a=1&amp;b=2">tag</a>', '<p>tanpa <a href="https://x.example/?a=1&amp;b=2">tag</a></p>'),
        ("quote", {"text": "Kami\nmenunggu", "source": ""}, '<figure class="quote"><blockquote><p>Kami</p><p>menunggu</p></blockquote></figure>'),
        ("quote", {"text": "Ya", "source": "Ibu <Ani>"}, '<figure class="quote"><blockquote><p>Ya</p></blockquote><figcaption>Ibu &lt;Ani&gt;</figcaption></figure>'),
        ("list", {"ordered": True, "items": [{"type": "item", "id": "1", "value": "<p>Satu</p>"}, "dua"]}, "<ol><li>Satu</li><li>dua</li></ol>"),
        ("embed", {"url": "https://www.video.example/x", "title": "Rekaman banjir"}, '<p class="embed"><a href="https://www.video.example/x">Rekaman banjir</a> <span>video.example</span></p>'),
        ("read_also", 9, '<p class="read-also"><span>Read also:</span> <a href="/artikel/beras-mahal">Beras &lt;mahal&gt;</a></p>'),
    ],
)  # fmt: skip
def test_each_kind_of_block(kind: str, value: Any, html: str) -> None:
    assert printed(kind, value) == html


def test_a_table_has_its_head_and_scrolls_in_its_own_box() -> None:
    table = {
        "caption": "Harga",
        "columns": [{"type": "text", "heading": "Barang"}, {"type": "text", "heading": "Rp"}],
        "rows": [{"values": ["Beras & gula", "12.000"]}, {"values": ["", None]}],
    }
    html = printed("table", table)
    assert '<div class="table" tabindex="0" role="region" aria-label="Harga">' in html
    assert "<thead><tr><th>Barang</th><th>Rp</th></tr></thead>" in html
    assert "<tbody><tr><td>Beras &amp; gula</td><td>12.000</td></tr></tbody>" in html


def test_a_picture_carries_its_size_its_words_and_its_cuts() -> None:
    html = printed("picture", {"picture": 7, "caption": ""})
    assert '<source type="image/webp" srcset="/media/a.webp 400w"' in html
    assert 'width="1200" height="800" alt="Pasar saat subuh"' in html
    assert '<figcaption>Pasar <span class="credit">Foto: Budi</span></figcaption>' in html
    assert "Caption of this story" in printed("picture", {"picture": 7, "caption": "Caption of this story"})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("paragraph", ""),
        ("paragraph", "<p></p><p> <br/>\xa0</p>"),
        ("paragraph", "<p><b><i> </i></b></p>"),
        ("subheading", " – "),
        ("quote", {"text": "…", "source": "Ani"}),
        ("picture", {"picture": 8, "caption": "A picture that is gone"}),
        ("picture", {"picture": None, "caption": ""}),
        ("list", {"ordered": False, "items": [{"value": "<p></p>"}, "–"]}),
        ("table", {"caption": "Kosong", "columns": [{"heading": "Satu"}], "rows": [{"values": [" "]}]}),
        ("embed", {"url": "https://x.example/", "title": " "}),
        ("embed", {"url": "javascript:alert(1)", "title": "Klik"}),
        ("embed", {"url": "http://[", "title": "Klik"}),
        ("read_also", 10),
        ("read_also", None),
        ("a kind of another version", "words"),
    ],
)
def test_what_has_no_words_prints_no_box(kind: str, value: Any) -> None:
    assert printed(kind, value) == ""


@pytest.mark.parametrize(
    "html",
    [
        "<p>x<script>alert(1)</script></p>",
        '<p onclick="alert(1)">x</p>',
        '<p><a href="javascript:alert(1)">x</a></p>',
        "<p><img src=x onerror=alert(1)>x</p>",
        "<p>x<style>p{}</style><iframe src=//evil.example></iframe></p>",
        "<p><svg onload=alert(1)>x</svg></p>",
        "<p>x<!-- --!><script>alert(1)</script> --></p>",
    ],
)
def test_nothing_that_runs_gets_through(html: str) -> None:
    out = printed("paragraph", html)
    assert out.startswith("<p>x")
    assert not any(
        sign in out.lower() for sign in ("<script", "onclick", "javascript:", "onerror", "<style", "<iframe", "<svg")
    )


def test_tags_that_reach_across_paragraphs_are_closed_in_each() -> None:
    for piece in printed("paragraph", "<b>satu<p>dua</p>tiga</b>").split("\n"):
        assert piece.count("<b>") == piece.count("</b>")


def test_a_link_without_words_or_without_an_address_is_no_link() -> None:
    assert printed("paragraph", '<p>a <a href="https://x.example/">…</a> b</p>') == "<p>a … b</p>"
    assert printed("paragraph", '<p>a <a linktype="page" id="3">b</a></p>') == "<p>a b</p>"


def test_what_the_text_refers_to_is_known_before_it_is_printed() -> None:
    raw = [
        {"type": "picture", "value": {"picture": 7}},
        {"type": "read_also", "value": 9},
        {"type": "read_also", "value": None},
    ]
    assert pictures_in(raw) == {7}
    assert stories_in(raw) == {9}


def test_the_public_part_is_plain_text() -> None:
    assert print_public("Satu <b> & dua.") == "<p>Satu &lt;b&gt; &amp; dua.</p>"
    assert print_public(" … ") == ""


def test_the_houses_own_prose_keeps_headings_and_lists() -> None:
    html = "<h2>1. Ruang</h2><p></p><ul><li>Satu</li><li></li></ul><script>x</script>"
    assert print_prose(html) == "<h2>1. Ruang</h2><ul><li>Satu</li></ul>"
