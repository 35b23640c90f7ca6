"""Whose story it is, where another house made it."""

from __future__ import annotations

import re
from typing import Final

from terbit.wire.text.vocabulary import CHROME, INTERFACE, words_of

_TOKEN: Final = r"(?:[A-Z]\.|[A-Z0-9][\w&'’-]*(?:\.[\w&'’-]+)*)"
_NAME: Final = rf"(?P<name>{_TOKEN}(?:\s+(?:{_TOKEN}|of|the|for|and|de|van|di|dan(?=\s+[A-Z])))*)"
_STATED: Final = re.compile(
    r"(?i:\b(?:(?:be)?kerja ?sama|(?:ber)?kolaborasi|disuplai|liputan|material|support|kemitraan|partnership|partnered|collaboration|bermitra|bersama|disiarkan bersama|diproduksi"
    r"|(?:first|originally|pertama kali) (?:published|appeared|terbit|tayang|dimuat)|(?:terbit|tayang|dimuat) pertama kali|diterbitkan ulang|produksi|atas izin|republished|syndicated|supplied|provided|courtesy"
    r"|disediakan|dipasok|dikutip)\b[^.:]{0,40}?\b(?:with|dengan|by|from|oleh|of|di|dari|in|on|dan|bersama)\s+)(?:the\s+)?"
    + _NAME
)
_TOLD: Final = frozenset(
    [
        "kerja",
        "kerjasama",
        "bekerja",
        "bekerjasama",
        "kolaborasi",
        "berkolaborasi",
        "disuplai",
        "liputan",
        "material",
        "support",
        "kemitraan",
        "partnership",
        "partnered",
        "collaboration",
        "bermitra",
        "bersama",
        "diproduksi",
        "first",
        "originally",
        "pertama",
        "diterbitkan",
        "produksi",
        "izin",
        "republished",
        "syndicated",
        "supplied",
        "provided",
        "courtesy",
        "disediakan",
        "dipasok",
        "dikutip",
        "disiarkan",
    ]
)
"""Cheap to look for; only a line with one of these is worth the long pattern."""
_LABELLED: Final = re.compile(
    r"^(?i:(?:konten |content |media |berita )?(?:mitra|partner|sumber|source)(?: (?:konten|berita|kami|content))?|kerja ?sama(?: \w+)?|logo (?:mitra|partner)|"
    r"in (?:partnership|collaboration) with|via|courtesy of)\s*:\s*" + _NAME + r"[.\s]*$"
)
_LOGO: Final = re.compile(
    r"^\[?(?i:(?:gambar |image: ?)?(?:logo|lambang))\]?\s*:?\s+"
    + _NAME
    + r"$|^"
    + _NAME.replace("name", "before")
    + r"\s+(?i:logo)$"
)
_BY: Final = re.compile(
    r"(?i:^(?:courtesy of|disiarkan bersama|bersama|with|konten dari|content from|atas izin|by permission of)\s+)"
    + _NAME
    + r"[.\s]*$"
)


_READ_AT: Final = re.compile(
    r"^(?i:(?:baca|lihat|simak|tonton|read|see|watch)(?: (?:it|this|more|selengkapnya|(?:versi |artikel )?asli(?:nya)?|the original))? (?:di|on|at)\s+)(?:the\s+)?"
    + _NAME
    + r"[.\s]*$"
)
_SAID_TO_BE: Final = re.compile(
    r"(?i:\b(?:artikel|berita|naskah|tulisan|konten) ini (?:(?:berasal|bersumber|diambil) )?(?:dari|milik)"
    r"|\bthis (?:article|story|report) (?:is|was|comes) (?:from|by))\s+(?:the\s+)?" + _NAME
)
_NO_HOUSES: Final = INTERFACE | CHROME | frozenset(["apple", "appstore", "playstore", "android", "ios", "spotify"])


def _is_house(name: str) -> bool:
    """Not "Sini", "Google News", "Play Store": where else the same page may be read."""
    return not all(word in _NO_HOUSES for word in words_of(name))


def stated_partner(text: str) -> str:
    """The other house that a line names, "kerja sama dengan …", "Sumber: …", "Originally published by …"; or nothing."""
    if len(text) > 300:
        return ""
    forms = (_LABELLED, _BY, _STATED) if _TOLD.intersection(words_of(text)) else (_LABELLED, _BY)
    for form in forms:
        match = form.search(text)
        if match:
            return match["name"].strip(" .,-")
    return _read_elsewhere(text)


def _read_elsewhere(text: str) -> str:
    """ "Baca di Lotsenfunk", "Artikel ini dari Lotsenfunk. …": whose page has the original."""
    match = _READ_AT.match(text) or _SAID_TO_BE.search(text)
    name = match["name"].strip(" .,-") if match else ""
    return name if name and _is_house(name) else ""


def logo_of(text: str) -> str:
    """Whose logo a picture's label names; the site's own is for the caller to tell apart."""
    match = _LOGO.match(text) if len(text) < 80 else None
    return (match["name"] or match["before"] or "").strip(" .") if match else ""
