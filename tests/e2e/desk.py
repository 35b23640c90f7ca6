"""What a reporter and an editor do in the newsroom, click by click."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.browsing import Person


def write_and_submit(reporter: Person, headline: str, paragraphs: list[str], *, publication: str, section: str) -> None:
    """Write a story of paragraphs and hand it in."""
    page = reporter.page
    reporter.open("/redaksi/artikel/add/")
    page.select_option("[name=publication]", label=publication)
    page.select_option("[name=section]", label=section)
    reporter.fill(headline=headline)
    for place, paragraph in enumerate(paragraphs):
        page.locator(".c-sf-add-button").last.click()
        page.locator(".w-combobox [role=option]").first.click()
        text = page.locator("[role=textbox]").nth(place)
        text.click()
        page.keyboard.insert_text(paragraph)
        expect(page.locator(f"[name=body-{place}-value]")).to_have_value(re.compile(re.escape(paragraph[-20:])))
    page.locator("footer .w-dropdown__toggle, footer [aria-haspopup], footer .dropdown-toggle").first.click()
    page.locator("[name=action-submit]").first.click()
    page.wait_for_load_state()


def approve(editor: Person, headline: str) -> str:
    """Open the story that waits on the first page and publish it. What the newsroom then says."""
    page = editor.page
    editor.open("/redaksi/")
    editor.press(headline)
    page.locator("footer .w-dropdown__toggle, footer [aria-haspopup], footer .dropdown-toggle").first.click()
    page.get_by_role("button", name=re.compile("Setujui|Approve|Tayangkan")).first.click()
    page.wait_for_load_state()
    return editor.text()


def move_cover(editor: Person, edition: str, headline: str) -> str:
    """Make another story the edition's cover story. What the newsroom then says."""
    page = editor.page
    editor.open("/redaksi/edisi/")
    editor.press(re.compile(edition))
    cover = page.locator("[data-contentpath=cover_story]")
    cover.locator(".w-dropdown__toggle").click()
    cover.locator("[data-chooser-action-choose]").first.click()
    chooser = page.locator(".modal-body, .w-dialog__content")
    chooser.get_by_role("textbox").first.fill(headline)
    chooser.get_by_role("link", name=headline).first.click()
    expect(cover.locator("[data-chooser-title]")).to_have_text(headline)
    page.locator("footer button[type=submit], form button.action-save").first.click()
    page.wait_for_load_state()
    return editor.text()


def choose_deed(editor: Person, headline: str, deed: str) -> None:
    """From the list of stories to the story, and in its menu to the form of this deed."""
    page = editor.page
    editor.open("/redaksi/artikel/")
    page.get_by_role("searchbox").or_(page.locator("main input[name=q]")).last.fill(headline)
    expect(page.get_by_role("link", name=headline).first).to_be_visible()
    editor.press(headline)
    page.locator("footer .w-dropdown__toggle, footer [aria-haspopup], footer .dropdown-toggle").first.click()
    page.get_by_role("link", name=deed).first.click()
    page.wait_for_load_state()
