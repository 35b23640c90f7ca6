"""How much of what a page holds the importer finds, and what it takes that is not the article's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from terbit.wire.prose import plain_of
from terbit.wire.story import Block, Listing, Paragraph, Quote, Story, Subheading, Table, When
from terbit.wire.text.decode import decode
from terbit.wire.text.folder import NOTHING, Learned, learn
from terbit.wire.text.lines import lines_of
from terbit.wire.text.pages import NoArticle, read_page
from tools.text_pages.printing import SavedPage
from tools.text_pages.truth import Truth, Unit

EXACT: Final = (
    "headline",
    "kicker",
    "standfirst",
    "byline",
    "partner",
    "credit",
    "dateline",
    "caption",
    "picture_credit",
    "published",
    "updated",
    "language",
)
_HOUSE: Final = ZoneInfo("Asia/Jakarta")
_WRITERS: Final = ("reporter", "author", "contributor")  # labels differ from site to site
_SPACE: Final = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """For comparing: words only, since quotes, dashes and spaces differ between a page and its source."""
    return _SPACE.sub(" ", text).strip().casefold()


def found_units(body: Iterable[Block]) -> list[Unit]:
    units: list[Unit] = []
    for block in body:
        match block:
            case Paragraph(html):
                units.append(Unit("paragraph", plain_of(html)))
            case Subheading(text):
                units.append(Unit("subheading", text))
            case Quote(text, source):
                units.append(Unit("quote", f"{text} {source}"))
            case Listing(items, _):
                units += [Unit("item", plain_of(item)) for item in items]
            case Table(head, rows, _):
                units += [Unit("row", " | ".join(row)) for row in (head, *rows)]
    return units


@dataclass(slots=True)
class Result:
    """Sums over pages. `wrong` names what was missed or taken wrongly, for whoever looks into it."""

    pages: int = 0
    wanted: int = 0
    found: int = 0
    right: int = 0
    kinds: int = 0
    exact: Counter[str] = field(default_factory=Counter)
    furniture: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.wanted)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    def share(self, name: str) -> float:
        return self.exact[name] / max(1, self.pages)


def _names(truth: Truth) -> set[tuple[str, str]]:
    return {(name.casefold(), "writer" if role in _WRITERS else role) for name, role in truth.byline}


def _found_names(story: Story) -> set[tuple[str, str]]:
    return {(one.name.casefold(), "writer" if one.role in _WRITERS else one.role) for one in story.byline}


def _when(moment: datetime | None, precision: str) -> object:
    if moment is None:
        return None
    return moment.replace(second=0, microsecond=0) if precision == "minute" else (moment.year, moment.month, moment.day)


def _found_when(when: When) -> object:
    if when is None or (isinstance(when, datetime) and when.tzinfo):
        return when
    return (when.year, when.month, when.day) if not isinstance(when, datetime) else when.replace(tzinfo=None)


def _is_right(name: str, truth: Truth, story: Story) -> bool:
    if name == "byline":
        return _names(truth) == _found_names(story)
    if name in ("published", "updated"):
        wanted, found = _when(getattr(truth, name), truth.precision), _found_when(getattr(story, name))
        if isinstance(wanted, datetime) and isinstance(found, datetime) and found.tzinfo is None:
            return wanted.astimezone(_HOUSE).replace(tzinfo=None) == found  # the page gave no zone
        return wanted == found
    if name == "language":
        return story.language == (truth.language if truth.language in ("id", "en") else "")
    if name in ("caption", "picture_credit"):
        picture = story.pictures[0] if story.pictures else None
        found_text = (picture.caption if name == "caption" else picture.credit) if picture else ""
        return plain(found_text).removeprefix("dok ") == plain(getattr(truth, name)).removeprefix("dok ")
    if (
        name == "kicker"
        and not truth.kicker
        and "section" in truth.shown
        and plain(story.kicker) == plain(truth.section)
    ):
        return True  # a section's name above the headline cannot be told from a kicker
    return plain(getattr(story, name)) == plain(getattr(truth, name))


def _strings(story: Story) -> list[str]:
    fields = [story.headline, story.kicker, story.credit, story.partner, story.dateline, *story.standfirst.split("\n")]
    pictures = [text for one in story.pictures for text in (one.caption, one.credit)]
    units = [unit.text for unit in found_units(story.body)]
    return [plain(text) for text in (*fields, *pictures, *(one.name for one in story.byline), *units) if text]


def surviving(page: SavedPage, story: Story) -> list[str]:
    """Lines of the page's furniture that stand in the story: the whole of a field or block, or three words of one."""
    truth = page.truth
    known = " \n ".join(plain(x) for x in (truth.headline, truth.standfirst, truth.caption, truth.kicker,
            truth.dateline, truth.section, truth.partner,
                        truth.picture_credit, truth.credit, *(u.text + " " + u.source for u in truth.units), *(n for n, _ in truth.byline)))  # fmt: skip
    strings = _strings(story)
    left = []
    for line in set(map(plain, page.furniture)):
        if not line or f" {line} " in f" {known} ":
            continue
        if any(line == text or (line.count(" ") >= 2 and f" {line} " in f" {text} ") for text in strings):
            left.append(line)
    return sorted(left)


