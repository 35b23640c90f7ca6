"""Settings: each that was given can be used, and the origin is one that readers can type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final
from urllib.parse import urlsplit

from terbit.cli.doctor.line import Line, ok, warning, wrong
from terbit.config import SettingError, Settings

ABOUT: Final = "settings"
HERE: Final = {"127.0.0.1", "localhost", "::1"}


def check(settings: Settings, environ: Mapping[str, str], problems: Mapping[str, SettingError]) -> Iterator[Line]:
    """`problems` are those of `environ`, by name; `settings` was read without them."""
    for problem in problems.values():
        yield wrong(
            ABOUT, str(problem).rstrip("."), "Correct it: nothing starts before. `terbit settings` lists them all."
        )
    given = [of.metadata["name"] for of in fields(Settings) if environ.get(of.metadata["name"])]
    usable = [name for name in given if name not in problems]
    yield ok(ABOUT, f"{len(usable)} given and usable{': ' if usable else ''}{', '.join(usable)}")
    if settings.kind_file.exists():
        yield judge_origin(settings.base_url, settings.demo)
    else:
        yield wrong(
            ABOUT, f"there is no house in {settings.home}", "Name its folder with TERBIT_HOME; `terbit up` makes one."
        )


def judge_origin(origin: str, demo: bool) -> Line:
    host, scheme = urlsplit(origin).hostname, urlsplit(origin).scheme
    if demo:
        return ok(ABOUT, f"a demo house on {origin}")
    if host in HERE:
        return warning(ABOUT, f"the house's origin is {origin}, which only this machine knows", "Set TERBIT_BASE_URL.")
    if scheme != "https":
        return warning(ABOUT, f"{origin} is not encrypted: anybody on the way reads passwords", "Put TLS in front.")
    return ok(ABOUT, f"the house's origin is {origin}")
