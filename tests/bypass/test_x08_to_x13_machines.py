"""What is made for machines: structured data, the head, other versions, feeds, sitemaps, programs' addresses."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from lxml import html as parser

from tests.bypass.asking import CODINGS, WITHOUT, Vault

FEEDS = ("rss.xml", "atom.xml", "feed.json")
LISTS = ("/feed", "/rubrik/kota", "/topik/beras", "/penulis/budi-santoso", "/mitra/kantor-berita", "/terbitan/koran")
SECRETS = (
    "meter-0",
    "meter-49",
    "weekly",
    "cover",
    "corrected",
    "pictured",
    "draft",
    "embargoed",
    "withdrawn",
    "newer",
)


@pytest.mark.parametrize("reader", WITHOUT)
def test_x08_structured_data_has_the_public_part_alone(vault: Vault, reader: str) -> None:
    (said,) = data_of(vault, "meter-6", reader)
    assert said["isAccessibleForFree"] is False and "articleBody" not in said
    assert "nelayan tua" not in json.dumps(said).lower()
    assert "nelayan tua" not in json.dumps(data_of(vault, "meter-6", "subscriber")).lower()
    assert vault.ask(vault.paths["meter-6"], "subscriber").has("meter-6")


def data_of(vault: Vault, story: str, reader: str) -> list[dict[str, Any]]:
    tree = parser.document_fromstring(vault.ask(vault.paths[story], reader).body)
    return [json.loads(script.text) for script in tree.xpath('//script[@type="application/ld+json"]')]


@pytest.mark.parametrize("reader", WITHOUT)
def test_x09_the_head_has_the_standfirst_alone(vault: Vault, reader: str) -> None:
    tree = parser.document_fromstring(vault.ask(vault.paths["meter-7"], reader).body)
    said = tree.xpath("//head//@content") + tree.xpath("//head/title/text()")
    assert any("Ringkasan untuk semua" in text for text in said)
    assert not any("nelayan tua" in text.lower() for text in said)
    assert vault.ask(vault.paths["meter-7"], "subscriber").has("meter-7")


@pytest.mark.parametrize(
    "address", ["/oembed?url={}", "/manifest.json?{}", "/site.webmanifest?{}", "/api/oembed?url={}&format=xml"]
)
def test_x09_nothing_describes_a_story_elsewhere(vault: Vault, address: str) -> None:
    got = vault.ask(address.format(vault.house.url + vault.paths["meter-7"]))
    assert got.status == 404 and not got.has("meter-7")


@pytest.mark.parametrize("reader", WITHOUT)
@pytest.mark.parametrize(
    "address", ["/amp{}", "{}/amp", "{}?amp=1", "{}?lite", "{}?output=text", "/m{}", "{}?view=full", "{}/full"]
)
def test_x10_there_is_no_other_version(vault: Vault, reader: str, address: str) -> None:
    assert not vault.ask(address.format(vault.paths["meter-8"]), reader).has("meter-8")
    assert vault.ask(f"{vault.paths['meter-8']}?amp=1", "subscriber").has("meter-8")


def test_x10_another_host_is_the_same_house(vault: Vault) -> None:
    for host in ("m.harian.example", "amp.harian.example", "text.harian.example"):
        assert not vault.ask(vault.paths["meter-8"], Host=host).has("meter-8")
        assert vault.ask(vault.paths["meter-8"], "subscriber", Host=host).has("meter-8")


@pytest.mark.parametrize("reader", WITHOUT)
def test_x10_an_old_address_leads_to_the_gate(vault: Vault, reader: str) -> None:
    got = vault.ask("/artikel/moved", reader)
    assert got.status == 308 and not got.has("moved")
    there = got.headers["Location"]
    assert not vault.ask(there, reader).has("moved")
    assert vault.ask(there, "subscriber").has("moved")


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("listing", LISTS)
@pytest.mark.parametrize("feed", FEEDS)
def test_x11_feeds_give_lead_ins_of_gated_stories_and_all_of_free_ones(
    vault: Vault, feed: str, listing: str, coding: str
) -> None:
    got = vault.ask(f"{listing}/{feed}", Accept_Encoding=coding)
    assert got.status == 200
    assert not [name for name in SECRETS if got.has(name)]
    if listing == "/feed":
        assert got.has("free")


@pytest.mark.parametrize("reader", [*WITHOUT, "subscriber"])
def test_x11_a_feed_is_the_same_whoever_asks(vault: Vault, reader: str) -> None:
    for feed in FEEDS:
        assert vault.ask(f"/feed/{feed}", reader).body == vault.ask(f"/feed/{feed}").body


def test_x12_sitemaps_name_stories_and_say_nothing_of_them(vault: Vault) -> None:
    index = vault.ask("/sitemap.xml")
    months = [path for path in re.findall(r"<loc>[^<]*?(/sitemap/[^<]+)</loc>", index.text)]
    texts = [vault.ask(path).text for path in ("/sitemap.xml", "/sitemap-news.xml", "/robots.txt", *months)]
    assert months and any(vault.paths["meter-9"] in text for text in texts)
    assert not any("nelayan tua" in text.lower() for text in texts)
    assert not any(vault.paths[name] in text for name in ("draft", "embargoed", "withdrawn") for text in texts)


@pytest.mark.parametrize("reader", WITHOUT)
def test_x13_no_address_for_programs_gives_a_body(vault: Vault, reader: str) -> None:
    pk = vault.ids["meter-10"]
    for address in (
        *(f"/api{rest}" for rest in ("/", f"/articles/{pk}", "/v2/pages/", f"/v2/pages/{pk}/?fields=body", "/graphql")),
        *(f"{vault.paths['meter-10']}?{query}" for query in ("format=json", "fields=body", "_format=api", "json=1")),
        "/graphql?query={article{body}}",
        "/wp-json/wp/v2/posts",
    ):
        assert not vault.ask(address, reader).has("meter-10")
        got = vault.ask(address, reader, Accept="application/json")
        assert not got.has("meter-10") and not got.has("draft")
    assert vault.ask(f"{vault.paths['meter-10']}?format=json", "subscriber").has("meter-10")
