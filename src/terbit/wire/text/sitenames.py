"""How a site calls itself on its page: above everything, and where it says who owns it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from terbit.wire.text.datelines import house_before_dash
from terbit.wire.text.lines import Line
from terbit.wire.text.partners import stated_partner
from terbit.wire.text.vocabulary import squeezed, words_of

_OWNER: Final = re.compile(
    r"©|\(c\)|copyright|hak cipta|all rights? reserved|\bpt\b|\bltd\b|yayasan|semua hak|published by|diterbitkan|\bcompany\b",
    re.IGNORECASE,
)
_LOGO: Final = re.compile(r"^\W*(?:gambar )?(?:logo|lambang)\W*|\W*(?:logo|home|online|daring)\W*$", re.IGNORECASE)
_HUMP: Final = re.compile(r"[A-Za-z][a-z]{3,}(?=[A-Z]\w+$)")
_SENTENCE: Final = 8  # words; a name is shorter


def _is_owners(text: str) -> bool:
    return bool(_OWNER.search(text)) and len(text.split()) <= 40 and not stated_partner(text)


def _stands_in(lines: Sequence[Line], name: str) -> bool:
    return any(squeezed(line.text) == squeezed(name) for line in lines)


def site_names(lines: Sequence[Line]) -> Callable[[str], bool]:
    """A test whether a name is the site's own: on one of the first lines, or in the line about its rights."""
    texts = Counter(squeezed(line.text) for line in lines)
    below = [line.text for line in lines[1:5] if texts[squeezed(line.text)] > 1]
    top = [text for text in (*(line.text for line in lines[:1]), *below) if len(text.split()) <= _SENTENCE]
    own = {squeezed(_LOGO.sub("", text)) for text in top} | {squeezed(text) for text in top}
    own |= {name.removeprefix("the") for name in own if len(name) > 8}
    own |= {
        squeezed(name)
        for at, line in enumerate(lines)
        if (name := house_before_dash(line.text)) and _stands_in(lines[:at], name)
    }
    owned = [line.text for line in lines if _is_owners(line.text)]
    owners, owning = " ".join(map(squeezed, owned)), frozenset(word for text in owned for word in words_of(text))
    hosts = {
        squeezed(found)
        for line in lines
        for found in re.findall(r"\b[\w-]+(?=\.(?:com|co\.id|net|id|org)\b)", line.text)
    }

    def is_site(name: str) -> bool:
        plain = squeezed(_LOGO.sub("", name)) or squeezed(name)
        plain = plain.removeprefix("the") if len(plain) > 8 else plain
        if len(plain) < 2:
            return False
        words = [word for word in words_of(name) if word != "the"]
        is_among = len(words) > 1 and all(word in owning for word in words)  # "Kabar Timur" of "PT Kabar Media Timur"
        hump = _HUMP.match(name)  # "detikNews" is detik.com's
        if hump and any(one.startswith(hump[0].lower()) for one in (*own, *owning)):
            return True
        return plain in own or plain in hosts or (len(plain) >= 4 and plain in owners) or is_among

    return is_site
