"""The words in what was answered, however they are written: in text, in attributes, in comments, as JSON, escaped once
or twice. A run of words is looked for in each reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final
from urllib.parse import unquote_plus

from terbit.house.audit.channels import META, STRUCTURED_DATA
from terbit.press.proof.galley import words_of
from terbit.press.proof.teasers import readings

_DATA: Final = re.compile(r'(<script type="application/(?:ld\+)?json"[^>]*>)(.*?)(</script>)', re.DOTALL)
_HEAD: Final = re.compile(r"<head\b.*?</head>", re.DOTALL)
WHOLE: Final = ""
"""Of the page as a whole; other parts are named after their channel."""

Part = tuple[str, list[str]]


def parts_of(text: str, content_type: str) -> Iterator[Part]:
    """Each reading of the text with the channel of the part in which it stands."""
    if "json" in content_type:
        yield from ((WHOLE, words) for words in _of_json(text))
    elif "html" in content_type:
        yield from _of_html(text)
    else:
        yield from ((WHOLE, words) for words in readings(text))
        if "&lt;" in text or "&amp;" in text:
            yield from ((WHOLE, words) for words in readings(unescape(text)))


def _of_html(text: str) -> Iterator[Part]:
    for found in _DATA.finditer(text):
        yield from ((STRUCTURED_DATA, words) for words in _of_json(found[2]))
    rest = _DATA.sub(r"\1\3", text)
    head = _HEAD.search(rest)
    if head:
        yield from ((META, words) for words in readings(head.group()))
        rest = rest[: head.start()] + rest[head.end() :]
    yield from ((WHOLE, words) for words in readings(rest))


def _of_json(text: str) -> Iterator[list[str]]:
    """Of what is no JSON, the text as it stands."""
    try:
        strings = list(_strings(json.loads(text)))
    except ValueError:
        strings = [text]
    for said in strings:
        yield from readings(said)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def of_headers(block: bytes) -> list[str]:
    """The words of a status line and headers; addresses are percent-decoded."""
    return words_of(unquote_plus(block.decode("latin-1")))


def letters_of(words: list[str]) -> str:
    """All letters and digits without what parts them: for whoever asks whether a text is there, however it is marked up."""
    return "".join(words)
