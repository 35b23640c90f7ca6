"""Text as the house can keep it: no bytes that databases, feeds or XML refuse, no half characters, one kind of line end.

Nothing is repaired by guessing: text that was decoded wrongly somewhere on its way ("Ã©") stays as it came and is doubted.
"""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = re.compile(r"[ \t\n\r\f\v\u0085\u2028\u2029]+")
_LINE_ENDS: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_UNKEEPABLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ufeff]")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_MOJIBAKE: Final = re.compile("[ÃÂâðÐÑ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def keepable(text: str) -> str:
    """Without control characters and byte order marks; half a surrogate pair becomes U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return _UNKEEPABLE.sub("", _HALVES.sub("\ufffd", text))


def one_line(text: str) -> str:
    """Every run of spaces and line ends is one space. A no-break space stays."""
    return _SPACES.sub(" ", keepable(text)).strip(" ")


def lines(text: str) -> str:
    """Several lines: line ends are newlines, spaces at the ends of lines are gone, at most one empty line in a row."""
    kept = [one_line(line) for line in _LINE_ENDS.sub("\n", keepable(text)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def looks_misread(text: str) -> bool:
    """Whether the text seems to be UTF-8 that somebody read as a Western code page: "Ã©" for "é"."""
    return not text.isascii() and _MOJIBAKE.search(text) is not None
