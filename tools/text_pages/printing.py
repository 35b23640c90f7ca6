"""One story as one site prints it, saved as text."""

from __future__ import annotations

import random
import re
import textwrap
from dataclasses import dataclass, field, replace
from typing import Final
from zoneinfo import ZoneInfo

from tools.text_pages.dates import EPOCH, written
from tools.text_pages.sites import Site, with_parts
from tools.text_pages.truth import Truth, Unit

READER: Final = (
    "citra.pembaca@surat.example",
    "budi_1974@example.com",
    "j.alder+news@mail.example.org",
    "pembaca99@example.co.id",
)
_PART: Final = re.compile(r"\{(\w+)\}")
_FURNITURE: Final = frozenset({"other", "otherdate", "reader", "tag", "n"})


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it lies in a folder, and what should be found in it."""

    name: str
    site: str
    data: bytes
    truth: Truth
    furniture: tuple[str, ...]
    """Every line, or run of words of a line, that is not the article's."""


@dataclass(slots=True)
class _Printer:
    site: Site
    story: Truth
    others: list[Truth]
    chance: random.Random
    lines: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def date(self, story: Truth, which: str = "published") -> str:
        head = self.site.head
        moment = story.published if which == "published" else story.updated
        if moment is None and which == "published" and self.chance.random() < 0.5:
            return written(EPOCH, head["date"], head["language"], "UTC", "day")
        zone = head.get("zone", "Asia/Jakarta")
        return written(moment, head["date"], head["language"], zone, story.precision)

    def value(self, part: str) -> str:
        story = self.story
        joint = self.site.head.get("joint", " dan " if self.site.language == "id" else " and ")
        match part:
            case "reporter" | "byline":
                return joint.join(story.names("reporter", "author"))
            case "editor" | "photographer" | "translator":
                return joint.join(story.names(part))
            case "date" | "updated":
                return self.date(story, "published" if part == "date" else part)
            case "other":
                return self.chance.choice(self.others).headline
            case "otherdate":
                return self.date(self.chance.choice(self.others))
            case "reader":
                return self.chance.choice(READER)
            case "tag":
                return self.chance.choice(story.tags or ("kabar",))
            case "n":
                return str(self.chance.randrange(2, 90))
        return str(getattr(story, part))

    def line(self, template: str) -> None:
        """Print one line; note which parts it showed, or that it is furniture."""
        parts = _PART.findall(template)
        values = {part: self.value(part) for part in parts}
        if parts and not any(values.values()) and not _PART.sub("", template).strip():
            return
        text = _PART.sub(lambda found: values[found[1]], template)
        if not all(values.values()):
            text = _tidied(text)
        own = [part for part in parts if values[part] and part not in _FURNITURE]
        self.shown.update(own)
        self.furniture += _PART.split(template)[::2] if own else [text]
        self.lines.append(text)

    def body(self) -> None:
        head, units = self.site.head, self.story.units
        for number, unit in enumerate(units, 1):
            self.lines += ["", self.unit(unit, head)] if _stands_alone(units, number - 1) else [self.unit(unit, head)]
            if number in self.site.after and number < len(units) and units[number].kind not in ("item", "row"):
                self.lines.append("")
                for line in self.site.after[number]:
                    self.line(line)
        self.lines.append("")

    def unit(self, unit: Unit, head: dict[str, str]) -> str:
        if unit.kind == "quote":
            return quoted(unit, head["quote"])
        if unit.kind == "item":
            return head.get("bullet", "") + unit.text
        if unit.kind == "row":
            return unit.text.replace(" | ", "\t")
        if unit is self.story.units[0] and head.get("dateline") and self.story.dateline:
            self.shown.add("dateline")
            place = self.story.dateline
            return head["dateline"].format(place=place, PLACE=place.upper()) + " " + unit.text
        return unit.text


def quoted(unit: Unit, form: str) -> str:
    text = form.format(text=unit.text, source=unit.source)
    return text if unit.source else text.split(unit.text)[0] + unit.text + form.split("{text}")[1][:1]


def _stands_alone(units: tuple[Unit, ...], at: int) -> bool:
    """Items of one list and rows of one table stand without a blank line between them."""
    return not (at and units[at].kind == units[at - 1].kind and units[at].kind in ("item", "row"))


def _tidied(text: str) -> str:
    return re.sub(
        r"\(\s*\)|\s+(?=[,.])|[|,/•]\s*$|^\s*[|,]|\b(by|oleh)\s*$", "", text.strip(), flags=re.IGNORECASE
    ).strip()


def _shown_truth(story: Truth, site: Site, shown: set[str]) -> Truth:
    truth = story.only(frozenset(shown))
    if truth.dateline and "{PLACE}" in site.head.get("dateline", ""):
        truth = replace(truth, dateline=truth.dateline.upper())
    form = site.head["quote"]
    if re.search(r"[a-z]", _PART.sub("", form)):  # "…" said Ayu: the site made a sentence of it
        units = tuple(Unit("paragraph", quoted(u, form)) if u.kind == "quote" else u for u in truth.units)
    elif "{source}" not in form:
        units = tuple(replace(u, source="") for u in truth.units)
    else:
        units = truth.units
    if "{H}" not in site.head["date"] and "{h12}" not in site.head["date"]:
        local = truth.published.astimezone(ZoneInfo(site.head.get("zone", "Asia/Jakarta"))) if truth.published else None
        truth = replace(truth, published=local if truth.precision == "minute" else truth.published, precision="day")
    return replace(truth, units=units)


def print_page(site: Site, story: Truth, others: list[Truth], number: int) -> SavedPage:
    printer = _Printer(site, story, others, random.Random(f"{site.name}{number}"))
    parts = frozenset(
        name for name in ("kicker", "standfirst", "partner", "credit", "caption", "updated") if getattr(story, name)
    ) | {f"page{number}"} | {role for _, role in story.byline} | ({"reporter"} if story.names("author") else set())  # fmt: skip
    for line in with_parts(site.page, parts):
        if line == "%body":
            printer.body()
        else:
            printer.line(line)
    truth = _shown_truth(story, site, printer.shown)
    data = saved(site.head, printer.lines)
    return SavedPage(f"{number:03}.txt", site.name, data, truth, tuple(filter(None, map(str.strip, printer.furniture))))


def saved(head: dict[str, str], lines: list[str]) -> bytes:
    """The lines as the site's browser saves them: blank lines, wrapping, line ends, coding."""
    if head["layout"] == "none":
        lines = [line for line in lines if line]
    elif head["layout"] == "all":
        lines = [both for line in lines if line for both in (line, "")]
    if wrap := int(head.get("wrap", 0)):
        margin = " " * int(head.get("margin", 0))
        lines = [piece for line in lines for piece in _wrapped(line, wrap, margin, head.get("bullet", ""))]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
    if head.get("nbsp"):
        words = text.split(" ")
        text = "".join(word + ("\N{NO-BREAK SPACE}" if i % 7 == 3 else " ") for i, word in enumerate(words))[:-1]
    if head.get("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    try:
        return text.encode(head.get("encoding", "utf-8"))
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _wrapped(line: str, width: int, margin: str, bullet: str) -> list[str]:
    hang = margin + " " * len(bullet) if bullet and line.startswith(bullet) else margin
    if "\t" in line:
        return [margin + line]
    return textwrap.wrap(line, width, initial_indent=margin, subsequent_indent=hang, break_on_hyphens=False) or [""]
