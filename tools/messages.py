"""Collects every word that people see, keeps the catalogues up to date, and compiles them. Needs no gettext tools.

    python tools/messages.py            collect, update the .po files, compile the .mo files, list what is not translated
    python tools/messages.py --check    change nothing; exit 1 with a line for each thing that is wrong

The source language is English: a msgid is the English sentence. `id` must be complete; `en` needs no translation and is
kept so that an English house can change its words.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, Final

import django
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = ROOT / "src" / "terbit"
THEME: Final = SOURCES / "house" / "theme"
LOCALE: Final = THEME / "locale"
#: Languages that have a catalogue, and whether every sentence must be translated.
LANGUAGES: Final = {"id": True, "en": False}
PLURALS: Final = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_VALUE: Final = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
_WHEN: Final = datetime(2026, 1, 1, tzinfo=UTC)  # catalogues carry no clock: the same words give the same file


@dataclass(frozen=True, slots=True)
class Source:
    """A file with words in it, and how they are read: as "python", "jinja2" or "django" (a Django template)."""

    path: Path
    method: str


def sources() -> Iterator[Source]:
    """Every file of the package that may hold words for people; tests and migrations speak to nobody."""
    for path in sorted(SOURCES.rglob("*")):
        parts = path.relative_to(SOURCES).parts
        if {"tests", "migrations", "__pycache__", "static"} & set(parts):
            continue
        if path.suffix == ".py":
            yield Source(path, "python")
        elif path.suffix in {".html", ".txt"} and "templates" in parts:
            yield Source(path, "jinja2" if path.is_relative_to(THEME) else "django")


def collect() -> Catalog:
    """All msgids with the files they stand in, without translations."""
    found = Catalog(project="Terbit", version="1", creation_date=_WHEN)
    for source in sources():
        name = source.path.relative_to(ROOT).as_posix()
        for _line, msgid, comments, context in _read(source):
            found.add(msgid, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def _read(source: Source) -> Iterable[tuple[int, Any, list[str], str | None]]:
    text = source.path.read_bytes()
    if source.method == "jinja2":
        options = {"trimmed": "true", "extensions": "jinja2.ext.i18n", "newstyle_gettext": "true"}
        return extract("jinja2.ext:babel_extract", io.BytesIO(text), keywords=KEYWORDS, options=options)
    if source.method == "django":
        _set_up_django()
        from django.utils.translation.template import templatize

        text = templatize(text.decode(), origin=str(source.path)).encode()
    return extract(
        "python", io.BytesIO(text), keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
    )


def _set_up_django() -> None:
    if not settings.configured:
        settings.configure(INSTALLED_APPS=[], USE_I18N=False)
        django.setup()


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def mo_file(language: str) -> Path:
    return po_file(language).with_suffix(".mo")


def read(language: str) -> Catalog:
    """The catalogue as it lies on disk; an empty one where there is none."""
    if not po_file(language).exists():
        return Catalog(locale=language)
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, collected: Catalog) -> Catalog:
    """The catalogue with exactly the collected msgids; known translations stay, nothing is guessed."""
    known = read(language)
    fresh = Catalog(
        locale=language, project="Terbit", version="1", creation_date=_WHEN, revision_date=_WHEN, fuzzy=False
    )
    fresh.header_comment = (
        "# The words of Terbit. Made by tools/messages.py; only the msgstr lines are written by hand."
    )
    fresh.mime_headers = [("Plural-Forms", PLURALS[language])]
    fresh.last_translator, fresh.language_team = "Terbit", language
    for message in collected:
        if message.id:
            old = known.get(message.id, message.context)
            string = old.string if old is not None else None
            fresh.add(
                message.id, string, message.locations, auto_comments=message.auto_comments, context=message.context
            )
    return fresh


def write(language: str, catalog: Catalog) -> None:
    """The .po and, compiled from it, the .mo."""
    po_file(language).parent.mkdir(parents=True, exist_ok=True)
    with po_file(language).open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, include_lineno=False)
    compile_mo(language)


def compile_mo(language: str) -> None:
    with mo_file(language).open("wb") as file:
        write_mo(file, read(language))


def problems(language: str, collected: Catalog, *, complete: bool) -> Iterator[str]:
    """One line for each thing that is wrong with a catalogue."""
    known = read(language)
    wanted, have = ({(m.context, _key(m)) for m in catalog if m.id} for catalog in (collected, known))
    for _context, msgid in sorted(wanted - have, key=str):
        yield f"{language}: not in the catalogue: {msgid}"
    for _context, msgid in sorted(have - wanted, key=str):
        yield f"{language}: nobody says this any more: {msgid}"
    for message in known:
        if message.id:
            yield from (f"{language}: {what}: {_key(message)}" for what in _faults(message, complete))
    if not _is_compiled(language, known):
        yield f"{language}: the .mo is older than the .po; run tools/messages.py"


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _faults(message: Message, complete: bool) -> Iterator[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if complete and not all(strings):
        yield "not translated"
    allowed = _values(message.id if isinstance(message.id, str) else " ".join(message.id))
    needed = _values(message.id) if isinstance(message.id, str) else _values(message.id[1])
    for string in filter(None, strings):
        if not needed - {"n", "num"} <= _values(string) <= allowed:
            yield "other values than the msgid"


def _values(text: str) -> set[str]:
    return {named or braced for named, braced in _VALUE.findall(text)}


def _is_compiled(language: str, known: Catalog) -> bool:
    if not mo_file(language).exists():
        return False
    draft = io.BytesIO()
    write_mo(draft, known)
    draft.seek(0)
    with mo_file(language).open("rb") as file:
        return _words(GNUTranslations(file)) == _words(GNUTranslations(draft))


def _words(translations: GNUTranslations) -> dict[Any, str]:
    """Everything but the header, which names the tool that wrote it."""
    catalog: dict[Any, str] = translations._catalog  # type: ignore[attr-defined]
    return {msgid: words for msgid, words in catalog.items() if msgid}


def check() -> list[str]:
    collected = collect()
    return [
        line for language, complete in LANGUAGES.items() for line in problems(language, collected, complete=complete)
    ]


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        collected = collect()
        for language in LANGUAGES:
            write(language, update(language, collected))
    wrong = check()
    print("\n".join(wrong) if wrong else "Every word is translated, and every catalogue compiled.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
