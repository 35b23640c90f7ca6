"""Which language a text is in, by its commonest words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from terbit.wire.text.vocabulary import FUNCTION_WORDS, words_of

PRINTED: Final = ("id", "en")
"""The languages of newsroom.languages."""
_SPOKEN: Final = {
    word: tuple(code for code, common in FUNCTION_WORDS.items() if word in common)
    for word in frozenset().union(*FUNCTION_WORDS.values())
}
_LEAST: Final = 0.08
_AHEAD: Final = 1.5


def language_of(texts: Iterable[str]) -> tuple[str, str]:
    """(code, doubt). The code is empty where the text is too short, or in a language that no house of ours prints."""
    words = [word for text in texts for word in words_of(text)][:3000]
    counts = Counter(dict.fromkeys(FUNCTION_WORDS, 0))
    for word, times in Counter(words).items():
        for code in _SPOKEN.get(word, ()):
            counts[code] += times
    (first, most), (second, next_most) = counts.most_common(2)
    if not words or most < 3 or most < _LEAST * len(words):
        return "", "The text is too short, or in a language that is not known here."
    if first not in PRINTED:
        return "", f"The text seems to be in “{first}”, which the house does not print."
    unsure = most < _AHEAD * next_most
    return first, f"It could also be “{second}”." if unsure else ""
