"""Stories from the public test data that lies beside the repository; none where it is absent."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import lxml.html

from tools.text_pages.truth import Truth, Unit

DATA: Final = Path(__file__).parents[3] / "shared" / "data"
_KINDS: Final = {"p": "paragraph", "h2": "subheading", "h3": "subheading", "h4": "subheading", "li": "item"}
_MOST_UNITS: Final = 40
_LEFTOVERS: Final = ("Coordinates:", "linux, c64, retro")
_NO_STORIES: Final = ("mozilla", "replace-brs")  # a page of buttons, a torn sentence
_ENGLISH: Final = ("flowfx",)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from (json.loads(line) for line in file)


def _words(text: str) -> str:
    return " ".join(text.split())


def _units(root: Any) -> tuple[Unit, ...]:
    """Paragraphs, subheadings and list items in reading order; a nested one counts once, by its outermost."""
    units: list[Unit] = []
    taken: set[Any] = set()
    for element in root.iter("p", "h2", "h3", "h4", "li"):
        if any(parent in taken for parent in element.iterancestors()):
            continue
        text = _words(element.text_content()).removesuffix("[edit]")
        unit = Unit(_KINDS[element.tag], text)
        if len(text) > 1 and unit not in units:
            taken.add(element)
            units.append(unit)
    return _trimmed(units)


def _trimmed(units: list[Unit]) -> tuple[Unit, ...]:
    """From the first real paragraph on, without what the pages' own scripts and share rows left between."""
    kept = [u for u in units if u.kind != "paragraph" or len(u.text) >= 25 or u.text[-1] in ".?!:"]
    while kept and (kept[0].kind != "paragraph" or len(kept[0].text) < 60):
        kept.pop(0)
    kept = kept[:_MOST_UNITS]
    while kept and kept[-1].kind == "subheading":
        kept.pop()
    return tuple(kept)


def readability() -> list[Truth]:
    """Pages whose article text somebody marked by hand. Those with fewer than three paragraphs are no story."""
    found: dict[tuple[Unit, ...], Truth] = {}
    for folder in sorted((DATA / "html-pages" / "readability").glob("*/")):
        root = lxml.html.fromstring((folder / "expected.html").read_text(encoding="utf-8"))
        about = json.loads((folder / "expected-metadata.json").read_text(encoding="utf-8"))
        units = _units(root)
        if folder.name.startswith("wikipedia"):  # tables of facts and of contents are no paragraphs
            units = _trimmed([u for u in units if u.kind == "subheading" or (len(u.text) > 90 and u.text[-1] in ".]:")])
        headline = _words(about["title"] or "")
        if (
            headline
            and not folder.name.startswith(_NO_STORIES)
            and sum(unit.kind == "paragraph" and len(unit.text) > 40 for unit in units) >= 3
        ):
            byline = ((about["byline"], "author"),) if about["byline"] else ()
            language = "la" if "Lorem" in units[0].text + units[1].text else "en"
            found.setdefault(units, Truth(f"readability/{folder.name}", language, headline, units, byline=byline))
    return list(found.values())


def licensed() -> list[Truth]:
    """Pages under Creative Commons, with strings that their article holds: its element is the smallest with all."""
    folder = DATA / "html-pages" / "cc-licensed"
    if not folder.exists():
        return []
    found = []
    for about in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
        root = lxml.html.fromstring(gzip.decompress((folder / about["file"]).read_bytes()))
        for junk in root.xpath("//script|//style|//nav|//footer|//aside|//form"):
            junk.drop_tree()
        wanted = [_words(text) for text in about["with"]]
        holders = [e for e in root.iter("div", "article", "section", "td", "main") if _holds(e, wanted)]
        if not holders or not about["title"] or about["file"].startswith("anarc"):  # a list of programs
            continue
        bad = (*about["without"], *_LEFTOVERS)
        units = _trimmed([u for u in _units(holders[-1]) if u.kind != "item" and not any(one in u.text for one in bad)])
        if sum(unit.kind == "paragraph" for unit in units) >= 3:
            byline = ((about["author"], "author"),) if about["author"] else ()
            language = "en" if about["file"].startswith(_ENGLISH) else "de"
            found.append(Truth(f"cc/{about['file']}", language, about["title"], units, byline=byline))
    return found


def _holds(element: Any, wanted: list[str]) -> bool:
    text = _words(element.text_content())
    return all(one in text for one in wanted)


def parallel(language: str) -> list[Truth]:
    """News stories whose sentences stand alone, as popular sites set them: the first is the headline."""
    found = []
    for story in _lines(DATA / "corpus" / "parallel" / "ntrex-en-id-a.jsonl.gz"):
        headline, *rest = [_words(line) for line in story[language]]
        if len(rest) >= 6:
            units = tuple(Unit("paragraph", text) for text in rest)
            found.append(Truth(f"ntrex/{story['doc_id']}/{language}", language, headline.rstrip("."), units))
    return found


def wikinews() -> list[Truth]:
    found = []
    for story in _lines(DATA / "corpus" / "en" / "wikinews-gum.jsonl.gz"):
        first, *rest = story["paragraphs"]
        kinds = {"p": "paragraph", "head": "subheading", "sp": "paragraph", "item": "item"}
        units = tuple(Unit(kinds[p["kind"]], _words(p["text"])) for p in rest if p["kind"] in kinds)
        if first["kind"] == "head" and story["genre"] == "news" and len(units) >= 5:
            while units[-1].kind == "subheading":
                units = units[:-1]
            name, headline = f"wikinews/{story['doc_id']}", _words(first["text"])
            try:
                day = datetime.strptime(units[0].text, "%A, %B %d, %Y").replace(tzinfo=UTC)
            except ValueError:
                continue  # no date of its own in the first line
            found.append(Truth(name, "en", headline, units[1:], published=day, precision="day"))
    return found
