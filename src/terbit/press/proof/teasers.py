"""Nothing paid in a teaser: no eight words in a row of the rest, in any byte of it, that are not also public.

Words are letters and digits in lower case. Public are: the public part, the headlines and standfirsts of linked pages,
the house's own texts, and the theme's own words. A run of eight words holds a run of five that begins at every fourth
word of the teaser; so a teaser is searched for sampled fives (in C, one look-up each), and only near a hit for eights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Final

from terbit.press.proof.findings import Finding
from terbit.press.proof.galley import RUN, SAMPLE, Galley, words_of
from terbit.press.proof.theme_words import theme_words

_STEP: Final = RUN - SAMPLE + 1
_TAG: Final = re.compile(r"<[^!>][^>]*>")
_LONG_ATTRIBUTE: Final = re.compile(r"""=(?:"([^"]{15,})"|'([^']{15,})')""")


def nothing_paid_in_a_teaser(galley: Galley) -> Iterator[Finding]:
    if len(galley.paid_words) < RUN:
        return
    for part in galley.teaser_parts:
        for words in readings(part.html):
            if not galley.paid_samples.isdisjoint(_sampled(words)):
                runs = _shared_runs(words, galley, _public_words(galley))
                yield from (Finding("paid_words_in_teaser", run) for run in islice(runs, 1))


def standfirst_repeats_paid_text(galley: Galley) -> Iterator[Finding]:
    """A warning: what stands above the body (or in the public part) says again what only an open body may say."""
    public = words_of(galley.draft.public_text) if galley.draft.paid_text else []
    if not galley.paid_samples.isdisjoint(_sampled(public)):
        runs = _shared_runs(public, galley, "")
        yield from (Finding("standfirst_repeats", run, warning=True) for run in islice(runs, 1))


def readings(html: str) -> Iterator[list[str]]:
    """The words of a document: its text (comments and scripts too), then each long attribute by itself."""
    yield words_of(unescape(_TAG.sub(" ", html)))
    for double, single in _LONG_ATTRIBUTE.findall(html):
        value = unescape(double or single)
        if " " in value:
            yield words_of(value)


def _sampled(words: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[at::_STEP] for at in range(SAMPLE)), strict=False)


def _shared_runs(words: list[str], galley: Galley, public: str) -> Iterator[str]:
    """Runs of eight in `words` that stand in the paid text and not in `public`."""
    paid = _joined(galley.paid_words)
    for number, sample in enumerate(_sampled(words)):
        if sample in galley.paid_samples:
            at = number * _STEP
            for start in range(max(0, at - _STEP + 1), min(at, len(words) - RUN) + 1):
                run = _joined(words[start : start + RUN])
                if run in paid and run not in public:
                    yield run.strip()


def _public_words(galley: Galley) -> str:
    texts = (galley.draft.public_text, *galley.draft.linked_texts, *galley.house.texts)
    return "|".join((*(_joined(words_of(text)) for text in texts), theme_words(galley.draft.language)))


def _joined(words: list[str]) -> str:
    return f" {' '.join(words)} "
