"""One story, all the way from a journalist to a reader, in a real browser, with JavaScript and without.

The newsroom needs JavaScript; readers never do, so every reader's walk is done both ways.
"""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import CHROMIUM, Person, a_browser, a_person
from tests.e2e.desk import approve, move_cover, write_and_submit
from tests.running_house import House, a_running_house

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
DESK = {"viewport": {"width": 1280, "height": 1000}}
PASSWORD = "tujuh-perahu-kayu"
HEADLINE = "Perahu Penyeberangan Menunggu Dermaga Baru"
SECRET = "Kalimat ini hanya boleh dibaca oleh mereka yang membuka berita."
FIRST_PARAGRAPH = (
    "Perahu penyeberangan di muara sudah tiga bulan menunggu dermaga yang dijanjikan. "
    "Setiap pagi penumpang turun ke lumpur, menjinjing sepatu, lalu naik lagi di seberang."
)
PARAGRAPHS = [
    FIRST_PARAGRAPH,
    "Para pengemudi perahu menghitung sendiri berapa kali mereka harus menarik perahu ke tepi. " * 3,
    f"{SECRET} Sesudahnya cerita berlanjut dengan tenang sampai ke akhir.",
    "Menjelang sore, air pasang datang lagi dan antrean menjadi pendek sampai malam tiba. " * 3,
]


@dataclass(frozen=True)
class Stories:
    """Paths of the demo house that the walk needs."""

    metered: list[str]
    covers: list[str]
    free: str


@pytest.fixture(scope="module")
def house(demo_template: Path) -> Iterator[House]:
    with a_running_house(demo=demo_template) as house:
        yield house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def stories(house: House) -> Stories:
    live = [one for one in house.json("list", "articles") if one["state"] == "live" and "/en/" not in one["path"]]
    metered = [one["path"] for one in live if one["access"] == "metered" and one["edition"]]
    covers = [one["path"] for one in live if one["cover_story"]]
    free = next(one["path"] for one in live if one["access"] == "free")
    return Stories(metered, covers, free)


@pytest.fixture(scope="module")
def published(house: House, browser: Browser) -> str:
    """A koran story that a reporter wrote and another person published; its path."""
    accounts = house.accounts()
    with a_person(house, browser, **DESK) as reporter:
        reporter.sign_in(accounts["reporter"]["email"], accounts["reporter"]["password"], "/redaksi/")
        write_and_submit(reporter, HEADLINE, PARAGRAPHS, publication="Koran Layar Pagi", section="Kota")
        assert not any(one["path"].endswith("perahu-penyeberangan-menunggu-dermaga-baru") and one["state"] == "live"
                       for one in house.json("list", "articles"))  # fmt: skip
    with a_person(house, browser, **DESK) as editor:
        editor.sign_in(accounts["editor"]["email"], accounts["editor"]["password"], "/redaksi/")
        said = approve(editor, HEADLINE)
        assert re.search(r"\d+ (halaman|pages?), \d+ ms, 1 (kios|kiosk)", said), said
        assert editor.page.get_by_role("link", name="/artikel/perahu-penyeberangan-menunggu-dermaga-baru").count() == 1
    return "/artikel/perahu-penyeberangan-menunggu-dermaga-baru"


def holds_the_secret(text: str) -> bool:
    """Whether the paid sentence stands in these bytes, plain or disguised (X1 to X5, X8, X9)."""
    sentence = SECRET.rstrip(".")
    disguises = [sentence, escape(sentence), sentence[::-1], base64.b64encode(sentence.encode()).decode()[:40]]
    return any(disguise in text for disguise in disguises)


def test_nobody_gets_the_teaser_and_none_of_the_rest_in_any_byte(house, browser, published):
    for javascript in (True, False):
        with a_person(house, browser, javascript=javascript) as nobody:
            nobody.open(published)
            assert nobody.step() == "join"
            assert "Perahu penyeberangan di muara sudah tiga bulan" in nobody.text()
            nobody.page.wait_for_timeout(300)
            nobody.seen.append(nobody.page.content())
            for path in ("/", "/rubrik/kota"):
                nobody.open(path)
                assert HEADLINE in nobody.text()
            assert not any(holds_the_secret(text) for text in nobody.seen)


def join(person: Person, email: str, back_to: str) -> None:
    """From the story's wall to an account that awaits its confirmation."""
    person.open(back_to)
    person.page.locator("section.step a[href^='/akun/daftar/']").first.click()
    person.page.wait_for_load_state()
    person.fill(email=email)
    for field in ("password1", "password2"):
        if person.page.locator(f"[name={field}]").count():
            person.fill(**{field: PASSWORD})
    person.page.locator("main form:has([name=email]) button").last.click()
    person.page.wait_for_load_state()


