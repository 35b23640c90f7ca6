"""The line under a story that says whose hands and which agencies it came through: "hp/as (ap, dpa, interfax)"."""

from __future__ import annotations

import re
from typing import Final

_INITIALS: Final = r"[a-z]{1,5}(?:\s?/\s?[a-z]{1,5}){0,4}"
_AGENCIES: Final = r"[A-Za-z][\w.&' -]{1,24}(?:\s?[,/]\s?[A-Za-z][\w.&' -]{1,24}){0,6}"
_LINE: Final = re.compile(
    rf"^(?:(?P<pair>{_INITIALS})\s*\({_AGENCIES}\)|[a-z]{{1,5}}(?:\s?/\s?[a-z]{{1,5}}){{1,4}}|\([a-z]{{2,12}}(?:/[a-z]{{2,5}}){{1,3}}\))\.?$"
)
_AGENCIES_ONLY: Final = re.compile(
    r"^\((?:[A-Z]{2,6}|[a-z]{2,5})(?:\s?[,/]\s?(?:[A-Z]{2,6}|[a-z]{2,5}|[A-Z][a-z]+)){0,6}\)$"
)
_CLOSING: Final = re.compile(r"(?<=[.?!”\"])\s+(\([a-z]{2,5}(?:/[a-z]{2,5}){1,3}\))$")
_NOT: Final = frozenset({"dan/atau", "and/or", "ya/tidak", "n/a", "w/o", "him/her", "he/she"})


AGENCIES: Final = frozenset(
    [
        "ap",
        "afp",
        "reuters",
        "antara",
        "dpa",
        "xinhua",
        "bloomberg",
        "epa",
        "kyodo",
        "anadolu",
        "tass",
        "interfax",
        "ani",
        "upi",
        "efe",
        "ansa",
        "bernama",
        "yonhap",
        "kna",
        "epd",
    ]
)
"""Those that newspapers name most."""


def _names_agencies(text: str) -> bool:
    """ "AP | Reuters | Antara", "RAKA MAHARDIKA | ANTARA": agencies and names with bars between, one of them known."""
    parts = [part.strip() for part in text.split("|")]
    return (
        len(parts) > 1
        and any(part.lower() in AGENCIES for part in parts)
        and all(part[:1].isupper() and len(part.split()) <= 3 for part in parts)
    )


def is_credit_line(text: str) -> bool:
    """Initials of author and editor, then agencies in the order delivered. Two of the three parts must be there."""
    is_one = bool(_LINE.match(text) or _AGENCIES_ONLY.match(text)) or _names_agencies(text)
    return len(text) <= 90 and text.lower() not in _NOT and is_one


def closing_credit(text: str) -> tuple[str, str]:
    """A last paragraph and the initials that end it, "… kata dia. (abc/def)"."""
    match = _CLOSING.search(text)
    return (text[: match.start()].rstrip(), match[1]) if match else (text, "")
