"""In a real browser: scripts refused, what covers taken away, a reader's view, and what stays on the device afterwards."""

from __future__ import annotations

import time

import pytest
from lxml import html as parser
from playwright.sync_api import Browser

from tests.bypass.asking import WITHOUT, Vault
from tests.bypass.making import PUBLIC
from tests.bypass.secret import holds
from tests.e2e.browsing import CHROMIUM, Person, a_person

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")

BARE = """() => {
  for (const sheet of document.querySelectorAll('link[rel=stylesheet], style')) sheet.remove();
  for (const node of document.querySelectorAll('*')) {
    const style = getComputedStyle(node);
    if (['fixed', 'sticky'].includes(style.position)) { node.remove(); continue; }
    node.removeAttribute('hidden'); node.removeAttribute('aria-hidden');
    node.style.cssText = 'display:block !important; overflow:visible !important; max-height:none; visibility:visible; opacity:1';
  }
  return document.body.innerText + ' ' + document.documentElement.outerHTML;
}"""
STORES = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(await (await cache.match(request)).text());
  }
  const workers = await navigator.serviceWorker?.getRegistrations() ?? [];
  const databases = await indexedDB.databases();
  return {texts: found, workers: workers.length, databases: databases.length,
          storage: JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})};
}"""


def come_as(vault: Vault, person: Person, reader: str) -> None:
    if reader != "nobody":
        cookies = vault.devices[reader].cookies
        person.context.add_cookies([{"name": n, "value": v, "url": vault.house.url} for n, v in cookies.items()])


@pytest.mark.parametrize("reader", WITHOUT)
def test_x03_with_every_script_refused(vault: Vault, browser: Browser, reader: str) -> None:
    for who, whole in ((reader, False), ("subscriber", True)):
        with a_person(vault.house, browser) as person:
            come_as(vault, person, who)
            person.page.route("**/*.js", lambda route: route.abort())
            person.open(vault.paths["meter-3"])
            assert any(holds(text, "meter-3") for text in (*person.seen, person.page.content())) == whole


@pytest.mark.parametrize("reader", WITHOUT)
def test_x04_with_everything_that_covers_taken_away(vault: Vault, browser: Browser, reader: str) -> None:
    for who, whole in ((reader, False), ("subscriber", True)):
        with a_person(vault.house, browser) as person:
            come_as(vault, person, who)
            person.open(vault.paths["meter-3"])
            assert holds(person.page.evaluate(BARE), "meter-3") == whole


@pytest.mark.parametrize("reader", WITHOUT)
def test_x06_a_readers_view_gets_the_article_that_is_there(vault: Vault, browser: Browser, reader: str) -> None:
    for who, whole in ((reader, False), ("subscriber", True)):
        with a_person(vault.house, browser) as person:
            come_as(vault, person, who)
            person.open(vault.paths["meter-3"])
            text = readable(person.page.content())
            assert holds(text, "meter-3") == whole
            assert PUBLIC.format(name="meter-3").partition(".")[0] in text


def readable(html: str) -> str:
    """As readers' views do: of all blocks that have paragraphs the one with the most words in them, scripts and hidden
    places included."""
    blocks = parser.document_fromstring(html).xpath("//*[p]")
    return max((" ".join(" ".join(block.xpath(".//p//text()")).split()) for block in blocks), key=len)


@pytest.mark.parametrize("reader", WITHOUT)
def test_x07_printed_on_paper(vault: Vault, browser: Browser, reader: str) -> None:
    for who, whole in ((reader, False), ("subscriber", True)):
        with a_person(vault.house, browser) as person:
            come_as(vault, person, who)
            person.page.emulate_media(media="print")
            assert holds(person.open(vault.paths["meter-3"]), "meter-3") == whole


def test_x27_after_signing_out_nothing_of_it_is_left_on_the_device(vault: Vault, browser: Browser) -> None:
    from tests.bypass.test_x28_to_x38_rights import a_fresh_reader

    device = a_fresh_reader(vault, "tamu@pembaca.example", "confirmed", "3600")
    with a_person(vault.house, browser) as person:
        person.context.add_cookies([{"name": n, "value": v, "url": vault.house.url} for n, v in device.cookies.items()])
        assert holds(person.open(vault.paths["meter-3"]), "meter-3")
        person.open("/akun/keluar/")
        person.page.locator("main form button").last.click()
        person.page.wait_for_load_state()
        person.seen.clear()
        assert not holds(person.open(vault.paths["meter-3"]), "meter-3")
        for _ in range(4):  # back to where the whole story was on show
            person.page.go_back(wait_until="load")
            person.page.wait_for_load_state("networkidle")
            assert not holds(person.page.content(), "meter-3")
        person.open("/")
        stores = person.page.evaluate(STORES)
        assert (stores["workers"], stores["databases"], stores["texts"]) == (0, 0, [])
        assert not holds(stores["storage"], "meter-3")
        person.context.set_offline(True)
        assert not holds(offline(person, vault.paths["meter-3"]), "meter-3")


def offline(person: Person, path: str) -> str:
    """What the browser shows: the page, or its own words about a page that does not come."""
    from playwright.sync_api import Error

    try:
        return person.open(path)
    except Error:
        until = time.monotonic() + 30
        while True:
            try:
                return person.page.content()
            except Error:  # it is on its way to those words
                assert time.monotonic() < until
                person.page.wait_for_timeout(100)
