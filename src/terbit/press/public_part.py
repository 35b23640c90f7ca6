"""The public part of a gated story's body: the one function that knows it.

Teasers, feeds, meta tags and the public search index are made from it alone. The public part is the body's first
paragraph, ended at a sentence, at most `words` words and at most `share` per cent of the body's words, whichever is
less. It is plain text: a cut never runs through markup.

A sentence is never broken, except where the first one alone is longer than the limit: then it is cut after its last
whole word within the limit and ends with "…". (Showing nothing would leave a teaser without a word of the story, and
showing the sentence whole would give away more than the house allowed.) A body too short for one word of it has no
public part. Where it is doubtful whether a full stop ends a sentence (an initial, "Dr.", "Jl."), it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from terbit.press.plain import Block, paragraphs_of, text_of, texts_of

_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s+["'“‘«(\[¿¡]*[^\Wa-z_]|\s*$)""")
_COUNTED = re.compile(r"\S*[^\W_]\S*")
_ABBREVIATIONS: Final = frozenset(
    [
        "dr",
        "drs",
        "dra",
        "prof",
        "ir",
        "h",
        "hj",
        "kh",
        "tn",
        "ny",
        "sdr",
        "jl",
        "jln",
        "gg",
        "no",
        "nomor",
        "tgl",
        "a.n",
        "d.a",
        "u.p",
        "mr",
        "mrs",
        "ms",
        "st",
        "jr",
        "sr",
        "vs",
        "cf",
        "rt",
        "rw",
        "kab",
        "kec",
        "prop",
        "prov",
        "dok",
        "gen",
        "lt",
        "col",
        "sgt",
        "rev",
        "hon",
        "pt",
        "cv",
        "tbk",
        "pdt",
        "letjen",
        "mayjen",
        "brigjen",
        "jend",
        "kol",
        "irjen",
        "brigjend",
        "kombes",
        "akbp",
        "akp",
    ]
)


@dataclass(frozen=True, slots=True)
class PublicPart:
    """`text` is for everybody, `rest` for those who may open the story (one line a text). `cut` where text ends in "…"."""

    text: str
    rest: str
    cut: bool = False


def public_part(blocks: Sequence[Block], *, words: int, share: int) -> PublicPart:
    """Split a body (`article.body.raw_data`) into what everybody may read and the rest; `share` is in per cent."""
    place = next((at for at, block in enumerate(blocks) if block["type"] == "paragraph" and any(texts_of(block))), None)
    if place is None:
        return PublicPart("", text_of(blocks))
    paragraph, *further = paragraphs_of(blocks[place]["value"])
    limit = min(words, word_count(text_of(blocks)) * share // 100)
    text, cut = _head(paragraph, limit)
    remainder = paragraph[len(text.removesuffix("…") if cut else text) :].strip()
    others = [text_of(blocks[:place]), remainder, *further, text_of(blocks[place + 1 :])]
    return PublicPart(text, "\n".join(other for other in others if other), cut)


def word_count(text: str) -> int:
    """Words are what stands between white space and has a letter or a digit in it."""
    return len(_COUNTED.findall(text))


def sentences(text: str) -> Iterator[str]:
    """The sentences of one paragraph, in order; joined with single spaces they are the paragraph again."""
    start = 0
    for end in _END.finditer(text):
        if not _is_abbreviation(text[start : end.start()], end.group()):
            yield text[start : end.end()].strip()
            start = end.end()
    if text[start:].strip():
        yield text[start:].strip()


def _is_abbreviation(before: str, mark: str) -> bool:
    """Whether a single full stop follows an initial, a number at a line's start or a known short form."""
    if mark != ".":
        return False
    word = before.split()[-1].lstrip("\"'“‘«([") if before.split() else ""
    return len(word) == 1 or word.lower() in _ABBREVIATIONS or word.isdigit() and word == before.strip()


def _head(paragraph: str, limit: int) -> tuple[str, bool]:
    """As many whole sentences as fit into `limit` words, and whether the first had to be cut."""
    taken: list[str] = []
    left = limit
    for sentence in sentences(paragraph):
        left -= word_count(sentence)
        if left < 0:
            break
        taken.append(sentence)
    if taken or limit < 1:
        return " ".join(taken), False
    return _cut(paragraph, limit), True


def _cut(sentence: str, limit: int) -> str:
    words = list(_COUNTED.finditer(sentence))
    return sentence[: words[limit - 1].end()].rstrip(" ,;:–—-(“\"'") + "…"
