"""Where a story was reported, as its first paragraph says: "KABAR.ID, Kupang - …", "KUPANG (AP) — …", "Kupang, 3 Mei: …"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_PLACE: Final = r"[A-Z0-9À-Ý][\w.'’/-]*(?:\s+(?:[A-Z0-9À-Ý][\w.'’/-]*|di|de|of|the|am|und|and|dan|la))*"
_START: Final = re.compile(
    rf"^\(?(?P<parts>{_PLACE}(?:\s*[,/]\s*{_PLACE}){{0,3}})\)?\s*(?P<agency>\([^()]{{2,40}}\))?"
    r"(?P<mark>\s*[–—]\s*|\s+[●•|]\s+|\s+-{1,3}\s*|\s*--\s*|\s*:\s+)(?=[\"“'‘„«»(\w])"
)
_SHOUTED: Final = re.compile(r"^(?P<place>[A-Z]{4,}(?: [A-Z]{3,}){0,2}),\s+(?=[A-Z][a-z]|[\"“])")
_DOUBLE: Final = r"Banda|Bandar|Labuan|Tanjung|Pangkal|Kota|Pulau|Teluk|Muara|Kuala|Bukit|Rawa|Gunung|Kampung|Hulu|Sungai|Deli|New|Los|Las|San|Port|Hong"
_UNMARKED: Final = re.compile(
    rf"^[\w-]+\.(?:com|co\.id|co|id|net),\s+(?P<place>(?:(?:{_DOUBLE})\s+)?[A-Z][\w-]+(?:\s+(?:Utara|Selatan|Barat|Timur|Tengah|Pusat))?)"
    r"\s+(?=[A-Z\"“‘])"
)
"""A portal's address, a place and no dash: one word, or two where the first wants another."""
_SITE: Final = re.compile(r"\w\.(?:com|co|id|net|org|tv|news|or|go|ac|info|bandar|\w{2,6})(?:\.\w{2})?$", re.IGNORECASE)
_INITIALS: Final = re.compile(r"^[A-Z]{2,5}$")
_MONTH_DAY: Final = re.compile(r"^\d{1,2}(?:\s+\w+)?(?:\s+\d{4})?$|^\w+\s+\d{1,2}$|^\(\d{1,2}/\d{1,2}\)$")
_MOST_WORDS: Final = 9


def split_dateline(text: str, is_site: Callable[[str], bool], *, is_interview: bool = False) -> tuple[str, str]:
    """(dateline, the paragraph without it); the dateline is empty if the paragraph starts at once.

    `is_site` tells the site's own name, which is no place. A colon is taken for a dateline's only after a place with a date
    or of one or two words, since people speak after colons too.
    """
    match, shouted = _START.match(text[:120]), _SHOUTED.match(text)
    unmarked = _UNMARKED.match(text)
    if match is None and unmarked:
        return unmarked["place"], text[unmarked.end() :]
    if match is None and shouted:
        return shouted["place"], text[shouted.end() :]
    if match is None or (text[0] == "(" and ")" not in match[0]) or len(match[0].split()) > _MOST_WORDS + 3:
        return "", text
    parts = [part.strip() for part in match["parts"].split(",")]
    kept = [part for part in parts if not _SITE.search(part) and not is_site(part)]
    if not kept and not _SITE.search(parts[-1]):
        kept = parts[-1:]  # a paper named after its town
    if len(kept) > 1 and _INITIALS.match(kept[-1]):
        kept.pop()
    is_named = len(kept) < len(parts) or bool(match["agency"])
    if not kept or any(len(part.split()) > 4 for part in kept) or not _fits(match["mark"].strip(), kept, is_named):
        return "", text
    if is_interview and match["mark"].strip() == ":":
        return "", text
    rest = text[match.end() :]
    if rest[:1].islower() and not is_named:
        return "", text
    return ", ".join(kept), rest[:1].upper() + rest[1:]


def house_before_dash(text: str) -> str:
    """What may be the house's name in "Jakarta, the house -- …", a paragraph's start; a day or nothing else."""
    match = _START.match(text[:120]) if len(text) > 120 else None
    parts = match["parts"].split(",") if match and match["mark"].strip() != ":" else []
    return parts[1].strip() if len(parts) == 2 else ""


def _fits(mark: str, kept: list[str], is_named: bool) -> bool:
    has_day = any(_MONTH_DAY.match(part) for part in kept[1:])
    if mark == ":":
        return (
            has_day or is_named or (len(kept) == 1 and len(kept[0].split()) <= 2 and kept[0].replace(" ", "").isalpha())
        )
    return is_named or has_day or sum(len(part.split()) for part in kept) <= 5
