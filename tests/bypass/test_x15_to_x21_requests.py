"""What a request claims of itself, and what caches and odd addresses could be made to keep: by default nobody is believed."""

from __future__ import annotations

import re

import pytest

from tests.bypass.asking import CODINGS, WITHOUT, Vault

CRAWLERS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Twitterbot/1.0",
    "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
    "WhatsApp/2.23.20.0",
)
GOOGLE = "66.249.66.1"
ARCHIVES = ("ia_archiver", "Mozilla/5.0 (compatible; archive.today)", "Mozilla/5.0 Google-Translate", "googleweblight")


@pytest.mark.parametrize("crawler", CRAWLERS)
@pytest.mark.parametrize("reader", WITHOUT)
def test_x15_a_crawler_by_name_gets_what_the_reader_gets(vault: Vault, reader: str, crawler: str) -> None:
    plain, named = (vault.ask(vault.paths["meter-11"], reader, **{"User-Agent": name}) for name in ("x", crawler))
    assert not named.has("meter-11") and named.body == plain.body
    assert vault.ask(vault.paths["meter-11"], "subscriber", **{"User-Agent": crawler}).has("meter-11")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-For", GOOGLE),
        ("X-Forwarded-For", f"{GOOGLE}, 127.0.0.1"),
        ("Forwarded", f"for={GOOGLE};proto=https"),
        ("X-Real-IP", GOOGLE),
        ("CF-Connecting-IP", GOOGLE),
        ("True-Client-IP", GOOGLE),
        ("X-Client-IP", GOOGLE),
        ("Via", f"1.1 {GOOGLE}"),
    ],
)
@pytest.mark.parametrize("reader", WITHOUT)
def test_x16_an_address_that_a_header_claims_is_nobodys(vault: Vault, reader: str, name: str, value: str) -> None:
    got = vault.ask(vault.paths["meter-12"], reader, **{name: value, "User-Agent": CRAWLERS[0]})
    assert not got.has("meter-12") and got.body == vault.ask(vault.paths["meter-12"], reader).body
    whole = vault.ask(vault.paths["meter-12"], "subscriber", **{name: value, "User-Agent": CRAWLERS[0]})
    assert whole.has("meter-12")


@pytest.mark.parametrize("claim", ["crawl-66-249-66-1.googlebot.com", "crawl-66-249-66-1.googlebot.com.peniru.example"])
@pytest.mark.parametrize("reader", WITHOUT)
def test_x17_a_name_that_somebody_claims_for_an_address_opens_nothing(vault: Vault, reader: str, claim: str) -> None:
    headers = {
        "User-Agent": CRAWLERS[0],
        "From": f"bot@{claim}",
        "Forwarded": f'for="{claim}"',
        "X-Forwarded-Host": claim,
    }
    assert not vault.ask(vault.paths["meter-13"], reader, **headers).has("meter-13")
    assert not vault.ask(vault.paths["meter-13"], reader, Host=claim).has("meter-13")
    assert vault.ask(vault.paths["meter-13"], "subscriber", **headers).has("meter-13")


@pytest.mark.parametrize(
    "referer",
    [
        "https://www.google.com/",
        "https://news.google.com/x",
        "https://www.facebook.com/",
        "https://t.co/x",
        "https://m.x.com/",
    ],
)
@pytest.mark.parametrize("reader", WITHOUT)
def test_x18_where_somebody_comes_from_changes_no_byte(vault: Vault, reader: str, referer: str) -> None:
    path = vault.paths["meter-14"]
    plain = vault.ask(path, reader)
    for query in (
        "",
        "?utm_source=news",
        "?fbclid=1",
        "?gclid=1",
        "?gift=abc",
        "?hadiah=1",
        "?unlocked_article_code=x",
    ):
        got = vault.ask(path + query, reader, Referer=referer)
        assert got.body == plain.body and not got.has("meter-14")
    assert vault.ask(f"{path}?gift=abc", "subscriber", Referer=referer).has("meter-14")


