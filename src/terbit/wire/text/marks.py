"""What each line of a page is, as far as the line itself can tell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import Final

from terbit.wire.text.bylines import Label, read_labels
from terbit.wire.text.credits import is_credit_line
from terbit.wire.text.dates import Found, find_dates, rest_of
from terbit.wire.text.folder import Learned, key_of
from terbit.wire.text.furniture import SELF, is_furniture, offers
from terbit.wire.text.lines import Line
from terbit.wire.text.partners import logo_of, stated_partner
from terbit.wire.text.pictures import has_label, names_source
from terbit.wire.text.vocabulary import (
    ACCOUNT,
    ACT,
    ALL_FUNCTION_WORDS,
    CHROME,
    COMMERCE,
    HOUSE,
    INTERFACE,
    LISTABLE,
    LISTED,
    READER,
    words_of,
)


class Kind(Enum):
    PROSE = "prose"  # sentences, long enough for an article
    SENTENCE = "sentence"  # one short sentence
    SHORT = "short"  # a headline, subheading, name, link: its place decides
    ROW = "row"  # of a table
    DATE = "date"
    BYLINE = "byline"
    PARTNER = "partner"
    LOGO = "logo"
    CREDIT = "credit"
    READ_ALSO = "read also"
    LIST = "list"  # the heading of a box with other stories
    AD = "ad"  # an ad's label, a prompt to scroll on
    MENU = "menu"  # words of buttons and menus
    FURNITURE = "furniture"  # the page speaks, or other pages of the site have it too
    NOISE = "noise"  # numbers, addresses of pages, signs


TEXT: Final = frozenset({Kind.PROSE, Kind.SENTENCE})
PAGES_OWN: Final = frozenset({Kind.AD, Kind.MENU, Kind.FURNITURE, Kind.NOISE})


@dataclass(slots=True)
class Seen:
    """A line with what it is. `value` is a partner's or a logo's name, a read-also's target."""

    line: Line
    kind: Kind
    words: int
    value: str = ""
    dates: tuple[Found, ...] = ()
    labels: tuple[Label, ...] = ()
    is_repeated: bool = False
    times: int = 1

    @property
    def text(self) -> str:
        return self.line.text


_READ_ALSO: Final = re.compile(
    r"^\W*(?:baca|simak|lihat|tonton|saksikan|read|see|watch|also|you (?:may|might) also (?:like|enjoy)|related|more|don't miss|jangan lewatkan|"
    r"lanjut(?:kan)? membaca|terkait)(?:\s+(?:juga|pula|also|more|lagi|selengkapnya|lainnya|next|this|videos?|artikel|article|berita|story|stories|"
    r"read|on|di bawah ini|berikut(?: ini)?))*\s*(?P<mark>[:：|»>–]|-(?=\s)|$)\s*(?P<target>.*)$",
    re.IGNORECASE,
)
_READ_ALSO_UNMARKED: Final = re.compile(
    r"^(?:baca|simak|lihat) (?:juga|pula)\s+(?P<target>[A-Z0-9\"“].*[^.])$", re.IGNORECASE
)
_VIDEO: Final = re.compile(
    r"^(?:simak|lihat|tonton|saksikan|watch)(?: (?:juga|also))? (?:video|foto|infografis)(?: pilihan(?: ini)?)?\s*[:'‘\"“]\s*(?P<target>.*?)['’\"”:]*$",
    re.IGNORECASE,
)
_SPEED: Final = re.compile(r"\d+x$")  # a player's
_AD_WORDS: Final = COMMERCE | frozenset(
    ["reklame", "ad", "ads", "skip", "pesan", "message", "ruang", "space", "by", "at", "here", "below"]
)
_AROUND_ADS: Final = ACCOUNT | frozenset(["to", "untuk", "anda", "after", "setelah", "for", "you"])
_AD_CORE: Final = frozenset(
    [
        "iklan",
        "advertisement",
        "advertisements",
        "ad",
        "ads",
        "advert",
        "sponsor",
        "sponsored",
        "pariwara",
        "promo",
        "reklame",
    ]
)
_HERE: Final = READER | HOUSE | frozenset(["ini", "sini", "here", "this", "feedback", "detik", "seconds"])
_LEADING: Final = frozenset(
    ["baca", "read", "lihat", "see", "simak", "watch", "tonton", "saksikan", "lewatkan", "miss"]
)
_ONWARD: Final = frozenset(
    [
        "lanjut",
        "lanjutkan",
        "melanjutkan",
        "dilanjutkan",
        "berlanjut",
        "meneruskan",
        "teruskan",
        "terus",
        "continue",
        "continues",
        "continued",
        "continuing",
        "resume",
        "resumes",
        "scroll",
        "gulir",
        "gulirkan",
        "geser",
        "rest",
    ]
)
_READING: Final = frozenset(
    [
        "membaca",
        "baca",
        "bacaan",
        "reading",
        "read",
        "story",
        "konten",
        "content",
        "artikel",
        "article",
        "berita",
        "iklan",
        "advertisement",
        "ad",
        "below",
        "bawah",
        "page",
        "layar",
        "main",
        "sponsor",
        "notice",
        "after",
        "setelah",
    ]
)
_CHROME: Final = HOUSE | INTERFACE | ACT | COMMERCE | ACCOUNT | READER | CHROME | LISTED | LISTABLE
_PRESENTED: Final = re.compile(
    r"^\W*(?:dipersembahkan|disajikan|disponsori|didukung|presented|sponsored|powered|supported|brought to you)\s+(?:oleh|by)\b",
    re.IGNORECASE,
)
_SIZE: Final = re.compile(r"\d+(?:x\d+)?$")
_BRACKETED: Final = re.compile(r"^\[[^\]]{1,60}\]$")
_LABELLED_AD: Final = re.compile(
    r"^\W*(?:iklan|advertorial|advertisement|promo|promosi|sponsored|promoted|paid (?:post|content|message)|reklame|pesan sponsor)\b[^:.]{0,25}[:|–—]",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"^(?:https?://|www\.)\S+$|^\[?\d*\]?\s*https?://\S+$", re.IGNORECASE)
