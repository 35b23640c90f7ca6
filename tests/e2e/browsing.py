"""People at a browser: a real Chromium, with JavaScript or without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.running_house import House

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-component-update"])
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody with one device. `bytes_seen` keeps every answer that reached it, decoded."""

    house: House
    context: BrowserContext
    page: Page
    seen: list[str] = field(default_factory=list)

    def open(self, path: str) -> str:
        """Go there; the text of what is shown."""
        response = self.page.goto(self.house.url + path)
        assert response is not None
        return self.text()

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def press(self, label: str | re.Pattern[str]) -> None:
        """Press the button, or follow the link, that says so."""
        named = self.page.get_by_role("button", name=label).or_(self.page.get_by_role("link", name=label))
        named.first.click()
        self.page.wait_for_load_state()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def sign_in(self, email: str, password: str, at: str = "/akun/masuk/") -> None:
        self.open(at)
        self.fill(login=email, password=password)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_load_state()

    def step(self) -> str:
        """The step that the teaser on show offers; empty where the whole story stands."""
        shown = self.page.locator("section.step")
        classes = (shown.first.get_attribute("class") or "").split() if shown.count() else []
        return next((name.removeprefix("step-") for name in classes if name.startswith("step-")), "")


@contextmanager
def a_person(house: House, browser: Browser, *, javascript: bool = True, **options: Any) -> Iterator[Person]:
    options = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"} | options
    context = browser.new_context(java_script_enabled=javascript, **options)
    person = Person(house, context, context.new_page())
    person.page.on("response", lambda response: _keep(person, response))
    yield person
    context.close()


def _keep(person: Person, response: Response) -> None:
    try:
        person.seen.append(str(response.headers) + response.text())
    except (PlaywrightError, UnicodeDecodeError):  # a redirect and a picture have no text
        person.seen.append(str(response.headers))
