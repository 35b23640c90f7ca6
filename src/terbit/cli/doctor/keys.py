"""The house's keys: Django's secret, and those of the readers' passes, one of which signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from terbit.cli.doctor.line import Line, ok, wrong
from terbit.config import Settings
from terbit.gate.reader_pass import BadKeys, ReaderPass, keys_from, sign, verify
from terbit.house.keys import DJANGO, PASS

ABOUT: Final = "keys"
SHORTEST_SECRET: Final = 32
A_PASS: Final = ReaderPass(reader=1, session=1, epoch="doctor", number=0)
RESTORE: Final = "Take it from a backup; a new one signs everybody out."


def check(settings: Settings) -> Iterator[Line]:
    yield judge_secret(_content(settings, DJANGO))
    yield judge_pass_keys(_content(settings, PASS))


def _content(settings: Settings, name: str) -> str | None:
    try:
        return (settings.keys_folder / name).read_text()
    except (OSError, UnicodeDecodeError):
        return None


def judge_secret(content: str | None) -> Line:
    if content is None:
        return wrong(ABOUT, f"{DJANGO} cannot be read", RESTORE)
    if len(content.strip()) < SHORTEST_SECRET:
        return wrong(ABOUT, f"{DJANGO} is too short to keep sessions safe", RESTORE)
    return ok(ABOUT, f"{DJANGO} is there")


def judge_pass_keys(content: str | None) -> Line:
    """They can be read, and what one signs is believed."""
    if content is None:
        return wrong(ABOUT, f"{PASS} cannot be read", RESTORE)
    try:
        signing, accepted = keys_from(content)
        believed = verify(sign(A_PASS, signing), accepted) == A_PASS
    except (BadKeys, ValueError) as problem:
        return wrong(ABOUT, f"{PASS} cannot be used: {problem}", RESTORE)
    if not believed:
        return wrong(ABOUT, f"what the key {signing.id} of {PASS} signs is not believed", RESTORE)
    return ok(ABOUT, f"{len(accepted)} of the readers' passes; {signing.id} signs")