def confirm_from_the_mailbox(person: Person) -> None:
    person.open("/akun/demo/surat/")
    person.page.locator("main a[href*='/akun/demo/surat/']").first.click()
    person.page.wait_for_load_state()
    person.page.locator("main a[href*='/akun/konfirmasi/']").first.click()
    person.page.wait_for_load_state()
    assert "/akun/konfirmasi/" in person.page.url
    person.page.locator("main form button").last.click()
    person.page.wait_for_load_state()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_new_reader_joins_confirms_and_opens_exactly_two_stories(house, browser, published, stories, javascript):
    one, two, three = published, stories.metered[0], stories.metered[1]
    with a_person(house, browser, javascript=javascript) as reader:
        join(reader, f"eka-{javascript}@pembaca.example".lower(), one)
        reader.open(one)
        assert reader.step() == "confirm"
        confirm_from_the_mailbox(reader)
        reader.open(one)
        assert reader.step() == "offer"
        assert not any(holds_the_secret(text) for text in reader.seen)
        for path in (one, two):
            reader.open(path)
            assert reader.step() == "offer"
            reader.page.locator("section.step form button").click()
            reader.page.wait_for_load_state()
            assert reader.page.url == house.url + path
            assert reader.step() == ""
        reader.open(one)
        assert SECRET.rstrip(".") in reader.text()
        reader.open(three)
        assert reader.step() == "subscribe"
        for cover in stories.covers:
            reader.open(cover)
            assert reader.step() == "subscribe"
        reader.open(one)
        assert reader.step() == ""
        reader.open(three)
        assert reader.step() == "subscribe"
        reader.open(stories.free)
        assert reader.step() == ""
        reader.open(three)
        reader.page.locator("section.step a[href^='/langganan/']").first.click()
        reader.page.wait_for_load_state()
        assert "Rp" in reader.text()


def test_the_offer_counts_with_javascript_and_links_to_the_count_without(house, browser, stories):
    citra = house.accounts()["2 left"]
    with a_person(house, browser) as reader:
        reader.sign_in(citra["email"], citra["password"])
        reader.open(stories.metered[2])
        expect(reader.page.locator("section.step")).to_contain_text("2")
    with a_person(house, browser, javascript=False) as reader:
        reader.sign_in(citra["email"], citra["password"])
        reader.open(stories.metered[2])
        reader.page.locator("section.step a[href^='/akun/']").first.click()
        assert "2" in reader.text()


def test_an_entitled_reader_reads_everything(house, browser, published, stories):
    budi = house.accounts()["entitled"]
    with a_person(house, browser, javascript=False) as reader:
        reader.sign_in(budi["email"], budi["password"])
        for path in (published, *stories.covers, stories.free):
            reader.open(path)
            assert reader.step() == ""
        reader.open(published)
        assert SECRET.rstrip(".") in reader.text()


def test_signing_out_on_one_device_shuts_that_device_only(house, browser, stories):
    budi = house.accounts()["entitled"]
    with a_person(house, browser) as phone, a_person(house, browser, **DESK) as desk:
        for device in (phone, desk):
            device.sign_in(budi["email"], budi["password"])
            device.open(stories.metered[0])
            assert device.step() == ""
        pass_of_the_phone = next(c for c in phone.context.cookies() if c["name"] == "terbit_pass")
        phone.open("/akun/keluar/")
        phone.page.locator("main form button").last.click()
        phone.page.wait_for_load_state()
        phone.open(stories.metered[0])
        assert phone.step() == "join"
        desk.open(stories.metered[0])
        assert desk.step() == ""
        phone.context.add_cookies([pass_of_the_phone])
        phone.open(stories.metered[0])
        assert phone.step() == "join"


def test_the_cover_is_moved_and_both_stories_change(house, browser):
    """Last of all, since it changes the demo's edition."""
    live = [one for one in house.json("list", "articles") if one["edition"] == "/edisi/koran/2026-11-20"]
    old = next(one["path"] for one in live if one["cover_story"])
    new = next(one["path"] for one in live if not one["cover_story"])
    accounts = house.accounts()
    with a_person(house, browser) as reader, a_person(house, browser, **DESK) as editor:
        reader.sign_in(accounts["2 left"]["email"], accounts["2 left"]["password"])
        reader.open(new)
        assert reader.step() == "offer"
        headline = reader.page.locator("article h1").inner_text()
        editor.sign_in(accounts["editor"]["email"], accounts["editor"]["password"], "/redaksi/")
        move_cover(editor, "Koran Layar Pagi, 20 November 2026", headline)
        reader.open(new)
        assert reader.step() == "subscribe"
        deadline = time.monotonic() + 5
        while reader.step() != "offer" and time.monotonic() < deadline:
            reader.open(old)
        assert reader.step() == "offer"
