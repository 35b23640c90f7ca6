"""Every paid link says in words that it is paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import html as parser

from terbit.press.proof.findings import Finding
from terbit.press.proof.galley import Galley

_LABELS: Final = re.compile(
    r"\b(?:iklan|advertorial|pariwara|bersponsor|disponsori|konten berbayar|konten mitra|advertisement|advertising|ad"
    r"|sponsored|sponsor|paid (?:content|post|partnership|link))\b",
    re.IGNORECASE,
)
_NEAREST_BOX: Final = {"p", "li", "aside", "section", "figure", "div", "td", "header", "footer", "article", "body"}


def no_unlabelled_paid_link(galley: Galley) -> Iterator[Finding]:
    """A link with `rel="sponsored"` needs a label in its own words, in the box around it, or in that box's aria-label."""
    for part in galley.parts:
        if "sponsored" in part.html:
            yield from _unlabelled(part.document)


def _unlabelled(document: str) -> Iterator[Finding]:
    """Read as bytes: a feed says its own encoding, and the parser takes no text that does."""
    tree = parser.document_fromstring(document.encode(), parser=parser.HTMLParser(encoding="utf-8"))
    for link in tree.iter("a"):
        if "sponsored" in (link.get("rel") or "").lower().split() and not _is_labelled(link):
            yield Finding("unlabelled_paid_link", f"{link.text_content().strip()} ({link.get('href')})")


def _is_labelled(link: parser.HtmlElement) -> bool:
    box = next((above for above in link.iterancestors() if above.tag in _NEAREST_BOX), link)
    labelled_by = (box.get("aria-label") or "", link.get("aria-label") or "", box.text_content())
    return any(_LABELS.search(words) for words in labelled_by)
