"""What is no page: pictures with what is written into them, the theme's files, letters, and exports where readers could
fetch one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image

from terbit.house.audit.archive import Archive
from terbit.house.audit.channels import EXPORTS, LETTERS, PICTURES, STATIC
from terbit.house.audit.judging import Judge
from terbit.house.audit.readers import Reader
from terbit.readers.adapter import LETTERS as KINDS_OF_LETTERS

_WRITTEN: Final = (b"Exif", b"EXIF", b"XMP ", b"ns.adobe.com", b"Photoshop 3.0", b"8BIM", b"tEXt", b"iTXt", b"zTXt")
PACKED: Final = {".gz": "gzip", ".br": "br"}
_EXPORTED: Final = frozenset((".jsonl", ".json", ".zip", ".sql", ".sqlite", ".csv", ".txt", ".xml"))


def walk_pictures(names: Iterable[str], media: Path, judge: Judge, nobody: Reader) -> None:
    """Each served file: the bytes as text, and each block of metadata that a reader of pictures finds in it."""
    for name in names:
        file = media / "pictures" / name
        if file.is_file():
            judge.report.count(PICTURES)
            for text in written_into(file):
                judge.words(text, nobody, PICTURES, f"/media/{name}")


def written_into(file: Path) -> Iterator[str]:
    """EXIF, IPTC, XMP and comments, whatever they are called: all that a picture says besides its pixels. Where a file has
    a block for such things, all of its bytes are read as text."""
    content = file.read_bytes()
    with Image.open(BytesIO(content)) as image:
        yield from _texts([value for name, value in image.info.items() if name != "icc_profile"])
        yield from _texts(dict(image.getexif()))
    if any(mark in content for mark in _WRITTEN):
        yield from _texts(content)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield from (value.decode(coding, "replace") for coding in ("utf-8", "utf-16-le", "utf-16-be"))
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, (list, tuple)):
        yield from (text for inner in value for text in _texts(inner))


def walk_static(folder: Path, judge: Judge, nobody: Reader) -> None:
    """Every file that anybody may fetch. What looks like an export or a backup is told as one."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            packed = PACKED.get(file.suffix, "identity")
            name = file.with_suffix("") if packed != "identity" else file
            channel = EXPORTS if name.suffix in _EXPORTED else STATIC
            judge.report.count(channel)
            read = judge.read(file.read_bytes(), packed, _type_of(name.suffix))
            judge.leaks(read, nobody, channel, f"/static/{file.relative_to(folder)}")


def _type_of(suffix: str) -> str:
    return {".json": "application/json", ".html": "text/html"}.get(suffix, "text/plain")


def walk_letters(archive: Archive, origin: str, mailbox: Path, judge: Judge, nobody: Reader) -> None:
    """Every letter as it would be written to somebody who comes from a gated story, and those that lie in the mailbox."""
    story = archive.gated[0].path if archive.gated else "/"
    link = f"{origin}/akun/konfirmasi/x/?next={story}"
    given = {"house": "", "address": "", **dict.fromkeys(("link", "join", "sign_in", "reset"), link)}
    for letter in sorted(set(KINDS_OF_LETTERS.values())):
        for language in ("id", "en"):
            with translation.override(language):
                for part in ("subject", "body"):
                    name = f"account/mail/{letter}.{part}.txt"
                    judge.report.count(LETTERS)
                    judge.words(render_to_string(name, given), nobody, LETTERS, name)
    for file in sorted(mailbox.glob("*.eml")):
        judge.report.count(LETTERS)
        judge.words(_text_of(file), nobody, LETTERS, f"mailbox/{file.name}")


def _text_of(file: Path) -> str:
    message = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default)
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(message["Subject"] or ""), *map(str, parts)])
