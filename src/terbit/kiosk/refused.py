"""Requests that the kiosk does not take, each with its status and a sentence."""

from __future__ import annotations

from typing import Final


class Refused(Exception):
    """The request cannot be taken; raised out of the parser."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


TARGET_TOO_LONG: Final = Refused(414, "The address is too long.")
HEAD_TOO_LARGE: Final = Refused(431, "The headers are too large.")
BODY_TOO_LARGE: Final = Refused(413, "What was sent is too large.")
TOO_SLOW: Final = Refused(408, "The request took too long.")
NO_HTTP: Final = Refused(400, "This is not HTTP as it is spoken here.")
NO_HOST: Final = Refused(400, "The request names no host, or more than one.")
NO_END: Final = Refused(400, "The request does not say clearly where it ends.")
EXPECTATION: Final = Refused(417, "The request expects what is not known here.")
TOO_MANY: Final = Refused(503, "Too many requests were sent ahead of their answers.")
