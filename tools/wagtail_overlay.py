"""Wagtail's admin in Indonesian: what Wagtail leaves untranslated, and the catalogue that fills it.

Wagtail ships an Indonesian catalogue that says well under half of what its admin says. The overlay, a gettext folder
named in LOCALE_PATHS, holds the rest and what we would say otherwise. Usage, from the root of the project:

    python tools/wagtail_overlay.py report     what is missing, faulty or no longer said; exit 1 if anything is
    python tools/wagtail_overlay.py merge      after an upgrade of Wagtail: new msgids enter empty, dead ones leave
    python tools/wagtail_overlay.py compile    .po to .mo, after words were written

Needs Babel, no gettext tools. The same words give the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

OVERLAY = Path(__file__).resolve().parent.parent / "src" / "terbit" / "house" / "locale_wagtail"
DOMAINS = ("django", "djangojs")
PARTS = (  # of the installed packages: those whose words a journalist can meet
    "wagtail.admin",
    "wagtail",
    "wagtail.images",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.locales",
    "wagtail.search",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "taggit",
    "django.contrib.auth",
)
# Labels of permissions stand in the database, so no catalogue lists them; Wagtail's page of a group translates them.
PERMISSIONS = ("Can choose", "Can lock", "Can publish", "Can unlock")
PLURAL_FORMS = "nplurals=1; plural=0;"
HEADER = f"""\
# Indonesian words for Wagtail's admin, laid over Wagtail's own catalogue.
# The msgids are those of Wagtail (Torchbox Ltd and contributors), django-taggit and Django, all BSD-3-Clause.
# Written by hand; tools/wagtail_overlay.py keeps it in step with the installed Wagtail.
msgid ""
msgstr ""
"Language: id\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {PLURAL_FORMS}\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
# Wagtail's plural here counts child pages in a branch of its template where there are none: the singular holds.
SINGULAR_HOLDS = "Deleting this page will also delete %(translation_count)s translation of this page."


class Key(NamedTuple):
    """How gettext finds a message: a plural is found by its singular."""

    context: str
    singular: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a part says in English; `own` holds the parts' own Indonesian answers, one per part that has one."""

    key: Key
    plural: str | None
    flags: frozenset[str]
    parts: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def model(self) -> str:
        """The English text whose placeholders and tags a translation must carry (Indonesian has one plural form)."""
        return self.key.singular if self.plural is None or self.key.singular == SINGULAR_HOLDS else self.plural


def messages(domain: str) -> dict[Key, Message]:
    """Every message of the parts, in their order, each once, with the parts that say it."""
    found: dict[Key, Message] = {}
    for part in PARTS:
        folder = locale_folder(part)
        theirs = words(folder / "id_ID" / "LC_MESSAGES" / f"{domain}.po")  # Wagtail
        theirs |= words(folder / "id" / "LC_MESSAGES" / f"{domain}.po")  # Django
        for entry in entries(folder / "en" / "LC_MESSAGES" / f"{domain}.po", locale="en"):
            key = key_of(entry)
            seen = found.get(key) or Message(key, plural_of(entry), frozenset(), (), ())
            own = (*seen.own, theirs[key]) if theirs.get(key) else seen.own
            found[key] = replace(seen, flags=seen.flags | entry.flags, parts=(*seen.parts, part), own=own)
    if domain == "django":
        for label in PERMISSIONS:
            key = Key("", label)
            found.setdefault(key, Message(key, None, frozenset(), ("wagtail.users",), ()))
    return found


def words(path: Path) -> dict[Key, str]:
    """What a catalogue answers, "" where it has no answer yet; fuzzy entries do not count. No file, no words."""
    return {key_of(entry): text_of(entry) for entry in entries(path) if not entry.fuzzy}


def overlay_po(domain: str) -> Path:
    """Where the overlay's words for a domain are kept."""
    return OVERLAY / "id" / "LC_MESSAGES" / f"{domain}.po"


def answer(message: Message, overlay: Mapping[Key, str]) -> str:
    """What the journalist reads: the overlay's word, else the part's own, else ""."""
    return overlay.get(message.key) or next(iter(message.own), "")


def faults(message: Message, text: str) -> list[str]:
    """Why this answer would break a sentence or a page; empty if it would not."""
    found = []
    if not text:
        return ["missing"]
    if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(message.model)):
        found.append("placeholders differ")
    if sorted(TAG.findall(text)) != sorted(TAG.findall(message.model)):
        found.append("tags differ")
    if edges(text) != edges(message.key.singular):
        found.append("spaces at the edges differ")
    return found


def merged(domain: str) -> dict[Key, str]:
    """The overlay in step with the parts: our words as they are, msgids nobody answers empty, dead ones gone."""
    overlay = words(overlay_po(domain))
    said = messages(domain).items()
    return {key: overlay.get(key, "") for key, message in said if overlay.get(key) or not message.own}