def measure(page: SavedPage, learned: Learned, result: Result) -> None:
    result.pages += 1
    truth = page.truth
    wanted = Counter(plain(f"{unit.text} {unit.source}") for unit in truth.units)
    result.wanted += sum(wanted.values())
    where = f"{page.site} {page.name} ({truth.id})"
    try:
        story = read_page(page.data, page.name, learned)
    except NoArticle as missing:
        result.wrong.append(f"{where}: {missing}")
        return
    units = found_units(story.body)
    found = Counter(plain(unit.text) for unit in units)
    common = wanted & found
    result.found += len(units)
    result.right += sum(common.values())
    result.wrong += [f"{where}: missed: {text[:150]}" for text in wanted - found] + [
        f"{where}: TOOK: {text[:150]}" for text in found - wanted
    ]
    kinds = {plain(f"{unit.text} {unit.source}"): unit.kind for unit in truth.units}
    result.kinds += sum(kinds.get(plain(unit.text)) == unit.kind for unit in units)
    result.wrong += [
        f"{where}: {unit.kind} for {kinds[plain(unit.text)]}: {unit.text[:80]}"
        for unit in units
        if kinds.get(plain(unit.text), unit.kind) != unit.kind
    ]
    for name in EXACT:
        if _is_right(name, truth, story):
            result.exact[name] += 1
        else:
            got = story.pictures if name in ("caption", "picture_credit") else getattr(story, name)
            result.wrong.append(f"{where}: {name}: wanted {getattr(truth, name)!r}, got {got!r}")
    left = surviving(page, story)
    result.furniture += len(left)
    result.wrong += [f"{where}: FURNITURE {line!r}" for line in left]


def evaluate(pages: list[SavedPage], *, as_folders: bool) -> Result:
    """All pages, either each by itself, or with what the pages of its site teach."""
    result = Result()
    sites: dict[str, list[SavedPage]] = defaultdict(list)
    for page in pages:
        sites[page.site].append(page)
    for together in sites.values():
        learned = (
            learn(lines_of(decode(page.data).text) for page in together)
            if as_folders and len(together) > 1
            else NOTHING
        )
        for page in together:
            measure(page, learned, result)
    return result


def table(rows: dict[str, Result]) -> str:
    """The results side by side, shares in hundredths."""
    measures: list[tuple[str, Callable[[Result], str]]] = [
        ("pages", lambda r: str(r.pages)),
        ("paragraphs, recall", lambda r: f"{r.recall:.4f}"),
        ("paragraphs, precision", lambda r: f"{r.precision:.4f}"),
        ("kind of block right", lambda r: f"{r.kinds / max(1, r.right):.4f}"),
        *[(name, lambda r, name=name: f"{r.share(name):.3f}") for name in EXACT],  # type: ignore[misc]
        ("furniture lines left", lambda r: str(r.furniture)),
    ]
    lines = ["| | " + " | ".join(rows) + " |", "|---" * (len(rows) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(show(result) for result in rows.values()) + " |" for name, show in measures]
    return "\n".join(lines)
