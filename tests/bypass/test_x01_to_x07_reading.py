"""Getting at a gated page's own bytes: other jars, no script, hidden places, readers' modes, print."""

from __future__ import annotations

import re
from html import unescape

import pytest
from lxml import html as parser

from tests.bypass.asking import CODINGS, WITHOUT, Device, Vault
from tests.bypass.making import METERED, PUBLIC

GATED = ("meter-0", "weekly", "cover", "corrected", "translated", "twin", "pictured")


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("reader", [*WITHOUT, "unconfirmed", "units"])
def test_x01_fifty_stories_in_a_row_give_none_of_their_secrets(vault: Vault, reader: str, coding: str) -> None:
    device = vault.device(reader)
    for number in range(METERED - 2):
        got = device.ask(vault.paths[f"meter-{number}"], Accept_Encoding=coding)
        assert got.status == 200 and not got.has(f"meter-{number}")
        assert PUBLIC.format(name=f"meter-{number}").partition(".")[0] in unescape(got.text)
    whole = vault.ask(vault.paths["meter-0"], "subscriber", Accept_Encoding=coding)
    assert whole.has("meter-0")


@pytest.mark.parametrize("reader", WITHOUT)
@pytest.mark.parametrize("story", GATED)
def test_x01_each_kind_of_gated_story(vault: Vault, reader: str, story: str) -> None:
    assert not vault.ask(vault.paths[story], reader).has(story)
    assert vault.ask(vault.paths[story], "subscriber").has(story)


def test_x01_a_story_for_those_with_an_account(vault: Vault) -> None:
    for reader in ("nobody", "unconfirmed"):
        assert not vault.ask(vault.paths["registered"], reader).has("registered")
    for reader in ("spent", "ended", "units", "subscriber"):
        assert vault.ask(vault.paths["registered"], reader).has("registered")


def test_x01_a_subscription_to_another_publication_opens_nothing(vault: Vault) -> None:
    assert not vault.ask(vault.paths["weekly"], "koran").has("weekly")
    assert not vault.ask(vault.paths["cover"], "koran").has("cover")
    assert vault.ask(vault.paths["cover"], "majalah").has("cover")
    assert not vault.ask(vault.paths["meter-0"], "majalah").has("meter-0")
    assert vault.ask(vault.paths["meter-0"], "koran").has("meter-0")


def test_x02_a_new_jar_for_each_story_gives_none(vault: Vault) -> None:
    for number in range(METERED):
        assert not Device(vault.house.port).ask(vault.paths[f"meter-{number}"]).has(f"meter-{number}")


def test_x02_a_device_that_kept_all_but_its_pass_is_nobody(vault: Vault) -> None:
    device = vault.device("subscriber")
    assert device.ask(vault.paths["meter-2"]).has("meter-2")
    kept = device.cookies.pop("terbit_pass")
    assert {"sessionid", "masuk"} <= set(device.cookies)
    assert not device.ask(vault.paths["meter-2"]).has("meter-2")
    device.cookies["terbit_pass"] = kept
    assert device.ask(vault.paths["meter-2"]).has("meter-2")


@pytest.mark.parametrize("reader", WITHOUT)
def test_x03_without_a_script_engine_the_bytes_are_all_there_is(vault: Vault, reader: str) -> None:
    got = vault.ask(vault.paths["meter-3"], reader)
    assert not got.has("meter-3")
    for script in re.findall(r'src="(/static/[^"]+\.js)"', got.text):
        assert not vault.ask(script, reader).has("meter-3")
    assert vault.ask(vault.paths["meter-3"], "subscriber").has("meter-3")


@pytest.mark.parametrize("reader", WITHOUT)
def test_x05_no_comment_template_attribute_input_or_state_holds_it(vault: Vault, reader: str) -> None:
    tree = parser.document_fromstring(vault.ask(vault.paths["meter-4"], reader).body)
    places = [
        *(str(comment) for comment in tree.xpath("//comment()")),
        *(node.text_content() for node in tree.xpath("//template | //noscript | //script | //style")),
        *tree.xpath("//@*"),
    ]
    assert places and not any("nelayan tua" in place.lower() for place in places)
    whole = parser.document_fromstring(vault.ask(vault.paths["meter-4"], "subscriber").body)
    assert "nelayan tua" in whole.text_content().lower()


@pytest.mark.parametrize(
    "address", ["{}?print=1", "{}?cetak=1", "{}/print", "{}/print/", "/print{}", "{}.pdf", "{}?format=pdf"]
)
@pytest.mark.parametrize("reader", WITHOUT)
def test_x07_no_address_for_print_gives_more(vault: Vault, reader: str, address: str) -> None:
    path = vault.paths["meter-5"]
    assert not vault.ask(address.format(path), reader).has("meter-5")
    assert vault.ask(f"{path}?print=1", "subscriber").has("meter-5")


def test_x07_the_style_sheet_for_print_uncovers_nothing(vault: Vault) -> None:
    sheets = set(re.findall(r'href="(/static/[^"]+\.css)"', vault.ask(vault.paths["meter-5"]).text))
    assert sheets and not any(vault.ask(sheet).has("meter-5") for sheet in sheets)
