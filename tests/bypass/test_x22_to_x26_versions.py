"""Other versions of a story and other things than its text: previews, drafts, revisions, corrections, pictures."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.bypass.asking import WITHOUT, Device, Vault
from tests.bypass.secret import holds, secret_of

SECRET_STORIES = ("meter-18", "cover", "draft", "embargoed", "withdrawn", "newer")


def desk_addresses(vault: Vault, story: str) -> list[str]:
    """Every address of the desk at which words of a story stand for those who work on it."""
    pk, revision = vault.ids[story], vault.revisions[story]
    base = f"/redaksi/artikel/{{}}/{pk}/"
    return [
        *(base.format(view) for view in ("edit", "preview", "history", "unpublish", "usage", "delete")),
        f"/redaksi/artikel/history/{pk}/revisions/{revision}/view/",
        f"/redaksi/artikel/revisions/{pk}/{revision}/revert/",
        f"/redaksi/artikel/revisions/{pk}/compare/earliest...{revision}/",
        f"/redaksi/artikel/{pk}/",
        f"/redaksi/pratinjau/{pk}/",
    ]


@pytest.mark.parametrize("story", ["meter-18", "replaced", "draft", "embargoed", "withdrawn", "cover"])
@pytest.mark.parametrize("reader", [*WITHOUT, "subscriber"])
def test_x22_the_desk_is_shut_to_readers(vault: Vault, reader: str, story: str) -> None:
    for address in desk_addresses(vault, story):
        got = vault.ask(address, reader)
        assert got.status in (302, 403, 404), address
        assert not any(got.has(name) for name in (story, "newer"))


@pytest.mark.parametrize("reader", [*WITHOUT, "subscriber"])
def test_x22_no_preview_can_be_made_by_a_reader(vault: Vault, reader: str) -> None:
    device = vault.device(reader)
    device.cookies["csrftoken"] = "a" * 32
    form = f"csrfmiddlewaretoken={'a' * 32}&headline=x"
    address = f"/redaksi/artikel/preview/{vault.ids['meter-18']}/"
    given = {"Content-Type": "application/x-www-form-urlencoded", "Origin": vault.house.url}
    for path in (address, f"{address}?mode=quiet"):
        assert not device.ask(path, "POST", form, **given).has("meter-18")
        assert not device.ask(path, **given).has("meter-18")


def test_x22_the_desk_shows_all_of_it_to_those_who_work_there(vault: Vault) -> None:
    address = f"/redaksi/artikel/edit/{vault.ids['meter-18']}/"
    assert vault.ask(address, "staff").has("meter-18")
    assert vault.ask(f"/redaksi/artikel/edit/{vault.ids['draft']}/", "staff").has("draft")


@pytest.mark.parametrize("reader", [*WITHOUT, "subscriber", "staff"])
@pytest.mark.parametrize("story", ["draft", "embargoed"])
def test_x22_what_is_not_out_has_no_address_for_readers(vault: Vault, reader: str, story: str) -> None:
    got = vault.ask(vault.paths[story], reader)
    assert got.status == 404 and not got.has(story)


@pytest.mark.parametrize("reader", [*WITHOUT, "subscriber", "staff"])
def test_x22_a_withdrawn_story_says_why_and_no_more(vault: Vault, reader: str) -> None:
    got = vault.ask(vault.paths["withdrawn"], reader)
    assert got.status == 410 and not got.has("withdrawn")
    assert "Sumber utama mencabut keterangannya." in got.text


@pytest.mark.parametrize("reader", [*WITHOUT, "subscriber", "staff"])
def test_x22_a_newer_draft_of_a_public_story_is_not_out(vault: Vault, reader: str) -> None:
    assert not vault.ask(vault.paths["replaced"], reader).has("newer")
    assert vault.ask(vault.paths["replaced"], "subscriber").has("replaced")


@pytest.mark.parametrize("reader", WITHOUT)
def test_x22_a_correction_quotes_what_its_editor_wrote_and_no_more(vault: Vault, reader: str) -> None:
    for path in ("/koreksi/1", "/koreksi", vault.paths["corrected"]):
        got = vault.ask(path, reader)
        assert "Nama dermaga itu keliru." in got.text and not got.has("corrected")
    assert vault.ask(vault.paths["corrected"], "subscriber").has("corrected")


def test_x23_nothing_that_was_written_into_a_picture_leaves_with_it(vault: Vault) -> None:
    """The original holds the secret in EXIF, in XMP and as a comment: so this would find it."""
    (original,) = [file for file in (vault.house.home / "media").rglob("*.jpg") if holds_in(file.read_bytes())]
    assert "pictures" not in original.parts
    asked = [vault.ask(f"/media/{name}") for name in vault.files]
    served = [got for got in asked if got.status == 200]
    assert len(served) >= 5
    for got in served:
        assert not holds_in(got.body)
        with Image.open(BytesIO(got.body)) as image:
            assert not {"exif", "xmp", "comment", "photoshop"} & set(image.info)
    name = original.relative_to(vault.house.home / "media")
    for address in (
        f"/media/{name}",
        f"/media/../{name}",
        f"/media/%2e%2e/{name}",
        f"/media/original_images/{name.name}",
    ):
        assert vault.ask(address).status == 404


def holds_in(content: bytes) -> bool:
    sentence = secret_of("pictured")
    forms = [sentence.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    return any(form in content for form in forms) or holds(content.decode("latin-1"), "pictured")


def test_x23_a_share_card_shows_the_picture_and_no_words_of_the_story(vault: Vault) -> None:
    got = Device(vault.house.port).ask(vault.paths["pictured"])
    assert 'property="og:image"' in got.text and not got.has("pictured")
    assert vault.ask(vault.paths["pictured"], "subscriber").has("pictured")


@pytest.mark.parametrize(
    "address", ["/", "/rubrik/kota", "/edisi/koran/{today}", "/koreksi", "/langganan/", "/akun/", "/x"]
)
@pytest.mark.parametrize("reader", [*WITHOUT, "subscriber"])
def test_x22_no_list_quotes_what_is_not_out(vault: Vault, reader: str, address: str) -> None:
    from datetime import UTC, datetime

    got = vault.ask(address.format(today=datetime.now(UTC).date()), reader)
    assert not [name for name in SECRET_STORIES if got.has(name)]
