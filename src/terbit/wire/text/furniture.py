"""Sentences in which a page speaks of itself: dialogs, notices of sponsors and owners, appeals to subscribe or to scroll."""

from __future__ import annotations

import re
from typing import Final

from terbit.wire.text.privacy import has_address
from terbit.wire.text.vocabulary import (
    ACCOUNT,
    ACT,
    COMMERCE,
    HOUSE,
    LEGAL,
    PAGE,
    PRESS,
    READER,
    SUPPORT,
    TECHNICAL,
    words_of,
)

_LONGEST: Final = 60  # words; longer ones are articles, or repeat on other pages
_CAREFUL: Final = 30  # words; from here on one sign is not enough
_QUOTED: Final = re.compile('["“”„»«]')
_DENIED: Final = frozenset(["tidak", "bukan", "not", "no", "tak", "nor", "sepenuhnya", "solely"])
_OWNED: Final = re.compile(
    r"©|\(c\)\s*\d{4}|^\W*(?:hak cipta|copyright)\b|\bcopyright\s+(?:[©@]|\d{4})|\bhak cipta (?:dilindungi|pada|milik)\b|\ball rights? reserved\b"
    r"|\bsemua hak\b|\bwritten consent\b|\bdilarang keras\b",
    re.IGNORECASE,
)


def signs(text: str) -> int:
    """How many ways there are to tell that this sentence is the page's and not the article's; 0 for none.

    Each way needs words of two concepts at least (an account and the reader, a page and who paid for it), so that news about
    passwords, advertisers or copyright stays news.
    """
    words = words_of(text)
    if not words or len(words) > _LONGEST:
        return 0
    known = set(words)
    reader = len(known & READER) + sum(word.endswith("mu") and word[:-2] in _OWN for word in known)
    account, house, act = len(known & ACCOUNT), len(known & HOUSE), len(known & ACT)
    commerce, page, press = len(known & COMMERCE), len(known & PAGE), len(known & PRESS)
    starts_with_act, speaks_of_itself = words[0] in ACT, bool(SELF.search(text))
    found = (
        bool(account and reader),
        account >= 2 and bool(house or starts_with_act),
        bool(_OWNED.search(text)),
        len(known & LEGAL) >= 3,
        bool(page and commerce and (press or house) and known & _DENIED),
        bool(press and known & _DENIED) and (speaks_of_itself or bool(commerce and house)),
        bool(page and commerce and house and reader),
        len(words) <= 8 and starts_with_act and bool(page) and text[-1] not in '.!”"',
        bool(known & TECHNICAL and known & _ENABLED),
        speaks_of_itself and bool(account or (commerce and house) or known & SUPPORT or (house and known & LEGAL)),
        speaks_of_itself and bool(reader) and len(words) <= 12,
        bool(house and known & SUPPORT and "?" in text) and len(words) <= 14,
        bool(reader and known & SUPPORT and (page or account)),
        bool(account and known & _INVITED),
        bool(known & _COMMENTS and act),
        bool(_OPENING.match(text)),
        len(known & LEGAL) >= 2 and bool(house or account or commerce or reader),
        bool(page and known & _SHOWN and (known & _NAMED or _HOST.search(text))),
        bool(starts_with_act and (reader or account or house)),
        bool(house and reader and (known & SUPPORT)),
        len(words) <= _CAREFUL and has_address(text) and bool(account or house or reader or act or len(words) < 12),
    )
    return sum(found)


_INVITED: Final = frozenset(["silakan", "please", "mari", "ayo", "melanjutkan", "lanjutkan", "continue"])
_COMMENTS: Final = frozenset(["comments", "comment", "komentar", "komentari"])
SELF: Final = re.compile(
    r"\b(?:artikel|berita|konten|materi|tulisan|naskah|cerita|laporan|isi)\s+(?:ini|di atas|di bawah)\b"
    r"|\b(?:this|the above|the following)\s+(?:article|story|content|material|piece|report|version|page)\b",
    re.IGNORECASE,
)
"""A page that speaks of the article it shows."""
_ENABLED: Final = frozenset(
    [
        "please",
        "enable",
        "enabled",
        "aktifkan",
        "mengaktifkan",
        "nonaktifkan",
        "disable",
        "upgrade",
        "mendukung",
        "supports",
        "silakan",
    ]
)
_OPENING: Final = re.compile(
    r"^\W*(?:sign (?:up|in)|log ?in|subscribe (?:to|now)|register now|become a|daftar sekarang|masuk (?:dengan|sebagai)|berlangganan)\b",
    re.IGNORECASE,
)
_SHOWN: Final = frozenset(["tayang", "terbit", "dimuat", "dipublikasikan", "published", "appeared", "appears"])
_NAMED: Final = frozenset(["judul", "title", "headline", "print", "cetak", "edition", "edisi", "reprints"])
_HOST: Final = re.compile(r"\b[\w-]+\.(?:com|co\.id|id|net|org)\b", re.IGNORECASE)
_OWN: Final = frozenset(
    ["ponsel", "email", "surel", "akun", "teman", "kotak", "hp", "inbox", "layar", "gawai", "reaksi"]
)


def is_furniture(text: str) -> bool:
    """Whether a sentence speaks for the page. A long one, or one that quotes somebody, needs two signs."""
    found = signs(text)
    return found >= (2 if len(text.split()) > _CAREFUL or _QUOTED.search(text) else 1)


_PRICE: Final = re.compile(
    r"(?:\bRp\.?|\bIDR|US\$|[$£€])\s?\d[\d.,]*\s*(?:/|\bper |\ba |\bse)\s*(?:hari|minggu|bulan|tahun|day|week|month|year)\b",
    re.IGNORECASE,
)
_PRODUCT: Final = re.compile(r"^[^\W\d]\w+\+$")
_PRICED: Final = ACCOUNT | frozenset(["mulai", "starting", "from", "hanya", "only", "cuma", "just"])


def has_price(text: str) -> bool:
    """ "Rp 15.000 per bulan", "$4 a week": no sentence."""
    return bool(_PRICE.search(text)) and text[-1] != "."


def offers(text: str, words: tuple[str, ...]) -> bool:
    """A subscription by its name ("Kabar+") or its price ("Mulai Rp 15.000 per bulan")."""
    is_priced = len(words) <= 10 and has_price(text)
    return bool(_PRODUCT.match(text)) or (is_priced and any(word in _PRICED for word in words[:2]))
