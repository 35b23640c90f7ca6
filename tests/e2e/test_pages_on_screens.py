"""Printed pages as a browser lays them out: nothing scrolls sideways, nothing is needed but HTML, both lights work."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, HouseSettings
from terbit.press.tests.desk import PARAGRAPHS, open_desk, paragraphs
from terbit.press.tests.pages import a_picture, draft_at
from tests.e2e.browsing import CHROMIUM, a_browser

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
WIDE_TABLE = {
    "caption": "Harga",
    "columns": [{"type": "text", "heading": f"Kolom {number}"} for number in range(9)],
    "rows": [{"values": ["Rp1.250.000"] * 9}],
}
LONG_WORD = "Ketidakbertanggungjawabannya" * 4


@pytest.fixture
def documents(db: None) -> dict[str, str]:
    """Every kind of page, with the longest words and the widest things that a desk would put into it."""
    desk = open_desk()
    HouseSettings.objects.update(name="Harian Umum Kedaulatan Nusantara Raya", responsible_person="Ayu Wirasti")
    picture = a_picture(1500, 1000, caption="Antrean beras", credit="Foto: Budi", alt="Orang berbaris")
    story = desk.story(
        f"Beras mahal {LONG_WORD}",
        slug="beras-mahal",
        publication="koran",
        kicker="Pangan",
        lead_picture=picture,
        body=[*paragraphs(*PARAGRAPHS), ("picture", {"picture": picture, "caption": ""})],
    )
    raw = [*story.body.raw_data, {"type": "table", "value": WIDE_TABLE}, {"type": "paragraph", "value": LONG_WORD}]
    Article.objects.filter(pk=story.pk).update(body=raw)
    for number in range(8):
        desk.story(f"Cerita nomor {number}", lead_picture=picture if number % 2 else None)
    edition = desk.edition()
    verbs.move_cover(edition, story, by=desk.ayu, now=desk.tick())
    keys = (
        "/",
        story.path,
        "/rubrik/dunia",
        edition.path,
        "/tentang/redaksi",
        "/pedoman-media-siber",
        "!404/id",
        "!wall/id",
    )
    drafts = {key: draft_at(key) for key in keys}
    return {
        f"{key}#{kind}": html for key, draft in drafts.items() for kind, html in draft.html.items() if kind != "open"
    }


def serve(page: Page) -> None:
    """The theme's files from disk; every picture is the same grey one; nothing else is to be had."""
    static = settings.TERBIT_THEME_DIR / "static"

    def answer(route: Route) -> None:
        name = route.request.url.split("/static/")[-1]
        if "/static/" in route.request.url and (static / name).exists():
            route.fulfill(path=static / name)
        elif "/media/" in route.request.url:
            route.fulfill(
                content_type="image/svg+xml", body='<svg xmlns="http://www.w3.org/2000/svg" width="12" height="8"/>'
            )
        else:
            route.abort()

    page.route("**/*", answer)


def show(page: Page, html: str) -> None:
    page.set_content(html.replace("<head>", '<head><base href="http://terbit.example/">', 1))


def width_of(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


def test_no_page_scrolls_sideways(documents: dict[str, str]) -> None:
    with a_browser() as browser:
        for width, size in ((320, 100), (320, 200), (360, 100), (768, 100), (1280, 100)):
            page = _page(browser, width)
            for key, html in documents.items():
                show(page, html.replace("<html ", f'<html style="font-size:{size}%" ', 1))
                assert width_of(page) <= width, f"{key} at {width} px and {size} %"


def test_a_wide_table_scrolls_in_its_own_box(documents: dict[str, str]) -> None:
    with a_browser() as browser:
        page = _page(browser, 360)
        show(page, next(html for key, html in documents.items() if key.endswith("beras-mahal#quiet")))
        box = page.locator(".table")
        assert box.evaluate("box => box.scrollWidth > box.clientWidth")
        assert box.get_attribute("tabindex") == "0"


@pytest.mark.parametrize("light", ["light", "dark"])
def test_words_stand_on_the_ground_of_the_light(documents: dict[str, str], light: str) -> None:
    with a_browser() as browser:
        context = browser.new_context(color_scheme=light)  # type: ignore[arg-type]
        page = context.new_page()
        serve(page)
        show(page, documents["/#quiet"])
        ground, ink = page.evaluate(
            "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
        )
        assert (_brightness(ground) > _brightness(ink)) is (light == "light")


def test_what_can_be_pressed_is_large_enough_for_a_thumb(documents: dict[str, str]) -> None:
    with a_browser() as browser:
        page = _page(browser, 360)
        for kind in ("join", "confirm", "subscribe"):
            show(page, next(html for key, html in documents.items() if key.endswith(f"beras-mahal#{kind}")))
            for button in page.locator(".ways .button").all():
                box = button.bounding_box()
                assert box is not None and box["height"] >= 44, kind


def test_the_next_step_stands_under_the_public_part_and_covers_nothing(documents: dict[str, str]) -> None:
    with a_browser() as browser:
        page = _page(browser, 360)
        show(page, next(html for key, html in documents.items() if key.endswith("beras-mahal#join")))
        words, step = page.locator("article .body").bounding_box(), page.locator(".step").bounding_box()
        assert words is not None and step is not None
        assert step["y"] >= words["y"] + words["height"]


def _page(browser: Browser, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 740}).new_page()
    serve(page)
    return page


def _brightness(colour: str) -> float:
    numbers = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(numbers)
