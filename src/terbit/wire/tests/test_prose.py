"""HTML of unknown origin, as blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.wire.prose import blocks_from_html, paragraph_html
from terbit.wire.story import Block, Embed, Listing, Paragraph, Picture, Quote, Shown, Subheading, Table


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("satu<br><br>dua<br/> tiga", [Paragraph("satu"), Paragraph("dua<br>tiga")]),
        ("<b>satu<br><br>dua</b>", [Paragraph("<b>satu</b>"), Paragraph("<b>dua</b>")]),
        ("<p> a\n<em>b</em>c </p>\n<p>&nbsp;</p><p></p>", [Paragraph("a <i>b</i>c")]),
        ("<p>a<script>x</script><style>y</style><!-- z --><button>Bagikan</button></p>", [Paragraph("a")]),
        ("<p onclick=x>a <span style=x>b</span></p>", [Paragraph("a b")]),
        ("<a href='javascript:x'>a</a> <a href=' /b?c=1&d=2 '>e</a>", [Paragraph('a <a href="/b?c=1&amp;d=2">e</a>')]),
        ("<h1>A</h1><h4> B <i>c</i></h4>", [Subheading("A"), Subheading("B c")]),
        (f"<h2>{'kata ' * 60}</h2>", [Paragraph(" ".join(["kata"] * 60))]),
        ("<blockquote><p>a</p><p>b</p><footer>— <cite>Budi</cite></footer></blockquote>", [Quote("a\nb", "Budi")]),
        ("<ol><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ol>", [Listing(("a", "b<br>c"), True)]),
        (
            "<table><caption>t</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>",
            [Table(("a", "b"), (("1", ""),), "t")],
        ),
        ("<table><tr><td><p>tata letak</p></td></tr></table>", [Paragraph("tata letak")]),
        ("<img src=a.jpg alt=b><img src=dot.gif width=1 height=1>", [Shown(Picture("a.jpg", alt="b"))]),
        (
            "<figure><img src=//x.example/a.jpg><figcaption>c</figcaption></figure>",
            [Shown(Picture(url="//x.example/a.jpg", caption="c"))],
        ),
        ("<iframe src=https://video.example/1></iframe>", [Embed("https://video.example/1", "video.example")]),
        ("<pre>a\nb</pre>", [Paragraph("a<br>b")]),
        ("<q>a</q>", [Paragraph("“a”")]),
        ("", []),
        ("<p><b> <br></b></p>", []),
    ],
)
def test_every_word_survives_and_nothing_of_the_layout(html: str, blocks: list[Block]) -> None:
    assert list(blocks_from_html(html)) == blocks


def test_links_and_pictures_are_resolved_against_the_page_they_stood_on() -> None:
    found = blocks_from_html("<a href=b.html>x</a><img src=/c.jpg>", base="https://lama.example/2019/a.html")
    assert found == (
        Paragraph('<a href="https://lama.example/2019/b.html">x</a>'),
        Shown(Picture(url="https://lama.example/c.jpg")),
    )


def test_ten_thousand_elements_deep_is_no_trouble() -> None:
    found = blocks_from_html("<div>" * 10_000 + "kata" + "</div>" * 10_000)
    assert [type(block) for block in found] in ([Paragraph], [])
    assert isinstance(paragraph_html("<b>" * 5_000 + "x"), str)


_PIECES = ["<b>", "</b>", "<i>", "<br>", "<p>", "</p>", "<a href='/x'>", "</a>", "&amp;", "&lt;b&gt;", " ", "\n", "\u00a0",
           "kata", "é", "<", "&", "\u200b", "<q>", "<div>", "</div>", "]]>", "<!--", "-->", "\x00", "\ud800"]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_what_comes_out_goes_in_again_unchanged(html: str) -> None:
    for block in blocks_from_html(html):
        if isinstance(block, Paragraph):
            assert blocks_from_html(block.html) == (block,)
    once = paragraph_html(html)
    assert paragraph_html(once) == once