_BY: Final = re.compile(r"\b(?:by|oleh)\b.*$", re.IGNORECASE)
_SPOKEN: Final = re.compile(r"^[“\"„«].{8,}[.,?!…][”\"»]")
_STOPS: Final = re.compile(r"[.?!…][\"”’'«»)\]]*$|[,][\"”]$|[.?!…]\s*\[\d+\]$")
_SIGNS: Final = re.compile(r"^[\W_]+|[\s|/\\]+$")


def look(lines: list[Line], learned: Learned, language: str) -> list[Seen]:
    """Every line of the page with its kind. `learned` is what the site's other pages taught."""
    times = Counter(key_of(line.text) for line in lines)
    seen = []
    for line in lines:
        one = _seen(line, learned, language)
        one.times = times[key_of(line.text)]
        if one.times >= 3 and one.kind in (Kind.PROSE, Kind.SENTENCE) and one.words > 3:
            one.kind = Kind.FURNITURE  # a promotion said again and again
        seen.append(one)
    return seen


def _seen(line: Line, learned: Learned, language: str) -> Seen:
    text = line.text
    words = words_of(text)
    count = len(words)
    repeated = learned.is_furniture(text)
    plain = _SIGNS.sub("", text)
    if not words or _LINK.match(text):
        return Seen(line, Kind.NOISE, count, is_repeated=repeated)
    dates = tuple(find_dates(text, language)) if count <= 30 else ()
    if dates and _is_about_dates(text, dates):
        return Seen(line, Kind.DATE, count, dates=dates, labels=_names_beside(text, dates), is_repeated=repeated)
    if all(word.isdigit() or _SPEED.match(word) for word in words):
        return Seen(line, Kind.NOISE, count, is_repeated=repeated)
    if is_credit_line(text):
        return Seen(line, Kind.CREDIT, count, is_repeated=repeated)
    if also := _READ_ALSO.match(text) or _READ_ALSO_UNMARKED.match(text) or _VIDEO.match(text):
        return Seen(line, Kind.READ_ALSO, count, value=also["target"].strip(), is_repeated=repeated)
    if target := _listed_behind_colon(text):
        return Seen(line, Kind.READ_ALSO, count, value=target, is_repeated=repeated)
    if text.endswith(":") and count <= 4 and _lists(words):
        return Seen(line, Kind.LIST, count, is_repeated=repeated)  # "Pilihan editor:" names no editor
    if labels := tuple(read_labels(plain)):
        return Seen(line, Kind.BYLINE, count, labels=labels, is_repeated=repeated)
    if names_source(text):
        return Seen(line, Kind.SHORT, count, is_repeated=repeated)
    if logo := logo_of(text):
        return Seen(line, Kind.LOGO, count, value=logo, is_repeated=repeated)
    partner = stated_partner(text)
    if partner and (count <= 12 or (count <= 30 and not _quotes(text) and SELF.search(text))):
        return Seen(line, Kind.PARTNER, count, value=partner, is_repeated=repeated)
    kind = _page_kind(text, words)
    if kind is None:
        kind = Kind.FURNITURE if repeated else _prose_kind(line, words)
    return Seen(line, kind, count, is_repeated=repeated)


