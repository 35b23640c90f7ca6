"""Names of persons and organisations: what looks like one, and where one of several ends."""

from __future__ import annotations

import re
from typing import Final

from terbit.wire.text.vocabulary import INTERFACE, words_of

_PARTICLES: Final = frozenset(
    [
        "van",
        "der",
        "den",
        "de",
        "la",
        "le",
        "von",
        "zu",
        "bin",
        "binti",
        "al",
        "da",
        "di",
        "dos",
        "du",
        "of",
        "for",
        "and",
        "to",
        "the",
        "ibn",
        "ter",
        "el",
        "st",
    ]
)
_OTHERS: Final = frozenset({"agencies", "agency", "wires", "wire services", "others", "agensi", "kantor berita", "dkk"})
_NO_PERSONS: Final = frozenset(["of", "for", "and", "to", "the"])  # within organisations' names only
_TOKEN: Final = re.compile(r"[^\W\d_][\w.'’&\-]*\Z")
_JOINTS: Final = re.compile(r"\s*(?:,|;|/|&|\bdan\b|\band\b|\bserta\b|\bund\b)\s+|\s*[;/]\s*", re.IGNORECASE)
_ORGANISED: Final = re.compile(
    r"\b(?:press|news|agency|agensi|kantor|tim|team|redaksi|staff|staf|radio|tv|welle|reuters|media|antara|network|conversation|"
    r"post|times|voices|institute|institut|yayasan|foundation|daily|weekly|journal|jurnal|magazine|majalah|koran|wire|contributors|"
    r"desk|biro|bureau|service|today|herald|tribune|gazette|broadcasting|associated|agence|global|kompas|tempo)\b",
    re.IGNORECASE,
)
_JOB: Final = re.compile(
    r"\b(?:correspondent|writer|reporter|columnist|koresponden)$|^(?:wartawan|jurnalis|koresponden|kolumnis|kontributor|reporter for|writer at)\b",
    re.IGNORECASE,
)
_CAPITALS: Final = re.compile(r"^(?:[A-Z]{2,5}|[A-Z][a-z]+[A-Z]\w+)$")


def looks_like_name(text: str, most: int = 6) -> bool:
    """One name: up to `most` words with capitals (or one word without), nothing that ends a sentence, no button's word."""
    tokens = text.split()
    if (
        not 0 < len(tokens) <= most
        or len(text) > 80
        or text[-1] in '?!:;,…”"'
        or (text[-1] == "." and len(tokens[-1]) > 3)
    ):
        return False
    if not all(_TOKEN.match(token.strip('()"“”')) or token == "&" for token in tokens):
        return False
    words = words_of(text)
    if not words or all(word in INTERFACE for word in words):
        return False
    if len(tokens) == 1:
        return True
    capital = [token for token in tokens if token.lower() not in _PARTICLES]
    return tokens[0][0].isupper() and bool(capital) and all(token.strip('("“')[:1].isupper() for token in capital)


def looks_like_person(text: str) -> bool:
    """A name that could stand without any label: two or three words with capitals, initials and particles between."""
    tokens = text.split()
    if _NO_PERSONS.intersection(map(str.lower, tokens)):
        return False
    told = [token for token in tokens if token.lower() not in _PARTICLES and len(token.strip(".")) > 1]
    return (
        1 < len(tokens) <= 5
        and 0 < len(told) <= 3
        and looks_like_name(text)
        and tokens[-1][0].isupper()
        and not text.isupper()
    )


def is_organisation(name: str) -> bool:
    """Capitals alone (AFP), capitals within (BenarNews), or a word that only organisations have in their names."""
    return bool(_CAPITALS.match(name) or _ORGANISED.search(name))


def is_job(text: str) -> bool:
    """What a person is, below or behind a name: "Education correspondent", "wartawan Kabar Timur"."""
    return len(text.split()) <= 6 and bool(_JOB.search(text)) and text[-1:].isalpha()


def split_names(text: str) -> list[str]:
    """ "A, B dan C" as three names; empty if one of them is no name."""
    text = text.strip(" .|•·-–—")
    if not text:
        return []
    parts = [
        part.strip(" .,|•·-–—") if len(part.split()[-1]) > 3 else part.strip(" ,|•·")
        for part in _JOINTS.split(text)
        if part and part.strip()
    ]
    parts = [part for part in parts if part.lower() not in _OTHERS] or parts
    return parts if parts and all(looks_like_name(part) for part in parts) else []
