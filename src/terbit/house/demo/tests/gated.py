"""Which words of the demo house are not for everybody: runs of eight words that no public page of the story holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from lxml import html as parser

from terbit.gate import OPEN_KINDS
from terbit.house.demo.tests.printed import Served, documents, everything

RUN: Final = 8


def runs(text: str) -> set[str]:
    """Every run of eight words, in lower case, without signs."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def text_of(html: str) -> str:
    return " ".join(parser.fromstring(f"<div>{html}</div>").itertext())


def gated_stories() -> list[Served]:
    """The whole text of each story that is not for everybody, as a subscriber gets it."""
    return [body for body in documents() if body.kind == "quiet" and is_gated(body)]


def is_gated(body: Served) -> bool:
    return any(said.get("isAccessibleForFree") is False for said in body.structured_data)


@cache
def paid_runs() -> frozenset[str]:
    """Those of every gated story's text that stand on none of its teasers."""
    found: set[str] = set()
    for body in gated_stories():
        (whole,) = body.tree.xpath("//article/div[contains(@class, 'body')]")
        teasers = [other for other in everything()[body.path] if other.kind not in OPEN_KINDS]
        public = set().union(*(runs(" ".join(teaser.tree.xpath("//body")[0].itertext())) for teaser in teasers))
        own = whole.xpath(".//text()[not(ancestor::*[@class='read-also'])]")  # that is another story's headline
        found |= runs(" ".join(own)) - public
    return frozenset(found)


def paid_in(texts: Iterable[str]) -> set[str]:
    """The paid runs that these texts give away."""
    return paid_runs() & set().union(*map(runs, texts))
