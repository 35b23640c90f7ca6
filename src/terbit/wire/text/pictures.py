"""Captions, and who took the picture."""

from __future__ import annotations

import re
from typing import Final

from terbit.wire.text.names import looks_like_name

_MARK: Final = (
    r"foto ilustrasi|gambar ilustrasi|ilustrasi foto|foto|photo|photograph|photographs|gambar|image|picture|ilustrasi|illustration|kredit|credit|credits|image credit|photo credit|kredit foto|"
    r"sumber foto|sumber gambar|courtesy"
)
_BEFORE_COMMA: Final = (
    r"(?:keterangan|sumber|kredit) (?:gambar|foto|video)|(?:image|photo|video|media) (?:caption|source|credit)"
)
_LABELLED: Final = re.compile(
    rf"^(?:[\[(]\s*)?(?:lihat )?(?:(?:{_MARK})\b\s*(?:[\])]|[:.…©]+|\.\.\.)|(?:{_BEFORE_COMMA})\s*[,:])\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_IN_BRACKETS_FIRST: Final = re.compile(rf"^\((?:{_MARK})\s*:\s*(?P<credit>[^()]+)\)\s*(?P<caption>.+)$", re.IGNORECASE)
_IN_BRACKETS_LAST: Final = re.compile(r"^(?P<caption>.+?)\s*[(\[]\s*(?P<credit>[^()\[\]]{2,80})\s*[)\]]\.?$")
_MARK_WITHIN: Final = re.compile(
    rf"^(?P<caption>.+?)(?<=[\s.])\s*(?:©|\(c\)|(?:{_MARK}|sumber|source)\s*(?:[:…]|\.\.\.|by\b|oleh\b))\s*(?P<credit>[^:]*(?::\s*[^:]+)?)$",
    re.IGNORECASE,
)
_SLASHED: Final = re.compile(
    r"^(?P<caption>.+?[.\w”\"])\s+[/|–—-]?\s*(?P<credit>(?:[A-Z]\w*\s){0,2}[A-Z][\w.]*/[A-Z\w][\w. ]*)$"
)
_AFTER_MARK: Final = re.compile(r"^(?P<caption>.+?)\s+[/|]\s+(?P<credit>[^/|]{2,60}(?:/[^/|]{2,40})?)$")
_AFTER_STOP: Final = re.compile(r"^(?P<caption>.+[.!?”\"])\s+(?P<credit>[A-Z][^.!?]{2,60}|Dok\. [^.!?]{2,50})$")
_DRAWN: Final = re.compile(r"\b(?:ilustrasi|illustration)\s*:.*$", re.IGNORECASE)  # says what the picture is, and stays
_ARCHIVE: Final = re.compile(
    r"^(?P<caption>.+?)(?:\s*[/|]|\s+[–-])?\s+(?P<credit>Dok(?:umentasi)?\.? [A-Z][^.!?]{2,50})$"
)
_AFTER_DASH: Final = re.compile(r"^(?P<caption>.+[.!?”\"])(?:\s+[–—-]\s+|/)(?P<credit>[A-Z][^.!?]{2,60})$")
_SOURCED: Final = re.compile(rf"^(?:{_MARK}|sumber|source)\s*(?:[:.]|oleh\b|by\b)\s*(?=\S)", re.IGNORECASE)
_SOURCE: Final = re.compile(
    r"^(?:image|photo|media|video|sumber|kredit) (?:source|credit|gambar|foto|video),", re.IGNORECASE
)
_CREDIT_BELOW: Final = re.compile(
    r"^(?:(?:photo|image) )?(?:credits?|kredit|source|sumber)(?: (?:foto|gambar))?\b", re.IGNORECASE
)
_OWNER: Final = re.compile(
    rf"^(?:(?:image|photo|media|video) (?:source|credit),|(?:sumber|kredit) (?:gambar|foto|video),|©|\(c\)|(?:{_MARK})\s*(?:[:.]|(?:oleh|by)\b:?))\s*(?P<credit>.+)$|^(?P<archive>Dok(?:umentasi)?\.? [A-Z].+)$",
    re.IGNORECASE,
)
_AGENCY: Final = re.compile(
    r"^(?:[A-Z][\w.&']*\s?){1,4}/\s?[\w.' ]{2,40}$|^(?:AP|AFP|EPA|Reuters|REUTERS|ANTARA|Getty)\b.{0,40}$"
)


def is_credit(text: str) -> bool:
    """A picture's credit as a line of its own: "REUTERS/A. B", "Foto: A", "© A", or under a caption a name."""
    return bool(_AGENCY.match(text)) or credit_of(text) != "" or bool(_within_brackets(text))


def credit_of(text: str) -> str:
    """What follows a credit's mark at the start of a line; empty if there is none."""
    if inner := _within_brackets(text):
        return inner
    match = _OWNER.match(text)
    rest = (match["credit"] or match["archive"]).strip() if match else ""
    rest = text if _DRAWN.match(text) else rest
    is_caption_too = rest.endswith((")", "]")) and rest[:1] not in "(["
    is_short = 0 < len(rest.split()) <= 8 and not is_caption_too
    is_named = bool(_SOURCE.match(text))
    return _clean(rest) if is_short and (is_named or looks_like_name(_last(rest), 8) or "/" in rest) else ""


def _within_brackets(text: str) -> str:
    """An agency's credit as all of a line, "(ANTARA FOTO/A. B)", where the caption is missing."""
    inner = text[1:-1].strip() if text[:1] + text[-1:] in ("()", "[]") else ""
    return inner if "/" in inner and _AGENCY.match(inner) else ""


def _last(text: str) -> str:
    return text.rsplit(":", 1)[-1].strip()


def split_caption(text: str) -> tuple[str, str]:
    """A caption's line as (caption, credit); the credit is empty where the line gives none."""
    first = _IN_BRACKETS_FIRST.match(text)
    if first:
        return first["caption"].strip(), _clean(first["credit"])
    rest = without_label(text)
    for form in (_IN_BRACKETS_LAST, _AFTER_MARK, _MARK_WITHIN, _ARCHIVE, _AFTER_DASH, _SLASHED, _AFTER_STOP):
        match = form.match(rest)
        if match and _may_credit(match["credit"]):
            kept = _DRAWN.search(match[0])
            return match["caption"].strip(" |/"), _clean(kept[0] if kept and form is _MARK_WITHIN else match["credit"])
    return rest, ""


def without_label(text: str) -> str:
    """The line without "Foto:", "[Photo]", "Gambar:" before it."""
    match = _LABELLED.match(text)
    return match["rest"].strip() if match and match["rest"].strip() else text


def is_bare_label(text: str) -> bool:
    """ "Foto:" with nothing behind it."""
    match = _LABELLED.match(text)
    return match is not None and not match["rest"].strip(" ().")


def announces_caption(text: str) -> bool:
    """ "Image caption," alone: the next line is one."""
    return "caption" in text.lower() or "keterangan" in text.lower()


def has_label(text: str) -> bool:
    return bool(_LABELLED.match(text) or _IN_BRACKETS_FIRST.match(text))


def names_source(text: str) -> bool:
    """ "Sumber gambar, Getty Images": a credit that says it is one, whoever is named."""
    return bool(_SOURCE.match(text) and credit_of(text))


def announces_credit(text: str) -> bool:
    """ "Credit…", "Sumber foto:" alone: the next line says whose picture it is."""
    return is_bare_label(text) and bool(_CREDIT_BELOW.match(text))


_SIGN: Final = re.compile(
    r"^\[?(?:image|photo|picture|gambar|(?:lihat )?foto|perbesar|ilustrasi|illustration|keterangan (?:gambar|foto)|(?:image|photo) caption)\]?$",
    re.IGNORECASE,
)


def is_picture_sign(text: str) -> bool:
    """ "Image", "Lihat Foto", "Perbesar" alone: there was a picture, and its caption may stand below."""
    return bool(_SIGN.match(text))


def _may_credit(text: str) -> bool:
    text = _clean(text)
    return 0 < len(text.split()) <= 8 and (
        looks_like_name(_last(text), 8)
        or bool(_AGENCY.match(text))
        or ("/" in text and text.lower() != text)
        or text.lower().startswith("dok. ")
    )


def _clean(text: str) -> str:
    """A credit without the label before it; what says that the picture is drawn, or from an archive, stays."""
    text = text.strip(" .|")
    return text if _DRAWN.match(text) or text.lower().startswith("dok") else _SOURCED.sub("", text).strip()
