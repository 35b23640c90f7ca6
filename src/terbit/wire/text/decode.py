"""Bytes to text. UTF-8 first, then what old sites used; mojibake is mended only where nothing else can be meant."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENOUGH: Final = 100_000  # bytes that are looked at to tell a code page


@dataclass(frozen=True, slots=True)
class Decoded:
    """`doubt` is a sentence for the desk, or empty."""

    text: str
    coding: str
    doubt: str = ""


def decode(data: bytes) -> Decoded:
    """The text of a saved page. Never raises: what cannot be read becomes U+FFFD, with a doubt."""
    for mark, coding in _BOMS:
        if data.startswith(mark):
            return _mended(_strictly(data[len(mark) :], coding))
    if coding := _wide(data[:2000]):
        return _mended(_strictly(data, coding))
    try:
        return _mended(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        return _damaged(data, error) or _legacy(data)


def _strictly(data: bytes, coding: str) -> Decoded:
    text = data.decode(coding, "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    return Decoded(text, coding, f"{lost} characters could not be read as {coding}." if lost else "")


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: in western text every second byte is zero."""
    if len(start) < 8 or b"\0" not in start:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    return "utf-16-le" if odd > 0.4 * half > even else "utf-16-be" if even > 0.4 * half > odd else ""


def _damaged(data: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """UTF-8 with a few broken bytes, as cutting and joining files leaves it; None if it is something else."""
    text = data.decode("utf-8", "replace")
    good = sum(1 for letter in text if letter > "\x7f" and letter != "\N{REPLACEMENT CHARACTER}")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if good >= 4 * lost or (good == 0 and error.start >= len(data) - 3):
        return Decoded(text, "utf-8", f"{lost} characters could not be read as utf-8.")
    return None


_RUN: Final = re.compile(rb"[\x80-\xff]{3,}")
_SIGN_IN_WORD: Final = re.compile(rb"[A-Za-z][\xa1-\xbf][A-Za-z]")  # between letters Windows-1252 has accents only
_OTHERS: Final = ("cp1251", "koi8_r", "cp866", "iso8859_5", "cp1256", "cp1255", "cp1253", "cp1250", "iso8859_2")


def _legacy(data: bytes) -> Decoded:
    """An old code page: Windows-1252, as nearly all that an Indonesian or English archive holds, if nothing speaks against it.

    Against it speak letters above ASCII in long runs (another alphabet), and signs within words (Central European letters).
    """
    start = data[:_ENOUGH]
    high = sum(byte > 0x7F for byte in start)
    in_runs = sum(map(len, _RUN.findall(start)))
    coding = "cp1252"
    if in_runs > 0.5 * high or len(_SIGN_IN_WORD.findall(start)) > max(3, 0.1 * high):
        coding = max(_OTHERS, key=lambda name: _likeliness(start, name))
    text = data.decode(coding, "replace")
    return Decoded(text, coding, f"The page is not UTF-8; it was read as {coding}.")


_UNLIKELY: Final = re.compile(
    r"[a-zß-ÿа-яά-ώ][A-ZÀ-ÞА-ЯΑ-Ω]|[^\W\d_][\u2500-\u259f\xa1-\xbf]|[A-Za-zÀ-ÿ][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-zÀ-ÿ]"
)


def _likeliness(data: bytes, coding: str) -> float:
    """Letters above ASCII count for a code page, the small ones twice; alphabets that mix in a word count against it."""
    text = data.decode(coding, "replace")
    letters = [letter for letter in text if letter > "\x7f" and letter.isalpha()]
    small = sum(not letter.isupper() for letter in letters)
    return len(letters) + small - 4 * len(_UNLIKELY.findall(text)) - 4 * text.count("\N{REPLACEMENT CHARACTER}")


# UTF-8 that was read as Windows-1252 and saved again: each of its sequences begins with one of these letters and goes on
# with what stands for the bytes 80 to BF.
_TAIL: Final = "\x80-\xbf" + "".join(
    bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
)
_SEQUENCE: Final = re.compile(f"[Â-ß][{_TAIL}]|[à-ï][{_TAIL}]{{2}}|[ð-ô][{_TAIL}]{{3}}")
_MEANT: Final = re.compile("[Ä-ÝÀÁ]\xa0")  # a word in capitals, and a no-break space
_HIGH: Final = re.compile(r"[^\x00-\x7f]+")


def _mended(decoded: Decoded) -> Decoded:
    """Undo UTF-8 read as Windows-1252, if all that is not ASCII on the line is such sequences, in at least two places.

    One "Ã©" alone may be meant; a whole line of nothing else cannot.
    """
    if not _SEQUENCE.search(decoded.text):
        return decoded
    lines = decoded.text.split("\n")
    places = sum(not _MEANT.match(found) for line in lines for found in _SEQUENCE.findall(line))
    if places < 2:
        return decoded
    mended = "\n".join(_mended_line(_mended_line(line)) for line in lines)  # some pages were spoilt twice
    if mended == decoded.text:
        return decoded
    return Decoded(
        mended, decoded.coding, decoded.doubt or "UTF-8 had been read as Windows-1252 before; this was undone."
    )


def _mended_line(line: str) -> str:
    if _HIGH.sub("", _SEQUENCE.sub("", line)) != _SEQUENCE.sub("", line) or not _SEQUENCE.search(line):
        return line
    try:
        return _bytes_of(line).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return line


def _bytes_of(line: str) -> bytes:
    return b"".join(
        letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode("cp1252") for letter in line
    )
