"""Files and folders: every page an item, nothing raised, nothing lost."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tools.text_pages import pages

from terbit.wire.format import Delivered, Refusal
from terbit.wire.formats import FORMATS
from terbit.wire.text import TEXT
from terbit.wire.text.pages import NoArticle, read_page
from terbit.wire.text.tests.builders import PARAGRAPHS, a_page, texts

BAD = Path(__file__).parents[6] / "shared" / "data" / "bad-input"


def test_text_is_one_of_the_formats() -> None:
    assert FORMATS["text"] is TEXT


def test_a_folder_gives_one_item_a_file_in_the_order_of_its_paths(tmp_path: Path) -> None:
    (tmp_path / "2019").mkdir()
    (tmp_path / "2019" / "b.txt").write_bytes(a_page())
    (tmp_path / "a.txt").write_bytes(a_page())
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "notes.md").write_bytes(a_page())
    items = list(TEXT.read([tmp_path]))
    assert [item.story.id if isinstance(item, Delivered) else item.code for item in items] == [
        "a",
        "no_article",
        "2019/b",
    ]
    assert TEXT.weigh([tmp_path]) == sum(item.weight for item in items) == 2 * len(a_page())


def test_the_original_lies_beside_the_story(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(a_page())
    (item,) = TEXT.read([tmp_path / "a.txt"])
    assert isinstance(item, Delivered) and item.story.original is not None
    assert item.story.original.content == a_page()


@pytest.mark.parametrize(
    ("path", "code"), [("missing.txt", "cannot_read"), ("a\0b", "cannot_read"), (".", "empty_folder")]
)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, path: str, code: str) -> None:
    (item,) = TEXT.read([tmp_path / path])
    assert isinstance(item, Refusal) and item.code == code and item.why.endswith(".")


def test_what_stands_on_many_pages_is_the_sites(tmp_path: Path) -> None:
    boast = "Warta kota yang jujur dan berani sejak dahulu kala, untuk semua orang di pesisir"
    for number, page in enumerate(pages.development()[:6]):
        lines = page.data.decode("utf-8-sig").split("\n")
        (tmp_path / f"{number}.txt").write_text(
            "\n".join((*lines[: len(lines) // 2], boast, *lines[len(lines) // 2 :]))
        )
    stories = [item.story for item in TEXT.read([tmp_path]) if isinstance(item, Delivered)]
    assert len(stories) == 6
    assert not [story.id for story in stories if boast in "\n".join(texts(story))]


def test_a_single_page_without_sentences_is_no_article() -> None:
    with pytest.raises(NoArticle):
        read_page("Masuk\nDaftar\nBeranda\n© 2019 Kabar".encode(), "page")


def _bad_inputs() -> list[bytes]:
    found = [
        file.read_bytes()
        for part in ("strings", "encoding")
        for file in sorted((BAD / part).rglob("*"))
        if file.is_file()
    ]
    naughty = json.loads((BAD / "strings" / "blns.json").read_text(encoding="utf-8"))
    found += [text.encode("utf-8", "surrogatepass") for text in naughty]
    return found + [a_page(PARAGRAPHS[0], text, *PARAGRAPHS[1:]) for text in naughty]


@pytest.mark.skipif(not BAD.exists(), reason="the public test data lies beside the repository, not in it")
def test_no_hostile_input_raises_anything_but_a_refusal() -> None:
    for data in _bad_inputs():
        try:
            read_page(data, "page")
        except NoArticle as missing:
            assert missing.code in ("no_article", "no_headline")


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 5000, b"a" * 200_000, b"\n" * 100_000, b"@" * 50_000, b"a@" * 20_000, b"(" * 20_000, b'"' * 20_000, b"a.b" * 20_000 + b"@",
     b"Foto: " * 9000, b"Senin, " * 9000, b"A/" * 20_000, b"by " * 20_000, ("Ã©" * 20_000).encode(), (b"a " * 50 + b"\n") * 3000,
     gzip.compress(a_page() * 9), bytes(range(256)) * 200],
)  # fmt: skip
def test_no_input_takes_long(data: bytes) -> None:
    started = time.process_time()
    with suppress(NoArticle):
        read_page(data, "page")
    assert time.process_time() - started < 3


def test_a_hundred_pages_take_less_than_two_seconds() -> None:
    page = next(page for page in pages.development() if page.site == "Kabar Bandar")
    started = time.process_time()
    for _ in range(100):
        read_page(page.data, "page")
    assert time.process_time() - started < 2
