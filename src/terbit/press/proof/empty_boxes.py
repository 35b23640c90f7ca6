"""No empty box: no heading, link, label, caption, list or widget with nothing, or punctuation alone, in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from terbit.press.proof.findings import Finding
from terbit.press.proof.galley import Galley

_BOXES: Final = "|".join(
    (
        *("h[1-6]", "a", "button", "label", "figcaption", "caption", "legend", "summary", "option", "time", "title"),
        *("ul", "ol", "dl", "li", "dt", "dd", "blockquote", "aside", "section", "nav"),
    )
)
_EMPTY = re.compile(
    rf"<({_BOXES})(?=[\s>])([^>]*)>((?:&#?[^\W_]+;|[^\w<&]|&|_|<(?!/\1\s*>)[^>]*>)*)</\1\s*>", re.IGNORECASE
)
_WORDS_IN_ATTRIBUTES = re.compile(
    r"""\b(?:alt|aria-label|title|value|placeholder)=(?:"[^"]*[^\W_][^"]*"|'[^']*[^\W_][^']*')"""
)
_HIDDEN = re.compile(r"""(?:^|\s)hidden(?:[\s=]|$)""")
_FOR_THE_EYE: Final = 'aria-hidden="true"'
_LABEL_ENDS = re.compile(r":\s*(?:</(?:span|b|strong|em|small)>\s*)*</(p|li|div|dt|dd)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_LONGEST_LABEL: Final = 40


def no_empty_box(galley: Galley) -> Iterator[Finding]:
    for part in galley.parts:
        for box in _EMPTY.finditer(part.html):
            if not _says_something(box.group(2), box.group(3)):
                yield Finding("empty_box", box.group())
        for end in _LABEL_ENDS.finditer(part.html):
            yield from _bare_label(part.html, end)


def _says_something(attributes: str, content: str) -> bool:
    """Words may stand in an attribute instead (a picture's alt, a link's aria-label); what is hidden is no box yet.
    A link for the eye alone holds a picture, which needs no words where it is a mere ornament; its words stand beside it.
    """
    if _HIDDEN.search(attributes) or (_FOR_THE_EYE in attributes and "<img" in content):
        return True
    return bool(_WORDS_IN_ATTRIBUTES.search(attributes) or _WORDS_IN_ATTRIBUTES.search(content))


def _bare_label(html: str, end: re.Match[str]) -> Iterator[Finding]:
    """A line of the page's furniture (it has a class; a story's paragraphs have none) that is a label and no more."""
    start = html.rfind(f"<{end.group(1)}", 0, end.start())
    line = html[max(start, 0) : end.end()]
    opening = line[: line.find(">")]
    words = _TAG.sub("", line).strip()
    if start >= 0 and "class=" in opening and len(words) <= _LONGEST_LABEL and words.count(":") == 1:
        yield Finding("empty_box", words)