def _listed_behind_colon(text: str) -> str:
    """ "Artikel terkait: …", "More like this: …": the other story's headline, behind words that announce one."""
    lead, colon, target = text.partition(":")
    words = words_of(lead)
    if not colon or not target.strip() or not words or len(words) > 6 or text.endswith(".") or has_label(text):
        return ""
    announces = any(word in LISTED or word in _LEADING for word in words)
    return target.strip() if announces and _is_chrome(words) else ""


def _is_about_dates(text: str, dates: tuple[Found, ...]) -> bool:
    """A line with a date and hardly anything else: not a sentence with a date in it."""
    rest = words_of(rest_of(text, list(dates)))
    return len(rest) <= 3 or (
        len(rest) <= 12 and text[:4].lower() in ("post", "publ", "upda", "terb", "dipo", "taya", "last", "dimu", "ditu")
    )


def _names_beside(text: str, dates: tuple[Found, ...]) -> tuple[Label, ...]:
    """ "Posted on 3 May 2019 by A. B": the names on the line of a date."""
    rest = _BY.search(rest_of(text, list(dates)))
    return tuple(read_labels(rest[0])) if rest else ()


def _page_kind(text: str, words: tuple[str, ...]) -> Kind | None:
    """AD, MENU, LIST or FURNITURE, or None for what may be the article's."""
    count, ends = len(words), bool(_STOPS.search(text))
    known = set(words)
    if (
        count <= 7
        and not ends
        and {word for word in known if not _SIZE.match(word)} <= _AD_WORDS | _AROUND_ADS
        and known & COMMERCE
    ):
        return Kind.AD
    if count <= 9 and not ends and known & _AD_CORE and known & _HERE:
        return Kind.AD
    if count <= 4 and not ends and known & {"me", "my"}:
        return Kind.MENU
    if _LABELLED_AD.match(text) or (count <= 7 and not ends and _PRESENTED.match(text)) or offers(text, words):
        return Kind.AD
    if (
        count <= 10
        and known & _ONWARD
        and (known & _READING or len(known & _ONWARD) > 1)
        and (text.endswith(("...", "…")) or not text.endswith((".", "”", '"')))
    ):
        return Kind.AD
    if count <= 7 and not text.endswith(".") and _lists(words):
        return Kind.LIST
    told = [word for word in words if not word.isdigit() and (len(word.strip("+-")) > 1 or word == "x")]
    if not told or all(word in INTERFACE for word in told) or _BRACKETED.match(text):
        return Kind.MENU
    if count <= 14 and not ends and sum(word in INTERFACE for word in told) >= 0.6 * len(told):
        return Kind.MENU
    if count <= 10 and not ends and _is_chrome(tuple(told)):
        return Kind.MENU
    if count <= 8 and text.endswith("?") and sum(word in INTERFACE for word in told) >= 0.4 * len(told):
        return Kind.MENU
    if count <= 6 and text.endswith("?") and sum(word in _CHROME for word in told) >= 0.6 * len(told):
        return Kind.MENU
    return Kind.FURNITURE if is_furniture(text) else None


def _lists(words: tuple[str, ...]) -> bool:
    """Whether words head a box with other stories."""
    return not LISTED.isdisjoint(words) and sum(w in LISTED or w in LISTABLE for w in words) >= 0.66 * len(words)


def _is_chrome(words: tuple[str, ...]) -> bool:
    """Whether nearly all words, but for the commonest, are such as stand on controls."""
    told = [word for word in words if word in INTERFACE or word in ACT or word not in ALL_FUNCTION_WORDS]
    own = sum(word in _CHROME for word in told)
    return bool(told) and own >= 0.75 * len(told)


def _prose_kind(line: Line, words: tuple[str, ...]) -> Kind:
    text, count = line.text, len(words)
    if line.cells:
        return Kind.ROW
    ends = bool(_STOPS.search(text) or (count >= 4 and _SPOKEN.match(text)) or (count >= 8 and text.endswith(":")))
    functional = sum(word in ALL_FUNCTION_WORDS for word in words)
    if count >= 20 or (count >= 9 and ends and not text.endswith("?")):
        return Kind.PROSE if functional or count >= 12 else Kind.SENTENCE
    if ends and (not text.endswith("?") or count >= 12 or functional >= 3) and (count >= 2 or len(text) > 4):
        return Kind.SENTENCE
    return Kind.SHORT


def _quotes(text: str) -> bool:
    return any(sign in text for sign in '“”"')
