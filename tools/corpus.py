"""Turn the public news corpora into the archive format: `python tools/corpus.py FOLDER [--gated] > archive.jsonl`.

FOLDER holds `id/click-id-headlines.jsonl.gz` (13,900 headlines with their dates in six styles), `id/facqa-train.jsonl.gz` (passages,
which give the headlines a short text), `parallel/ntrex-en-id-a.jsonl.gz` and `en/wikinews-gum.jsonl.gz` (whole stories). Every date
becomes right, unknown, or is said to be doubtful; how many of which style is told on standard error.

All of it is free. With `--gated` two headlines in five stand in editions of koran and majalah, with a cover story each,
and one in fifty asks for an account; gated stories have words of their own, which stand nowhere else.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

Row = dict[str, Any]

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb februari february", "mar maret march", "apr april", "mei may", "jun juni june",
            "jul juli july", "agu agustus aug august", "sep september", "okt oktober oct october",
            "nov november", "des desember dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
#: Name of the style, and what it looks like.
_STYLES: Final = (
    ("2019-10-09", re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\Z")),
    ("16/09/2019", re.compile(r"(?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4})\Z")),
    ("10-Sep-19", re.compile(r"(?P<d>\d\d)-(?P<m>[A-Za-z]+)-(?P<y>\d\d)\Z")),
    ("31 Juli 2019", re.compile(r"(?P<d>\d\d?) (?P<m>[A-Za-z]+) (?P<y>\d{4})\Z")),
    ("Oct 2, 2019", re.compile(r"(?P<m>[A-Za-z]+) (?P<d>\d), (?P<y>\d{4})\Z")),
    ("Oktober 19, 2019", re.compile(r"(?P<m>[A-Za-z]+) (?P<d>\d\d), (?P<y>\d{4})\Z")),
)
_IN_ADDRESS: Final = re.compile(r"/(\d{4})/(\d\d)/(?:(\d\d)/)?")
_TIME: Final = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?(?: (WIB|WITA|WIT))?\Z")
_OFFSETS: Final = {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00", None: ""}
_PRINTED_DAY: Final = re.compile(
    r"\A(.*?)\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, ([A-Z][a-z]+) (\d\d?), (\d{4})\s*"
)
#: The corpora's own categories, of which there are eighty, as the sections of one paper.
_SECTIONS: Final = {
    "Nasional": "news nasional berita utama kolom fokus kilas kementerian dpr ri dpd ri pendidikan haji tribunners",
    "Daerah": "regional metro metropolitan berita sumut medan bung medan update kriminal",
    "Dunia": "dunia internasional australia plus",
    "Ekonomi": "bisnis money properti ekonomi pertamina bea cukai dahlan iskan",
    "Olahraga": "bola sport super skor",
    "Selebriti": "selebriti seleb korea",
    "Hiburan": "tv televisi entertainment news & entertainment musik film sinetron film internasional film indonesia "
    "hollywood hiburan",
    "Gaya Hidup": "lifestyle gaya cantik beauty parenting kesehatan health kuliner kalbe health corner",
    "Teknologi": "tekno techno teknologi sains otomotif",
    "Perjalanan": "travel pariwisata",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """`published` as the archive format writes it; `doubt` where the words alone do not say which day is meant."""

    published: str | None
    doubt: str = ""
    fate: str = "as written"


def date_of(words: str, time: str, address: str) -> tuple[str, Dated]:
    """The style, and the date. The address of the page, where it holds a date, decides between day and month."""
    style, found = _parsed(words)
    if found is None:
        return style, Dated(None, f"“{words}” is no date that is known.", "unknown")
    day, doubt, fate = _confirmed(style, found, words, address)
    clock = _TIME.match(time.strip())
    if clock is None:
        return style, Dated(day.isoformat(), doubt, fate)
    hour, minute, second, zone = clock.groups()
    moment = f"{day.isoformat()}T{hour}:{minute}" + (f":{second}" if second else "") + _OFFSETS[zone]
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return style, Dated(day.isoformat(), f"“{time}” is no time of day.", "day only")
    return style, Dated(moment, doubt, fate)


def _parsed(words: str) -> tuple[str, date | None]:
    for style, form in _STYLES:
        if found := form.match(words.strip()):
            month = found["m"]
            number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
            year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
            try:
                return style, date(year, number, int(found["d"]))
            except ValueError:
                return style, None
    return "none of the six", None


def _confirmed(style: str, found: date, words: str, address: str) -> tuple[date, str, str]:
    """Spreadsheets read 10/09/2019 as 9 October and write it as 2019-10-09: the digits alone do not tell."""
    stands = _IN_ADDRESS.search(address)
    year, month, day = (int(part) if part else 0 for part in stands.groups()) if stands else (0, 0, 0)
    if (year, month) == (found.year, found.month) and day in {0, found.day}:
        return found, "", "confirmed by the address"
    turned = _turned(found) if style == "2019-10-09" else None
    if turned and (year, month) == (turned.year, turned.month) and day in {0, turned.day}:
        why = f"“{words}” has day and month the wrong way round; the address says {turned.isoformat()}."
        return turned, why, "turned round by the address"
    if stands:
        return found, f"“{words}” is not the date in the address.", "ambiguous, and said so"
    if turned and turned != found:
        return found, f"“{words}” could also mean {turned.isoformat()}.", "ambiguous, and said so"
    return found, "", "as written"


def _turned(found: date) -> date | None:
    return date(found.year, found.day, found.month) if found.day <= 12 else None


def headlines(folder: Path, told: Counter[tuple[str, str]]) -> Iterator[Row]:
    passages = [row["passage"] for row in _rows(folder / "id" / "facqa-train.jsonl.gz")]
    for number, row in enumerate(_rows(folder / "id" / "click-id-headlines.jsonl.gz")):
        style, dated = date_of(row["date"], row["time"], row["url"])
        told[style, dated.fate] += 1
        sub = row["sub-category"]
        yield {
            "id": f"click-{number + 1:05}",
            "language": "id",
            "headline": row["title"],
            "section": _section(row["category"]),
            "publication": "site",
            "published": dated.published,
            "credit": row["source"],
            "origin_url": row["url"],
            "tags": [tag for tag in (row["category"].capitalize(), sub) if tag != "-"],
            **_doubts("published", dated.doubt),
            "body_format": "text",
            "body": "\n\n".join(passages[(number * 3 + step) % len(passages)] for step in range(3)),
        }


def gated(rows: Iterable[Row]) -> Iterator[Row]:
    """The same stories, a share of them for readers with an account, a unit or a subscription."""
    covered: set[tuple[str, str]] = set()
    for number, row in enumerate(rows):
        day = (row["published"] or "")[:10]
        publication = ("koran", "majalah")[number % 5] if number % 5 < 2 and day else ""
        if publication:
            issue = {"publication": publication, "date": day, "cover_story": (publication, day) not in covered}
            covered.add((publication, day))
            row |= {"publication": publication, "edition": issue}
        elif number % 50 == 3:
            row["access"] = "registered"
        yield row | {"body": _with_own_words(row)} if publication or "access" in row else row


def _with_own_words(row: Row) -> str:
    """The corpus has few passages, which come again and again: what is paid is of words that stand in this story alone."""
    chance = random.Random(row["id"])
    words = re.findall(r"[a-z]{3,}", row["body"].lower())
    own = [" ".join(chance.choices(words, k=60)).capitalize() + "." for _ in range(4)]
    return "\n\n".join((row["headline"] + ".", *own))


def _section(category: str) -> str:
    wanted = category.lower()
    return next(
        (name for name, known in _SECTIONS.items() if re.search(rf"(^| ){re.escape(wanted)}($| )", known)), "Ragam"
    )


def translations(folder: Path) -> Iterator[Row]:
    """Two stories each: the format has no field that says which is a translation of which."""
    for row in _rows(folder / "parallel" / "ntrex-en-id-a.jsonl.gz"):
        for language, section in (("en", "World"), ("id", "Dunia")):
            headline, *sentences = row[language]
            yield {
                "id": f"ntrex-{row['doc_id']}-{language}",
                "language": language,
                "headline": headline,
                "section": section,
                "published": None,
                "credit": row["outlet"],
                "body_format": "blocks",
                "body": [{"paragraph": _html(" ".join(part))} for part in _by_threes(sentences)],
            }


def wikinews(folder: Path, told: Counter[tuple[str, str]]) -> Iterator[Row]:
    for row in _rows(folder / "en" / "wikinews-gum.jsonl.gz"):
        blocks, printed = _blocks(row)
        same = printed in {None, row["dateCreated"]}
        told[
            "Wikinews: the page's own line",
            "agrees" if printed and same else "absent" if same else "differs, and said so",
        ] += 1
        doubt = "" if same else f"The page says {printed}, its history {row['dateCreated']}."
        yield {
            "id": row["doc_id"],
            "language": "en",
            "headline": row["title"],
            "byline": [{"name": row["author"], "role": "author", "organisation": True}],
            "section": "Interviews" if row["genre"] == "interview" else "World",
            "publication": "site",
            "published": printed or row["dateCreated"],
            "updated": row["dateModified"],
            "credit": "Wikinews, CC BY 2.5",
            "origin_url": row["sourceURL"],
            **_doubts("published", doubt),
            "body_format": "blocks",
            "body": blocks,
        }


def _blocks(row: Row) -> tuple[list[Row], str | None]:
    """The text without headline and date line, and the day that the date line gave."""
    blocks: list[Row] = []
    printed = None
    for place, part in enumerate(row["paragraphs"]):
        text = part["text"].strip()
        if place < 3 and printed is None and (found := _PRINTED_DAY.match(text)):
            before, month, day, year = found.groups()
            if not before or before.casefold() == row["title"].casefold():
                printed = date(int(year), _MONTHS[month.lower()], int(day)).isoformat()
                text = text[found.end() :]
        if not text or (place == 0 and text.casefold() == row["title"].casefold()) or text.startswith("Categories: "):
            continue
        kind = {"head": "subheading", "quote": "quote"}.get(part["kind"], "paragraph")
        if part["kind"] not in {"figure", "caption"}:  # of pictures that are not here
            blocks.append({kind: text if kind == "subheading" else {"text": text} if kind == "quote" else _html(text)})
    return blocks, printed


def _doubts(field: str, why: str) -> Row:
    return {"doubts": [{"field": field, "why": why}]} if why else {}


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _by_threes(sentences: list[str]) -> Iterable[list[str]]:
    return (sentences[at : at + 3] for at in range(0, len(sentences), 3))


def _rows(file: Path) -> Iterator[Row]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main(arguments: list[str]) -> int:
    folders = [argument for argument in arguments if argument != "--gated"]
    if len(folders) != 1:
        print("Usage: python tools/corpus.py FOLDER [--gated] > archive.jsonl", file=sys.stderr)
        return 2
    folder, told = Path(folders[0]), Counter[tuple[str, str]]()
    news = headlines(folder, told)
    for row in (*wikinews(folder, told), *translations(folder), *(gated(news) if "--gated" in arguments else news)):
        print(json.dumps(row, ensure_ascii=False))
    for (style, fate), number in sorted(told.items()):
        print(f"{number:6,}  {style:32}  {fate}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