@pytest.mark.parametrize("archive", ARCHIVES)
def test_x19_what_an_archive_fetches_is_the_teaser_and_whole_pages_are_kept_by_nobody(
    vault: Vault, archive: str
) -> None:
    headers = {"User-Agent": archive, "Via": "1.1 archive", "X-Forwarded-For": "207.241.224.2"}
    for reader in WITHOUT:
        assert not vault.ask(vault.paths["meter-15"], reader, **headers).has("meter-15")
    whole = vault.ask(vault.paths["meter-15"], "subscriber", **headers)
    assert whole.has("meter-15")
    assert whole.headers["Cache-Control"] == "private, no-store" and "ETag" not in whole.headers


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("reader", WITHOUT)
def test_x20_after_a_subscriber_nobody_gets_what_the_subscriber_got(vault: Vault, reader: str, coding: str) -> None:
    path = vault.paths["meter-16"]
    first = vault.ask(path, "subscriber", Accept_Encoding=coding)
    assert first.has("meter-16") and first.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in first.headers["Vary"] and "ETag" not in first.headers
    for method in ("GET", "HEAD"):
        for asked in ({"Range": "bytes=0-"}, {"Range": "bytes=2000-90000"}, {"Cache-Control": "only-if-cached"}, {}):
            got = vault.ask(path, reader, method, Accept_Encoding=coding, **asked)
            assert got.status == 200 and not got.has("meter-16")


@pytest.mark.parametrize("reader", WITHOUT)
def test_x20_the_tag_of_the_whole_page_is_worth_nothing(vault: Vault, reader: str) -> None:
    """The tag that a whole body would have, guessed from the shelf, and every other way to ask whether it has changed."""
    from terbit.dispatch.contract import read_head
    from terbit.dispatch.shelf import ShelfReader

    shelf = ShelfReader(vault.house.home / "shelf")
    with shelf.glance() as glance:
        record = glance.get(vault.paths["meter-16"].encode())
        assert record is not None
        head = read_head(record)
        tags = [place[0].decode() for kind in ("open", "quiet") if (place := head.place(kind))]
        del head, record
    shelf.close()
    offered = ", ".join(f'"{tag}-{coding}"' for tag in tags for coding in CODINGS)
    assert tags
    for asked in (
        {"If-None-Match": offered},
        {"If-Modified-Since": "Fri, 31 Dec 2100 23:59:59 GMT"},
        {"If-Range": offered},
    ):
        got = vault.ask(vault.paths["meter-16"], reader, **asked)
        assert got.status == 200 and not got.has("meter-16")
    assert vault.ask(vault.paths["meter-16"], "subscriber", **{"If-None-Match": offered}).has("meter-16")


@pytest.mark.parametrize(
    "address",
    [
        "{}/x.css", "{};a.js", "{};jsessionid=1", "{}.css", "{}%2fx.js", "{}/..;/x", "/{}", "//{}", "/x/..{}", "/%2e%2e{}",
        "{}%00.jpg", "{}%3Fa.css", "{}/.", "{}/%2e", "{}#.css", "{}?x.css",
    ],
)  # fmt: skip
@pytest.mark.parametrize("reader", WITHOUT)
def test_x21_no_odd_address_is_the_whole_page_for_a_cache(vault: Vault, reader: str, address: str) -> None:
    odd = address.format(vault.paths["meter-17"])
    subscriber = vault.ask(odd, "subscriber")
    if subscriber.has("meter-17"):
        assert subscriber.headers["Cache-Control"] == "private, no-store"
    assert not vault.ask(odd, reader).has("meter-17")
    assert vault.ask(vault.paths["meter-17"], "subscriber").has("meter-17")


@pytest.mark.parametrize("host", ["127.0.0.1.", "LOCALHOST", "peniru.example", "127.0.0.1:99999"])
def test_x21_an_odd_host_neither_opens_nor_stands_in_the_page(vault: Vault, host: str) -> None:
    for reader in WITHOUT:
        got = vault.ask(vault.paths["meter-17"], reader, Host=host)
        assert not got.has("meter-17") and "peniru.example" not in got.text
    whole = vault.ask(vault.paths["meter-17"], "subscriber", Host=host)
    assert whole.status == 400 or whole.headers["Cache-Control"] == "private, no-store"
    assert vault.ask(vault.paths["meter-17"], "subscriber").has("meter-17")


def test_x21_upper_case_is_another_address(vault: Vault) -> None:
    assert vault.ask(vault.paths["meter-17"].upper(), "subscriber").status == 404
    assert re.match(r"/artikel/", vault.paths["meter-17"])
