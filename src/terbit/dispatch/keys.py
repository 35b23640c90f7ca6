"""The keys of dispatch: a page's path, or one of these."""

from __future__ import annotations

from typing import Final

POLICY: Final = "policy"
TERMS: Final = "terms"
READER: Final = "reader/"
FILE: Final = "file/"
LONGEST_PATH: Final = 480
"""Bytes of UTF-8: the shelf's store takes keys of at most 511."""


def reader_key(reader: int) -> str:
    return f"{READER}{reader}"


def terms_key(path: str) -> str:
    """Stricter terms of the page at `path`, written before the page itself is made again."""
    return f"{TERMS}{path}"


def file_key(name: str) -> str:
    """A picture's file that readers may have; where the key is missing, nobody outside the desk gets the file."""
    return f"{FILE}{name}"


def is_page(key: str) -> bool:
    return key.startswith(("/", "!"))


def not_found(language: str) -> str:
    return f"!404/{language}"


def unavailable(language: str) -> str:
    return f"!503/{language}"


def plain_wall(language: str) -> str:
    return f"!wall/{language}"
