"""The secret is found in whatever form it hides; else none of the other tests could fail."""

from __future__ import annotations

import base64
import json
from html import escape
from urllib.parse import quote

import pytest

from tests.bypass.making import METERED, PUBLIC
from tests.bypass.secret import holds, secret_of

SAID = secret_of("meter-1")


@pytest.mark.parametrize(
    "hidden",
    [
        SAID,
        f"<p>{escape(SAID)}</p>",
        escape(escape(SAID)),
        quote(SAID),
        json.dumps({"a": SAID}),
        SAID[::-1],
        SAID.upper(),
        *(base64.b64encode(b"x" * shift + SAID.encode() + b"yyy").decode() for shift in range(3)),
        "".join(f"<span>{sign}</span>" for sign in SAID),
        "".join(f"<i>{word}</i>\n" for word in SAID.split()),
        "&shy;".join(SAID.split(" ")),
        "-".join(SAID.split()),
    ],
)
def test_in_any_form(hidden: str) -> None:
    assert holds(f"<html>{hidden}</html>", "meter-1")


def test_another_storys_secret_is_not_this_ones_and_the_public_part_is_none() -> None:
    assert not holds(secret_of("meter-2"), "meter-1") and not holds(secret_of("meter-11"), "meter-1")
    assert not holds(PUBLIC.format(name="meter-1"), "meter-1")
    assert len({secret_of(f"meter-{number}") for number in range(METERED)}) == METERED