def po_text(domain: str, overlay: Mapping[Key, str]) -> str:
    """The overlay as a .po file, in the order of the parts, each message marked with the parts that say it."""
    catalog = read_po(BytesIO(HEADER.encode()))  # Babel by itself gives Indonesian two plural forms
    for key, message in messages(domain).items():
        if key in overlay:
            plural, text = message.plural, overlay[key]
            catalog.add(
                key.singular if plural is None else (key.singular, plural),
                text if plural is None else (text,),
                locations=[(part, None) for part in message.parts],  # type: ignore[misc]  # Babel allows no line
                flags=sorted(message.flags - {"fuzzy"}),
                context=key.context or None,
            )
    out = BytesIO()
    write_po(out, catalog, omit_header=True, width=118)
    return HEADER + out.getvalue().decode("utf-8").strip("\n") + "\n"


def mo_bytes(po: Path) -> bytes:
    """A .po file as gettext's .mo (little-endian, sorted, no hash table); unanswered and fuzzy entries stay out."""
    header = f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {PLURAL_FORMS}\n"
    pairs = {b"": header.encode()}
    for entry in entries(po):
        if text_of(entry) and not entry.fuzzy:
            msgid = entry.id if isinstance(entry.id, str) else "\0".join(entry.id)
            pairs[f"{entry.context}\4{msgid}".encode() if entry.context else msgid.encode()] = text_of(entry).encode()
    rows = sorted(pairs.items())
    count = len(rows)
    tables, texts, start = b"", b"", 28 + 16 * count
    for column in (0, 1):
        for row in rows:
            tables += struct.pack("<2I", len(row[column]), start + len(texts))
            texts += row[column] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count) + tables + texts


def complaints(domain: str) -> Iterator[str]:
    """What is not in order with a domain, one sentence each, for the person who keeps the words."""
    overlay, said = words(overlay_po(domain)), messages(domain)
    for key, message in said.items():
        for fault in faults(message, answer(message, overlay)):
            yield f"{domain}: {fault}: {key.singular!r} ({', '.join(message.parts)})"
    for key in overlay.keys() - said.keys():
        yield f"{domain}: no longer said by any part, run merge: {key.singular!r}"
    mo = overlay_po(domain).with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != mo_bytes(overlay_po(domain)):
        yield f"{domain}: {mo.name} is older than its words, run compile"


def counts(domain: str) -> Iterator[str]:
    """One line per part: how many messages it says, how many it and the overlay answer."""
    overlay, said = words(overlay_po(domain)), messages(domain)
    for part in PARTS:
        its = [message for message in said.values() if part in message.parts]
        if its:
            laid = sum(1 for message in its if overlay.get(message.key))
            kept = sum(1 for message in its if not overlay.get(message.key) and message.own)
            yield f"{domain:9} {part:34} {len(its):5} said, {kept:4} by itself, {laid:5} by the overlay"


def locale_folder(part: str) -> Path:
    """The `locale` folder of an installed package or of a part of it."""
    top, *rest = part.split(".")
    spec = importlib.util.find_spec(top)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{top} is not installed here: run this with the project's Python.")
    return Path(spec.submodule_search_locations[0]).joinpath(*rest, "locale")


def entries(path: Path, *, locale: str = "id") -> list[Entry]:
    """The messages of a .po file without its header, in order; none if there is no file."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        return [entry for entry in read_po(file, locale=locale) if entry.id]


def key_of(entry: Entry) -> Key:
    """The key under which gettext finds an entry."""
    return Key(entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0])


def plural_of(entry: Entry) -> str | None:
    """The English plural of an entry, None if it has none."""
    return None if isinstance(entry.id, str) else entry.id[1]


def text_of(entry: Entry) -> str:
    """The one Indonesian form of an entry."""
    return entry.string if isinstance(entry.string, str) else next(iter(entry.string or ()), "")


def edges(text: str) -> tuple[str, str]:
    """The white space before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def main(arguments: list[str] | None = None) -> int:
    """Run one of the three commands; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=("report", "merge", "compile"))
    command = parser.parse_args(arguments).command
    for domain in DOMAINS:
        po = overlay_po(domain)
        if command == "merge":
            text = po_text(domain, merged(domain))
            po.parent.mkdir(parents=True, exist_ok=True)
            po.write_text(text, encoding="utf-8", newline="\n")
        if command in ("merge", "compile"):
            po.with_suffix(".mo").write_bytes(mo_bytes(po))
        print(*counts(domain), sep="\n")
    found = [sentence for domain in DOMAINS for sentence in complaints(domain)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
