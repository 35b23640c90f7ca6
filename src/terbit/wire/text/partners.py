"""Whose story it is, where another house made it."""

from __future__ import annotations

import re
from typing import Final

from terbit.wire.text.vocabulary import words_of

_TOKEN: Final = r"(?:[A-Z]\.|[A-Z0-9][\w&'’-]*(?:\.[\w&'’-]+)*)"
_NAME: Final = rf"(?P<name>{_TOKEN}(?:\s+(?:{_TOKEN}|of|the|for|and|de|van|di|dan(?=\s+[A-Z])))*)"
_STATED: Final = re.compile(
    r"(?i:\b(?:(?:be)?kerja ?sama|(?:ber)?kolaborasi|disuplai|liputan|material|support|kemitraan|partnership|partnered|collaboration|bermitra|bersama|disiarkan bersama|diproduksi"
    r"|(?:first|originally|pertama kali) (?:published|appeared|terbit|tayang|dimuat)|diterbitkan ulang|produksi|atas izin|republished|syndicated|supplied|provided|courtesy"
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


def stated_partner(text: str) -> str:
    """The other house that a line names, "kerja sama dengan …", "Sumber: …", "Originally published by …"; or nothing."""
    if len(text) > 300:
        return ""
    forms = (_LABELLED, _BY, _STATED) if _TOLD.intersection(words_of(text)) else (_LABELLED, _BY)
    for form in forms:
        match = form.search(text)
        if match:
            return match["name"].strip(" .,-")
    return ""


def logo_of(text: str) -> str:
    """Whose logo a picture's label names; the site's own is for the caller to tell apart."""
    match = _LOGO.match(text) if len(text) < 80 else None
    return (match["name"] or match["before"] or "").strip(" .") if match else ""
