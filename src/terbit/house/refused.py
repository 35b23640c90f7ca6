"""Why a house cannot start, said to the person who starts it. No Django here."""

from __future__ import annotations


class StartRefused(Exception):
    """Something outside the program stands in the way. The text is the whole message: what, where, and what to do."""

    def __init__(self, sentence: str, code: str = "refused") -> None:
        super().__init__(sentence)
        self.code = code
