"""What goes wrong costs one line when it comes and one a minute while it stays, however many readers meet it."""

from __future__ import annotations

import hashlib
import logging
import mmap
import time
from collections.abc import Callable
from typing import Final

AGAIN_SECONDS: Final = 60.0
MOST_SENTENCES: Final = 32
"""Different sentences in a minute; a thousand pages that cannot be read are one trouble."""
ADVICE: Final = {
    "ledger_unavailable": "Nothing was spent, and what is open stays open. `terbit doctor` says whether it is away, locked, "
    "or its disk full.",
    "newsroom_away": "Its pages say so, and reading goes on. The supervisor starts it again; where it does not come back, "
    "its own lines say why.",
    "record_unreadable": "`terbit press verify` says whether dispatch has it right; a follower that starts without its "
    "shelf folder fills it anew.",
    "standing_unreadable": "This reader is nobody until it is written again, as signing in does.",
    "policy_unreadable": "There are no free articles until the house settings are saved again.",
    "keys_unreadable": "Passes are read with the keys of before until this kiosk starts again; `terbit doctor` looks at them.",
    "unexpected": "Please report it with these lines.",
}
"""What to do, by the fault's code; the newsroom says it itself of a database that is away."""
log = logging.getLogger("terbit.kiosk")


class Said:
    """Which sentences were said lately, for all processes that are forked after it was made: one of them says it."""

    def __init__(self) -> None:
        self._slots = memoryview(mmap.mmap(-1, MOST_SENTENCES * 16)).cast("Q")

    def is_first(self, fault: str, sentence: str, now: float) -> bool:
        """Whether nobody said it in the minute before `now`, monotonic seconds; from here on somebody has."""
        digest = int.from_bytes(hashlib.blake2b(f"{fault} {sentence}".encode(), digest_size=8).digest()) or 1
        at = digest % MOST_SENTENCES * 2
        if self._slots[at] == digest and now * 1000 - self._slots[at + 1] < AGAIN_SECONDS * 1000:
            return False
        self._slots[at], self._slots[at + 1] = digest, int(now * 1000)
        return True


class Faults:
    """Lines carry a stable `fault` code, what happened where, and what to do; never a reader, an address of one, or a
    request's headers."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, log: logging.Logger = log, said: Said | None = None
    ) -> None:
        self._clock = clock
        self._log = log
        self._said_by_all = said or Said()
        self._said: dict[tuple[str, str], float] = {}
        self._kept: dict[str, int] = {}

    def report(self, fault: str, sentence: str, error: BaseException | None = None) -> None:
        """`error`: one that nobody expected, whose traceback is wanted."""
        now = self._clock()
        if self._is_news((fault, sentence), now):
            self._said[fault, sentence] = now
            extra = {"fault": fault, "times": 1 + self._kept.pop(fault, 0)}
            words = f"{sentence.rstrip('.')}. {ADVICE.get(fault, '')}".rstrip()
            self._log.error("%s", words, exc_info=error, extra=extra)
        else:
            self._kept[fault] = self._kept.get(fault, 0) + 1

    def _is_news(self, said: tuple[str, str], now: float) -> bool:
        if said in self._said and now - self._said[said] < AGAIN_SECONDS:
            return False
        self._said = {one: at for one, at in self._said.items() if now - at < AGAIN_SECONDS}
        return len(self._said) < MOST_SENTENCES and self._said_by_all.is_first(*said, now)
