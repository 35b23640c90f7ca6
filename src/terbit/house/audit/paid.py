"""Whose words are these? Every run of eight words of the archive that not everybody may read, and whose it is.

The same rule as the proof's (press/proof): words are letters and digits in lower case, and eight in a row count. Of each
text every fourth five is kept, for a run of eight holds one of them; near a hit the text itself is asked. So a paid
word takes about forty bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from terbit.press.proof.galley import RUN, SAMPLE, words_of

_STEP: Final = RUN - SAMPLE + 1
_KEPT_UNPACKED: Final = 256

Owners = frozenset[int]
"""Those whose run it is, by the number that `add` was given."""


class PaidWords:
    """What is added belongs to an owner; what is let pass everybody may read, whoever else has it too."""

    def __init__(self) -> None:
        self.words = 0
        self._texts: dict[int, bytes] = {}
        self._fives: dict[int, int | tuple[int, ...]] = {}
        self._passed: set[str] = set()
        self._text_of = lru_cache(_KEPT_UNPACKED)(self._unpacked)

    def add(self, owner: int, text: str) -> None:
        words = words_of(text)
        self.words += len(words)
        if len(words) < RUN:
            return
        self._texts[owner] = zlib.compress(joined(words).encode(), 1)
        for five in list(_fives(words))[::_STEP]:
            had = self._fives.get(five)
            if had is None:
                self._fives[five] = owner
            elif owner != had and not (isinstance(had, tuple) and owner in had):
                self._fives[five] = (*(had if isinstance(had, tuple) else (had,)), owner)

    def let_pass(self, words: Sequence[str]) -> frozenset[int]:
        """Everybody may read these. Returns whose words they hold."""
        owners = set()
        for run, owner in self._runs(words):
            self._passed.add(run)
            owners.add(owner)
        return frozenset(owners)

    def found_in(self, words: Sequence[str]) -> dict[Owners, str]:
        """Of the runs that not everybody may read, one for each set of owners."""
        by_run: dict[str, set[int]] = {}
        for run, owner in self._runs(words):
            by_run.setdefault(run, set()).add(owner)
        found: dict[Owners, str] = {}
        for run, owners in by_run.items():
            if run not in self._passed:
                found.setdefault(frozenset(owners), run.strip())
        return found

    def sentence_of(self, owner: int) -> str:
        """A run of the owner's that is no one else's and not let pass; empty where there is none."""
        words = self._text_of(owner).split() if owner in self._texts else []
        runs = (words[at : at + RUN] for at in range(len(words) - RUN + 1))
        return next((" ".join(run) for run in runs if self.found_in(run).keys() == {frozenset((owner,))}), "")

    def _runs(self, words: Sequence[str]) -> Iterator[tuple[str, int]]:
        fives = list(_fives(words))
        if len(words) < RUN or self._fives.keys().isdisjoint(fives):
            return
        seen: set[tuple[int, int]] = set()
        for at, five in enumerate(fives):
            owners = self._fives.get(five)
            if owners is not None:
                for owner in owners if isinstance(owners, tuple) else (owners,):
                    yield from self._around(words, at, owner, seen)

    def _around(
        self, words: Sequence[str], at: int, owner: int, seen: set[tuple[int, int]]
    ) -> Iterator[tuple[str, int]]:
        text = self._text_of(owner)
        for start in range(max(0, at - _STEP + 1), min(at, len(words) - RUN) + 1):
            if (start, owner) not in seen:
                seen.add((start, owner))
                run = joined(words[start : start + RUN])
                if run in text:
                    yield run, owner

    def _unpacked(self, owner: int) -> str:
        return zlib.decompress(self._texts[owner]).decode()


def joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _fives(words: Sequence[str]) -> Iterator[int]:
    return map(hash, zip(*(words[at:] for at in range(SAMPLE)), strict=False))
