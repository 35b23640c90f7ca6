"""Versions of what the house stands on."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

import lmdb

import terbit
from terbit.cli.doctor.line import Line, ok, warning, wrong

ABOUT: Final = "versions"
SQLITE_NEEDED: Final = (3, 35, 0)  # RETURNING, in dispatch
PYTHON_TESTED: Final = ((3, 11), (3, 13))
Version = tuple[int, ...]


def check() -> Iterator[Line]:
    yield judge_python(sys.version_info[:2])
    yield judge_sqlite(sqlite3.sqlite_version_info)
    lmdb_is = _dotted(lmdb.version())
    yield ok(
        ABOUT, f"Terbit {terbit.__version__}, Django {version('django')}, Wagtail {version('wagtail')}, LMDB {lmdb_is}"
    )


def judge_python(found: Version) -> Line:
    first, last = PYTHON_TESTED
    if first <= found <= last:
        return ok(ABOUT, f"Python {_dotted(found)}")
    tested = f"Terbit is tested on {_dotted(first)} to {_dotted(last)}"
    return warning(ABOUT, f"Python {_dotted(found)}", f"{tested}: make the environment anew with one of these.")


def judge_sqlite(found: Version) -> Line:
    if found >= SQLITE_NEEDED:
        return ok(ABOUT, f"SQLite {_dotted(found)}")
    return wrong(
        ABOUT, f"SQLite {_dotted(found)}", f"Terbit needs {_dotted(SQLITE_NEEDED)} or newer: upgrade the system."
    )


def _dotted(numbers: Version) -> str:
    return ".".join(map(str, numbers))
