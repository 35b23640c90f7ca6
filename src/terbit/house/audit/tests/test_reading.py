"""Words are read however they are written, and told apart by the part of the page in which they stand."""

from __future__ import annotations

import json

import pytest

from terbit.house.audit.channels import META, STRUCTURED_DATA
from terbit.house.audit.paid import PaidWords
from terbit.house.audit.reading import WHOLE, of_headers, parts_of

SAID = "harga beras di pasar induk naik dua kali lipat"
HTML = "text/html; charset=utf-8"
HEAD = "<!doctype html><html><head><title>Berita</title>{}</head><body><p>Pasar</p>{}</body></html>"


def found(text: str, content_type: str = HTML) -> set[str]:
    paid = PaidWords()
    paid.add(0, SAID)
    return {part for part, words in parts_of(text, content_type) if paid.found_in(words)}


@pytest.mark.parametrize(
    ("written", "part"),
    [
        (HEAD.format("", f"<p>{SAID}</p>"), WHOLE),
        (HEAD.format("", f"<!-- {SAID} -->"), WHOLE),
        (HEAD.format("", f"<template><p>{SAID}</p></template>"), WHOLE),
        (HEAD.format("", f"<noscript>{SAID}</noscript>"), WHOLE),
        (HEAD.format("", f'<input type="hidden" value="{SAID}">'), WHOLE),
        (HEAD.format("", f"<p data-state='{SAID}'></p>"), WHOLE),
        (HEAD.format("", "".join(f"<b>{word}</b> " for word in SAID.split())), WHOLE),
        (HEAD.format("", f"<p>{SAID.replace('a', '&#97;')}</p>"), WHOLE),
        (HEAD.format("", f"<script>const state = '{SAID}'</script>"), WHOLE),
        (HEAD.format(f'<meta name="description" content="{SAID}">', ""), META),
        (HEAD.format(f"<style>/* {SAID} */</style>", ""), META),
        (
            HEAD.format(f'<script type="application/ld+json">{json.dumps({"a": [{"b": SAID}]})}</script>', ""),
            STRUCTURED_DATA,
        ),
        (HEAD.format("", f'<script type="application/json">{json.dumps(SAID)}</script>'), STRUCTURED_DATA),
    ],
)
def test_of_a_page(written: str, part: str) -> None:
    assert found(written) == {part}


@pytest.mark.parametrize(
    ("text", "content_type"),
    [
        (f"<rss><description>&lt;p&gt;{SAID}&lt;/p&gt;</description></rss>", "application/rss+xml"),
        (
            "<rss><d>" + "".join(f"&lt;i&gt;{word}&lt;/i&gt; " for word in SAID.split()) + "</d></rss>",
            "application/rss+xml",
        ),
        (
            json.dumps({"items": [{"content_html": f"<p>{SAID.replace(' ', '</p><p>', 1)}</p>"}]}),
            "application/feed+json",
        ),
        (json.dumps({SAID: 1}), "application/json"),
        (f"{{ {SAID}", "application/json"),
        (SAID, "text/plain"),
    ],
)
def test_of_what_is_no_page(text: str, content_type: str) -> None:
    assert found(text, content_type) == {WHOLE}


def test_of_a_paragraph_that_begins_with_a_line_break_in_json() -> None:
    assert found(json.dumps({"a": f"kata\n{SAID}"}), "application/json") == {WHOLE}


def test_of_headers_addresses_are_decoded() -> None:
    assert of_headers(b"location: /x?q=harga%20beras+di\r\n") == ["location", "x", "q", "harga", "beras", "di"]


def test_a_page_without_paid_words_has_none() -> None:
    assert found(HEAD.format("", "<p>Harga beras di pasar induk naik</p>")) == set()
